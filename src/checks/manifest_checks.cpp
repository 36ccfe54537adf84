#include "checks/table.h"

namespace cardlint::checks {

CheckTable manifest_checks() { return {}; }

}  // namespace cardlint::checks
