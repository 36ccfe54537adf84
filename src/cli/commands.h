// The commands. Each takes parsed options and returns the exit code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/cli.h"
#include "cli/exit_code.h"
#include "cli/options.h"

namespace cardlint {

ExitCode check_command(CheckOptions options, const Console& console);
ExitCode rules_command(const RulesOptions& options, const Console& console);
// Pages on rules, groups of rules and checks, by their names.
ExitCode explain_command(const std::vector<std::string>& names, const Console& console);
ExitCode config_command(const ConfigOptions& options, const Console& console);
ExitCode schema_command(const SchemaOptions& options, const Console& console);

// The configuration file that holds for a path, as `check` would find it.
Result<std::optional<std::string>> config_for(const std::string& path);

// Each line of `text` on the error stream, with the program's name before it.
void complain(const Console& console, std::string_view text);

}  // namespace cardlint
