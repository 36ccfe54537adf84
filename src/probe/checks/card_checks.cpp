#include "probe/checks/table.h"

namespace cardlint::probe_checks {

ProbeCheckTable card_checks() {
  return {};
}

}  // namespace cardlint::probe_checks
