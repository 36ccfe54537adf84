// The MCP route as a whole: which statuses it answers with before anybody speaks MCP, and the table
// of all checks of the route.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/mcp_answers.h"

namespace cardlint::probe_checks {
namespace {

constexpr double kSlowHeader = 5000;  // ms: a scanner would be gone

bool is_protected(const ProbeView& view) {
  return view.posture == Posture::ApiKey || view.posture == Posture::OAuth;
}
bool is_half_open(const ProbeView& view) {
  return view.posture == Posture::Mixed || view.posture == Posture::Planned;
}
bool is_success(int status) {
  return status >= 200 && status < 300;
}

// Why another rule speaks about that answer to the handshake; "" when none does.
std::string_view judged_elsewhere(const ProbeView& view, std::string_view role,
                                  const Exchange& exchange) {
  const int status = exchange.status;
  if (status >= 500 || refuses_host(exchange)) return "other-status";
  if (status == 403 && view.posture != Posture::None) return "other-status";
  if (leads_to_login(exchange)) return "redirect";
  if (is_success(status) && is_html(exchange)) return "media-type";
  if (view.era == Era::HttpSse) return "other-era";
  const bool planned = view.posture == Posture::Planned;
  if (status == 200 && view.posture != Posture::None && !planned &&
      says_unauthorized(view.answer(role)))
    return "body";
  // An error of the modern era: the rule about server/discover names it.
  const bool discover = role == "mcp-discover" && status >= 400 && status != 401;
  return discover && !is_protected(view) && !planned ? "other-status" : "";
}

}  // namespace

void mcp_unauth_status(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = handshake(view);
  const Exchange* exchange = judged(view, role, report);
  if (exchange == nullptr) return;
  if (const auto why = judged_elsewhere(view, role, *exchange); !why.empty())
    return report.not_assessed(role, why);
  const int status = exchange->status;
  const bool open_fits = !is_protected(view) && is_success(status);
  const bool refusal_fits = view.posture != Posture::None && status == 401;
  if (open_fits || refusal_fits) return report.pass(role);
  const bool redirect = status >= 300 && status < 400;
  const std::string_view expected = is_half_open(view)   ? "2xx or 401"
                                    : is_protected(view) ? "401"
                                                         : "2xx";
  report.fail(role, redirect ? "redirect" : "status", expected);
}

void mcp_unauth_403(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = handshake(view);
  const Exchange* exchange = judged(view, role, report);
  if (exchange == nullptr) return;
  if (exchange->status != 403) return report.pass(role);
  if (refuses_host(*exchange)) return report.not_assessed(role, "other-status");
  for (const std::string_view other : {"agent-smithery-mcp", "agent-claude-mcp"}) {
    const Exchange* twin = view.exchange(other);
    if (twin != nullptr && twin->answered() && twin->status != 403)
      return report.not_assessed(role, "user-agent");
  }
  report.fail(role, "status", "401");
}

void mcp_unauth_200_error(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view post = handshake(view);
  if (judged(view, post, report) == nullptr) return;
  for (const std::string_view role : {post, std::string_view("mcp-tools")}) {
    const Exchange* exchange = view.exchange(role);
    if (exchange == nullptr || exchange->status != 200) continue;
    if (const auto words = says_unauthorized(view.answer(role)))
      return report.fail(role, "body", "401", {{"text", *words}});
  }
  report.pass(post);
}

void mcp_host_refused(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = handshake(view);
  const Exchange* exchange = judged(view, role, report);
  if (exchange == nullptr) return;
  if (!refuses_host(*exchange)) return report.pass(role);
  report.fail(role, "status", "an answer to this host name",
              {{"host", printable(exchange->url.substr(0, 200))}});
}

// With 'allow': whether a 405 names the methods that there are; else the answer itself.
void mcp_get(const ProbeView& view, const Args& args, ProbeReporter& report) {
  constexpr std::string_view kRole = "mcp-get";
  const Exchange* post = view.exchange("mcp-post");
  const Exchange* exchange = view.exchange(kRole);
  const bool silent = exchange != nullptr && !exchange->answered();
  if (silent && exchange->fault == HttpFault::Timeout && post != nullptr && post->answered() &&
      !args.flag("allow"))
    return report.fail(kRole, "timeout", "405, or a stream, within seconds");
  exchange = judged(view, kRole, report);
  if (exchange == nullptr) return;
  const int status = exchange->status;
  if (args.flag("allow")) {
    if (status != 405) return report.not_assessed(kRole, "other-status");
    if (exchange->header("allow") != nullptr) return report.pass(kRole);
    return report.fail(kRole, "header", "a header 'Allow'");
  }
  if (status >= 500 || leads_to_login(*exchange)) return report.not_assessed(kRole, "other-status");
  if (exchange->timing.first_byte > kSlowHeader)
    return report.fail(kRole, "timeout", "405, or a stream, within seconds");
  const bool stream = status == 200 && media_type(*exchange) == "text/event-stream";
  const bool refusal = status == 401 && view.posture != Posture::None;
  if (status == 405 || status == 400 || status == 406 || stream || refusal)
    return report.pass(kRole);
  // What a POST is told too is no matter of GET.
  if (!is_success(status) && post != nullptr && post->status == status)
    return report.not_assessed(kRole, "other-status");
  const std::string_view reason = status == 200                   ? "media-type"
                                  : status >= 300 && status < 400 ? "redirect"
                                                                  : "status";
  report.fail(kRole, reason, "405, or 200 with text/event-stream");
}

void mcp_trailing_slash(const ProbeView& view, const Args&, ProbeReporter& report) {
  constexpr std::string_view kRole = "mcp-slash";
  const Exchange* exchange = judged(view, kRole, report);
  const Exchange* post = view.exchange("mcp-post");
  if (exchange == nullptr) return;
  if (post == nullptr || !post->answered() || exchange->status >= 500 || post->status >= 500 ||
      post->status == 429 || leads_to_login(*exchange))
    return report.not_assessed(kRole, "other-status");
  const int status = exchange->status;
  if (status >= 300 && status < 400 && status != post->status)
    return report.fail(kRole, "redirect", fmt::format("{} or 404", post->status));
  const bool absent = status == 404 || status == 405 || status == 410;
  // A redirect to the other form: the URL itself is at fault then.
  if (post->status >= 300 && post->status < 400) return report.not_assessed(kRole, "other-status");
  if (absent || status == post->status) return report.pass(kRole);
  report.fail(kRole, "mismatch", fmt::format("{} or 404", post->status));
}

namespace {

using Type = ArgSpec::Type;
constexpr std::array kAllowArgs{ArgSpec{"allow", Type::Flag, false}};
constexpr std::array kNotArgs{ArgSpec{"not", Type::Texts, true}};
constexpr std::array kLoopbackArgs{ArgSpec{"loopback", Type::Flag, true}};
constexpr std::array kErrorArgs{ArgSpec{"of", Type::Text, true},
                                ArgSpec{"code", Type::Signed, true}};

constexpr std::array kTable{
    ProbeCheckEntry{
        "mcp-era", "no request of any protocol era is answered in its way", {}, mcp_era},
    ProbeCheckEntry{"mcp-unauth-status",
                    "a POST without a credential is not answered as the posture has it",
                    {},
                    mcp_unauth_status},
    ProbeCheckEntry{
        "mcp-unauth-403", "a POST without a credential is answered 403", {}, mcp_unauth_403},
    ProbeCheckEntry{"mcp-unauth-200-error",
                    "an answer 200 holds an error that asks for a credential",
                    {},
                    mcp_unauth_200_error},
    ProbeCheckEntry{"mcp-host-refused",
                    "the server does not accept the host name of its URL",
                    {},
                    mcp_host_refused},
    ProbeCheckEntry{"mcp-get",
                    "GET is answered neither with a stream nor with a refusal of the method; with "
                    "'allow': a 405 lacks Allow",
                    kAllowArgs, mcp_get},
    ProbeCheckEntry{"mcp-trailing-slash",
                    "the URL with a slash added or removed redirects or answers otherwise",
                    {},
                    mcp_trailing_slash},
    ProbeCheckEntry{"mcp-preflight",
                    "a browser's preflight is refused or allows too little",
                    {},
                    mcp_preflight},
    ProbeCheckEntry{
        "mcp-initialize", "initialize fails, or its result lacks a member", {}, mcp_initialize},
    ProbeCheckEntry{
        "mcp-initialize-old", "initialize of the oldest revision fails", {}, mcp_initialize_old},
    ProbeCheckEntry{
        "mcp-discover", "server/discover fails, or its result lacks a member", {}, mcp_discover},
    ProbeCheckEntry{"mcp-content-type",
                    "an answer 200 to a request is neither JSON nor a stream of events",
                    {},
                    mcp_content_type},
    ProbeCheckEntry{
        "mcp-sse-framing", "a stream of events ends without the response", {}, mcp_sse_framing},
    ProbeCheckEntry{"mcp-notification",
                    "a notification is not answered 202 without a body",
                    {},
                    mcp_notification},
    ProbeCheckEntry{"mcp-session-id",
                    "a session id holds other characters than visible ASCII",
                    {},
                    mcp_session_id},
    ProbeCheckEntry{"mcp-sessionless-list",
                    "tools/list is refused without a session",
                    {},
                    mcp_sessionless_list},
    ProbeCheckEntry{"mcp-accept", "a request that accepts JSON only is refused", {}, mcp_accept},
    ProbeCheckEntry{"mcp-tools-list",
                    "tools/list fails, or the linter finds errors in the tools that it brings",
                    {},
                    mcp_tools_list},
    ProbeCheckEntry{"mcp-bogus-token", "a made-up bearer token gets a status of 'not'", kNotArgs,
                    mcp_bogus_token},
    ProbeCheckEntry{"mcp-query-token", "a made-up token in the query gets a status of 'not'",
                    kNotArgs, mcp_query_token},
    ProbeCheckEntry{"mcp-origin",
                    "a strange Origin is served; 'loopback' says for which targets it looks",
                    kLoopbackArgs, mcp_origin},
    ProbeCheckEntry{"mcp-bad-version",
                    "an unknown protocol version is not refused with 400",
                    {},
                    mcp_bad_version},
    ProbeCheckEntry{"mcp-modern-error",
                    "a faulty modern request ('of') is not refused with 400 and 'code'", kErrorArgs,
                    mcp_modern_error},
    ProbeCheckEntry{"mcp-unknown-method",
                    "an unknown method is not answered with an error",
                    {},
                    mcp_unknown_method},
    ProbeCheckEntry{"mcp-error-leak",
                    "the body of an error shows a stack trace, a file's path or an internal host",
                    {},
                    mcp_error_leak},
};

}  // namespace

ProbeCheckTable mcp_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
