#include "probe/checks/table.h"

namespace cardlint::probe_checks {

ProbeCheckTable verdict_checks() {
  return {};
}

}  // namespace cardlint::probe_checks
