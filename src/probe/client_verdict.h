// Where a strict client of the real world would stop, and what its user then reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probe/probe_check.h"

namespace cardlint {

struct ClientPath {
  std::string_view client;
  std::string stops;    // the step that fails, in words; "" when every step passes
  std::string message;  // what the client shows; "" when it is not known
  std::string role;     // the exchange it stops at, or the last one that counted
  std::string unknown;  // a step could not be assessed: the reason
};

// One path for each client that the walk can tell of: smithery-scan, ts-sdk, py-sdk, claude,
// openai, and sep-2127 where the server is meant for it.
std::vector<ClientPath> client_paths(const ProbeView& view);

}  // namespace cardlint
