// What a client of MCP sees once it speaks: eras, the handshake, streams, sessions, the tool list.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/mcp_answers.h"

namespace cardlint::probe_checks {
namespace {

constexpr int kUnsupportedVersion = -32022;  // MCP 2026-07-28 basic, Error Codes
constexpr int kMethodNotFound = -32601;

// The answer of a role that only open, legacy servers give; null when it says nothing, and why.
const Exchange* of_session(const ProbeView& view, std::string_view role, ProbeReporter& report) {
  if (view.exchange(role) == nullptr && view.era == Era::Modern) {
    report.not_assessed(role, "other-era");
    return nullptr;
  }
  const Exchange* exchange = judged(view, role, report);
  if (exchange == nullptr || exchange->status != 401) return exchange;
  report.not_assessed(role, "no-credential");
  return nullptr;
}

void fail_with(ProbeReporter& report, std::string_view role, const HandshakeFault& fault,
               std::string_view expected) {
  report.fail(role, fault.reason, expected, {{"fault", fault.what}});
}

HandshakeFault status_fault(const Exchange& exchange) {
  return {"status", fmt::format("has the status {}", exchange.status)};
}

// An answer that another rule speaks about; said so.
bool left_to_others(const ProbeView& view, std::string_view role, ProbeReporter& report) {
  const bool asks = view.posture != Posture::None && view.posture != Posture::Planned &&
                    says_unauthorized(view.answer(role));
  const std::string_view why = asks ? "no-credential" : unreadable(view, role);
  if (!why.empty()) report.not_assessed(role, why);
  return !why.empty();
}

}  // namespace

void mcp_era(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = view.era == Era::HttpSse ? "mcp-get" : handshake(view);
  const Exchange* exchange = judged(view, role, report);
  if (exchange == nullptr) return;
  if (view.era != Era::Unknown) return report.pass(role);
  if (exchange->status == 401) return report.not_assessed(role, "no-credential");
  report.fail(role, "body", "an answer of MCP");
}

void mcp_initialize(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = open_role(view, "initialize");
  const Exchange* exchange = of_session(view, role, report);
  if (exchange == nullptr) return;
  if (view.era == Era::Modern) return report.not_assessed(role, "other-era");
  // Other statuses are judged for every posture alike, by mcp-unauth-status.
  const bool success = exchange->status >= 200 && exchange->status < 300;
  if (!success) return report.not_assessed(role, "other-status");
  if (exchange->status == 200 && left_to_others(view, role, report)) return;
  const auto fault = exchange->status == 200 ? initialize_fault(view.answer(role))
                                             : std::optional(status_fault(*exchange));
  if (!fault) return report.pass(role);
  fail_with(report, role, *fault, "protocolVersion, capabilities and serverInfo");
}

void mcp_initialize_old(const ProbeView& view, const Args&, ProbeReporter& report) {
  constexpr std::string_view kRole = "mcp-initialize-old";
  const Exchange* exchange = of_session(view, kRole, report);
  if (exchange == nullptr) return;
  if (view.era == Era::Modern) return report.not_assessed(kRole, "other-era");
  const Exchange* today = view.exchange("mcp-initialize");
  const bool opens =
      today != nullptr && today->status == 200 && !initialize_fault(view.answer("mcp-initialize"));
  if (!opens || exchange->status >= 500) return report.not_assessed(kRole, "other-status");
  if (exchange->status == 200 && left_to_others(view, kRole, report)) return;
  auto fault = exchange->status == 200 ? initialize_fault(view.answer(kRole))
                                       : std::optional(status_fault(*exchange));
  if (!fault) {
    const Value version = view.answer(kRole).result()["protocolVersion"];
    if (is_mcp_revision(version.text())) return report.pass(kRole);
    fault =
        HandshakeFault{"schema", fmt::format("names the unknown version {}", describe(version))};
  }
  fail_with(report, kRole, *fault, "200 with a version that the server supports");
}

void mcp_discover(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = open_role(view, "discover");
  const Exchange* exchange = judged(view, role, report);
  if (exchange == nullptr) return;
  if (exchange->status == 401) return report.not_assessed(role, "no-credential");
  const McpAnswer& answer = view.answer(role);
  const bool modern = view.era == Era::Modern || view.era == Era::Dual;
  if (exchange->status != 200) {
    const auto code = answer.error_code();
    const bool known = code && (*code == kMethodNotFound || (*code <= -32020 && *code >= -32022));
    if (!modern || !known) return report.not_assessed(role, modern ? "other-status" : "other-era");
    // It speaks another revision of the era than the one that was offered.
    if (*code == kUnsupportedVersion) return report.not_assessed(role, "other-era");
    HandshakeFault fault = status_fault(*exchange);
    fault.what += fmt::format(" and the JSON-RPC error {}", *code);
    return fail_with(report, role, fault, "200");
  }
  if (left_to_others(view, role, report)) return;
  // Servers of older revisions refuse the method in a 200, or take every request for initialize.
  const Value result = answer.result();
  if (!modern && (!result.is_object() || result["protocolVersion"]))
    return report.not_assessed(role, "other-era");
  if (const auto fault = discover_fault(answer))
    return fail_with(report, role, *fault, "all members of a DiscoverResult");
  report.pass(role);
}

void mcp_content_type(const ProbeView& view, const Args&, ProbeReporter& report) {
  std::string_view seen;
  for (const std::string_view role : message_roles(view)) {
    const Exchange* exchange = view.exchange(role);
    if (exchange->status != 200) continue;
    seen = role;
    const std::string type = media_type(*exchange);
    if (type != "application/json" && type != "text/event-stream")
      return report.fail(role, "media-type", "application/json or text/event-stream");
  }
  if (!seen.empty()) return report.pass(seen);
  const std::string_view post = handshake(view);
  if (judged(view, post, report) != nullptr) report.not_assessed(post, "other-status");
}

void mcp_sse_framing(const ProbeView& view, const Args&, ProbeReporter& report) {
  std::string_view seen;
  for (const std::string_view role : message_roles(view)) {
    const Exchange* exchange = view.exchange(role);
    if (exchange->status != 200 || !view.answer(role).stream) continue;
    seen = role;
    const McpAnswer& answer = view.answer(role);
    if (!answer.text.empty()) continue;
    const bool late = exchange->fault == HttpFault::Timeout;
    const std::string fault = answer.bare_json ? "holds JSON that stands behind no 'data:'"
                              : late           ? "brings no response in time"
                              : answer.events == 0
                                  ? "ends without an event"
                                  : fmt::format("brings {} events and no response", answer.events);
    return report.fail(role, late ? "timeout" : "body", "a 'data:' event with the response",
                       {{"fault", fault}});
  }
  if (!seen.empty()) return report.pass(seen);
  const std::string_view post = handshake(view);
  const Exchange* exchange = judged(view, post, report);
  if (exchange == nullptr) return;
  report.not_assessed(post, exchange->status == 200 ? "media-type" : "other-status");
}

void mcp_notification(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = open_role(view, "initialized");
  const Exchange* exchange = of_session(view, role, report);
  if (exchange == nullptr) return;
  if (exchange->status >= 500) return report.not_assessed(role, "other-status");
  if (exchange->status != 202) return report.fail(role, "status", "202 without a body");
  if (!exchange->body.empty()) return report.fail(role, "body", "202 without a body");
  report.pass(role);
}

void mcp_session_id(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = open_role(view, "initialize");
  const Exchange* exchange = of_session(view, role, report);
  if (exchange == nullptr) return;
  if (view.era == Era::Modern) return report.not_assessed(role, "other-era");
  if (exchange->status != 200) return report.not_assessed(role, "other-status");
  const std::string* id = exchange->header("mcp-session-id");
  const bool fits = id == nullptr || std::all_of(id->begin(), id->end(),
                                                 [](char c) { return c >= 0x21 && c <= 0x7E; });
  if (fits) return report.pass(role);
  report.fail(role, "header", "characters from 0x21 to 0x7E", {{"id", printable(*id, 60)}});
}

void mcp_sessionless_list(const ProbeView& view, const Args&, ProbeReporter& report) {
  // Without a session id the list of the walk was asked for without one.
  const bool given = view.exchange("mcp-sessionless") != nullptr;
  const std::string_view role = given ? "mcp-sessionless" : "mcp-tools";
  if (view.era == Era::Modern) return report.not_assessed(role, "other-era");
  const Exchange* exchange = of_session(view, role, report);
  if (exchange == nullptr) return;
  if (exchange->status == 200) return report.pass(role);
  if (exchange->status >= 500 || (!given && exchange->status != 400 && exchange->status != 404))
    return report.not_assessed(role, "other-status");
  report.fail(role, "status", "200");
}

void mcp_accept(const ProbeView& view, const Args&, ProbeReporter& report) {
  constexpr std::string_view kRole = "mcp-accept";
  const Exchange* exchange = judged(view, kRole, report);
  if (exchange == nullptr) return;
  if (exchange->status == 401) return report.not_assessed(kRole, "no-credential");
  const Exchange* post = view.exchange("mcp-post");
  if (post == nullptr || post->status != 200) return report.not_assessed(kRole, "other-status");
  if (exchange->status == 200) return report.pass(kRole);
  report.fail(kRole, "status", "200");
}

namespace {

// One page of the list.
void judge_page(const ProbeView& view, std::string_view role, const Exchange& exchange,
                ProbeReporter& report) {
  if (exchange.status >= 500) return report.not_assessed(role, "other-status");
  if (exchange.status != 200)
    return fail_with(report, role, status_fault(exchange), "200 with a list of tools");
  if (left_to_others(view, role, report)) return;
  const McpAnswer& answer = view.answer(role);
  if (answer.error_code() == kMethodNotFound && !offers_tools(view, role))
    return report.not_assessed(role, "not-declared");
  const std::size_t page = role.rfind("-tools-");
  const int id = page == std::string_view::npos
                     ? 2
                     : std::atoi(std::string(role.substr(page + 7)).c_str()) + 1;
  if (const auto fault = message_fault(answer, id))
    return fail_with(report, role, *fault, "a list of tools");
  if (!answer.result()["tools"].is_array()) {
    return fail_with(report, role, {"schema", "has no 'tools' that is a list"}, "a list of tools");
  }
  if (view.document(role) == nullptr) return report.not_assessed(role, "no-document");
  ProbeFinding finding{Outcome::Fail, std::string(role), "schema", "no error", {}, {}};
  std::string first;
  for (const Diagnostic* diagnostic : view.findings(role)) {
    if (diagnostic->severity < Severity::Error || diagnostic->suppressed) continue;
    if (finding.rules.empty()) first = diagnostic->message;
    const auto end = finding.rules.end();
    if (std::find(finding.rules.begin(), end, diagnostic->rule) == end)
      finding.rules.push_back(diagnostic->rule);
  }
  if (finding.rules.empty()) return report.pass(role);
  finding.params.emplace_back(
      "fault", fmt::format("brings errors ({}): {}", fmt::join(finding.rules, ", "), first));
  report.add(std::move(finding));
}

}  // namespace

void mcp_tools_list(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view first = open_role(view, "tools");
  const Exchange* exchange = judged(view, first, report);
  if (exchange == nullptr) return;
  if (exchange->status == 401) return report.not_assessed(first, "no-credential");
  for (const std::string_view role :
       view.roles(first == "auth-tools" ? "auth-tools*" : "mcp-tools*")) {
    const Exchange* page = judged(view, role, report);
    if (page != nullptr) judge_page(view, role, *page, report);
  }
}

}  // namespace cardlint::probe_checks
