// The command `probe`.
#pragma once

#include "cli/probe_cli.h"
#include "cli/probe_options.h"

namespace cardlint {

ExitCode probe_command(ProbeOptions options, const Console& console,
                       const MakeTransport& make_transport);

}  // namespace cardlint
