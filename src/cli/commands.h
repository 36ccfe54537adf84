// The commands. Each takes parsed options and returns the exit code.
#pragma once

#include <string_view>

#include "cli/cli.h"
#include "cli/exit_code.h"
#include "cli/options.h"

namespace cardlint {

ExitCode check_command(CheckOptions options, const Console& console);
ExitCode rules_command(const RulesOptions& options, const Console& console);
ExitCode config_command(const ConfigOptions& options, const Console& console);
ExitCode schema_command(const SchemaOptions& options, const Console& console);

// Each line of `text` on the error stream, with the program's name before it.
void complain(const Console& console, std::string_view text);

}  // namespace cardlint
