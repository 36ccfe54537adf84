// The members of the JSON report on probed targets.
#pragma once

#include <nlohmann/json.hpp>

#include "diag/check_report.h"

namespace cardlint {

nlohmann::ordered_json targets_json(const CheckReport& report);
nlohmann::ordered_json probes_json(const CheckReport& report);

}  // namespace cardlint
