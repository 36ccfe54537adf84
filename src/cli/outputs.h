// What every command that reports does in the end: write the formats that were asked for, and say
// by the exit code how it went.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/cli.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "rules/rule.h"

namespace cardlint {

struct ExitRules {
  Severity fail_on = Severity::Error;
  bool exit_zero = false;
  bool strict = false;
};

ExitCode exit_code(const ExitRules& rules, const CheckReport& report);

// What writers may tell of the rules that speak in the report. `find` gives null for an unknown id.
void add_rule_notes(CheckReport& report,
                    const std::function<const RuleInfo*(std::string_view)>& find);

// Writes all that it can. False, said on stderr, when one of them cannot be written.
bool write_outputs(const std::vector<Output>& outputs, const ReportOptions& options,
                   const CheckReport& report, const Console& console);

}  // namespace cardlint
