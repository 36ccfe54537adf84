// What the JSON report says of probed targets.
#pragma once

#include <nlohmann/json.hpp>

#include "diag/check_report.h"

namespace cardlint {

nlohmann::ordered_json target_json(const TargetSummary& target);
nlohmann::ordered_json probe_json(const ProbeResult& result);

}  // namespace cardlint
