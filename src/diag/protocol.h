// What a run may know about the protocol side of a server: the MCP revision that it pins and the
// posture of authentication that the deployment declares.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cardlint {

// Every published revision of MCP, oldest first; they compare as text.
inline constexpr std::array<std::string_view, 5> kMcpRevisions{
    "2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"};
bool is_mcp_revision(std::string_view word);

// How a deployment asks for credentials. Planned: OAuth is announced and not there yet.
enum class Posture : std::uint8_t { None, ApiKey, OAuth, Mixed, Planned };
std::string_view name(Posture posture);  // "none", "apikey", "oauth", "mixed", "planned"
std::optional<Posture> parse_posture(std::string_view word);

}  // namespace cardlint
