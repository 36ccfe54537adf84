// The program cardlint-probe with its streams and its network handed in, so that tests run it in
// process. `cardlint probe` runs it.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "cli/cli.h"
#include "http/transport.h"

namespace cardlint {

using MakeTransport = std::function<Result<std::unique_ptr<Transport>>(const HttpSettings&)>;

// `args` without the program's name. Returns the exit code; throws nothing. `stop` is set by a
// signal handler: the run ends with what is known. `libraries` tells --version --verbose which
// network libraries are loaded.
int run_probe_cli(const std::vector<std::string>& args, const Console& console,
                  const MakeTransport& make_transport, const std::atomic<bool>* stop,
                  bool err_is_terminal, std::string_view libraries = {});

}  // namespace cardlint
