// What the checks of the MCP route ask of answers again and again. For mcp_*.cpp and
// challenge_checks.cpp only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probe/checks/table.h"

namespace cardlint::probe_checks {

// The exchange of a role when it brought an answer that says something: not that of a server that
// asks to wait (429). Else says "not assessed" and is null.
const Exchange* judged(const ProbeView& view, std::string_view role, ProbeReporter& report);

// "mcp-discover" or "mcp-initialize": the handshake that the view calls "mcp-post".
std::string_view handshake(const ProbeView& view);
// "mcp-NAME" ("auth-NAME" where the former is refused for want of a credential and the latter was
// asked).
std::string_view open_role(const ProbeView& view, std::string_view name);
// The roles of requests that a sound server answers with a JSON-RPC message, as far as they were
// asked.
std::vector<std::string_view> message_roles(const ProbeView& view);

bool is_loopback(std::string_view url);
bool is_html(const Exchange& exchange);
// A redirect to a page where people sign in.
bool leads_to_login(const Exchange& exchange);
// The server knows itself by another name only (421, "Invalid Host header").
bool refuses_host(const Exchange& exchange);
// A message, not an HTTP status, says that a credential is missing; the words that say it.
std::optional<std::string> says_unauthorized(const McpAnswer& answer);

// What is wrong with a 200 as the answer to initialize or server/discover: in a few words for
// messages. Nothing when all that the revision demands is there.
struct HandshakeFault {
  std::string_view reason;
  std::string what;
};
std::optional<HandshakeFault> message_fault(const McpAnswer& answer, int id);
std::optional<HandshakeFault> initialize_fault(const McpAnswer& answer);
std::optional<HandshakeFault> discover_fault(const McpAnswer& answer);
// Where another rule speaks about an answer 200: its media type, its stream, its connection.
// "" when it can be read as a message.
std::string_view unreadable(const ProbeView& view, std::string_view role);
// The handshake before the list of that role did not say that there are no tools.
bool offers_tools(const ProbeView& view, std::string_view role);

// The predicates, each in the file of its kind.
void mcp_unauth_status(const ProbeView&, const Args&, ProbeReporter&);
void mcp_unauth_403(const ProbeView&, const Args&, ProbeReporter&);
void mcp_unauth_200_error(const ProbeView&, const Args&, ProbeReporter&);
void mcp_host_refused(const ProbeView&, const Args&, ProbeReporter&);
void mcp_get(const ProbeView&, const Args&, ProbeReporter&);
void mcp_trailing_slash(const ProbeView&, const Args&, ProbeReporter&);
void mcp_preflight(const ProbeView&, const Args&, ProbeReporter&);

void mcp_era(const ProbeView&, const Args&, ProbeReporter&);
void mcp_initialize(const ProbeView&, const Args&, ProbeReporter&);
void mcp_initialize_old(const ProbeView&, const Args&, ProbeReporter&);
void mcp_discover(const ProbeView&, const Args&, ProbeReporter&);
void mcp_content_type(const ProbeView&, const Args&, ProbeReporter&);
void mcp_sse_framing(const ProbeView&, const Args&, ProbeReporter&);
void mcp_notification(const ProbeView&, const Args&, ProbeReporter&);
void mcp_session_id(const ProbeView&, const Args&, ProbeReporter&);
void mcp_sessionless_list(const ProbeView&, const Args&, ProbeReporter&);
void mcp_accept(const ProbeView&, const Args&, ProbeReporter&);
void mcp_tools_list(const ProbeView&, const Args&, ProbeReporter&);

void mcp_bogus_token(const ProbeView&, const Args&, ProbeReporter&);
void mcp_query_token(const ProbeView&, const Args&, ProbeReporter&);
void mcp_origin(const ProbeView&, const Args&, ProbeReporter&);
void mcp_bad_version(const ProbeView&, const Args&, ProbeReporter&);
void mcp_modern_error(const ProbeView&, const Args&, ProbeReporter&);
void mcp_unknown_method(const ProbeView&, const Args&, ProbeReporter&);
void mcp_error_leak(const ProbeView&, const Args&, ProbeReporter&);

}  // namespace cardlint::probe_checks
