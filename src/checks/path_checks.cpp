#include "checks/table.h"

namespace cardlint::checks {

CheckTable path_checks() { return {}; }

}  // namespace cardlint::checks
