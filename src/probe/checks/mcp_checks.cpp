#include "probe/checks/table.h"

namespace cardlint::probe_checks {

ProbeCheckTable mcp_checks() {
  return {};
}

}  // namespace cardlint::probe_checks
