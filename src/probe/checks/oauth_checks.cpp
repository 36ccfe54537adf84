#include "probe/checks/table.h"

namespace cardlint::probe_checks {

ProbeCheckTable oauth_checks() {
  return {};
}

}  // namespace cardlint::probe_checks
