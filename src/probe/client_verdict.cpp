#include "probe/client_verdict.h"

#include <fmt/format.h>

namespace cardlint {
namespace {

// Smithery's scan: its own handshake, and the card where that meets a wall.
ClientPath smithery_scan(const ProbeView& view) {
  ClientPath path{"smithery-scan", "", "", "", ""};
  const std::string_view role =
      view.exchange("agent-smithery-mcp") != nullptr ? "agent-smithery-mcp" : "mcp-initialize";
  const Exchange* post = view.exchange(role);
  if (post == nullptr || !post->answered()) {
    path.unknown = post == nullptr ? "not-sent" : std::string(name(post->fault));
    return path;
  }
  if (post->status == 200 || brings_object(view.exchange("card"))) return path;
  path.role = role;
  path.stops = fmt::format("the handshake is answered {} and there is no card", post->status);
  path.message = post->status == 401
                     ? "auth_required"
                     : fmt::format("Initialization failed with status {}", post->status);
  return path;
}

}  // namespace

std::vector<ClientPath> client_paths(const ProbeView& view) {
  return {smithery_scan(view)};
}

}  // namespace cardlint
