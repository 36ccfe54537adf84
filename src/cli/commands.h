// The commands. Each takes parsed options and returns the exit code.
#pragma once

#include "cli/cli.h"
#include "cli/exit_code.h"
#include "cli/options.h"

namespace cardlint {

ExitCode check_command(CheckOptions options, const Console& console);
ExitCode rules_command(const RulesOptions& options, const Console& console);
ExitCode schema_command(const SchemaOptions& options, const Console& console);

}  // namespace cardlint
