#include "probe/checks/table.h"

namespace cardlint::probe_checks {

ProbeCheckTable host_checks() {
  return {};
}

}  // namespace cardlint::probe_checks
