// What holds of every report, whatever was checked, and of what every writer makes of it.
#pragma once

#include <string_view>
#include <vector>

#include "diag/check_report.h"
#include "report/writer.h"

namespace cardlint::fuzz {

// Every format, with all that it can tell and with little: it parses and is inert.
void check_formats(const CheckReport& report);
// Our own schema takes the JSON report.
void check_contract(const CheckReport& report);
// Both, for one report in eight by its content: they cost more than all that comes before them.
void check_sample(const CheckReport& report, std::string_view json);
// Each finding lies in one of the texts, which are found by path.
void check_places(const CheckReport& report, std::string_view path, std::string_view text);
std::string written(Format format, const CheckReport& report, bool verbose = true);

}  // namespace cardlint::fuzz
