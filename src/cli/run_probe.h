// `cardlint probe …`: hands over to cardlint-probe, which alone links libcurl (3 ms at each start).
#pragma once

#include <string>
#include <vector>

#include "cli/cli.h"

namespace cardlint {

// Returns only when the program cannot be run: beside this one, or in the folder
// ../libexec/cardlint.
int run_probe_program(const std::vector<std::string>& args, const Console& console);

}  // namespace cardlint
