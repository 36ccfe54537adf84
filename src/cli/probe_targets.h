// Whom `cardlint probe` asks: URLs of the command line, targets of the configuration, endpoints
// that the documents of a project name.
#pragma once

#include <vector>

#include "cli/probe_options.h"
#include "config/config.h"
#include "diag/check_report.h"

namespace cardlint {

// `config` may be null. What cannot be read beside the targets goes into the report. Fails with
// Usage for a wrong URL or a variable that is not set, with Unreadable for a file that was named.
Result<std::vector<ProbeTarget>> probe_targets(const ProbeOptions& options, const Config* config,
                                               CheckReport& report);

}  // namespace cardlint
