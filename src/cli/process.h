// The state of the process and its end, as both programs want them.
#pragma once

#include <functional>

#include "cli/cli.h"

namespace cardlint {

// Once, before anything else. A reader of our output that goes away, a limit on the size of files
// and a standard stream that is closed are then faults of a write or read, which are reported.
void settle_process();

// Runs `command` and returns its exit code, or that of what went wrong, said on the error stream:
// an exception, or an output that could not be written.
int run_guarded(const Console& console, const std::function<int()>& command);

// False, said on the error stream, when relative paths would lead nowhere.
bool has_working_folder(const Console& console);

}  // namespace cardlint
