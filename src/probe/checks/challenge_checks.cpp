#include "probe/checks/table.h"

namespace cardlint::probe_checks {

ProbeCheckTable challenge_checks() {
  return {};
}

}  // namespace cardlint::probe_checks
