// Requests that a healthy server refuses: made-up tokens, strange origins, faulty messages.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/mcp_answers.h"

namespace cardlint::probe_checks {
namespace {

constexpr int kUnsupportedVersion = -32022;
constexpr int kMethodNotFound = -32601;
constexpr std::string_view kVersionHeaderSince = "2025-06-18";

// "200", "4xx".
bool is_one_of(int status, const std::vector<std::string_view>& patterns) {
  const std::string text = std::to_string(status);
  return std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
    return pattern.ends_with("xx") ? text.front() == pattern.front() : text == pattern;
  });
}

bool is_open(const ProbeView& view) {
  const Exchange* post = view.exchange("mcp-post");
  return post != nullptr && post->status >= 200 && post->status < 300;
}

// The credential does not travel in Authorization, so a made-up bearer token tells nothing.
bool takes_another_header(const ProbeView& view) {
  const auto& own = view.target.credentials;
  if (!own.empty()) return find_header(own, "authorization") == nullptr;
  if (view.target.card == nullptr) return false;
  bool other = false;
  for (const Value remote : view.target.card->root()["remotes"]) {
    for (const Value header : remote["headers"]) {
      if (!header["isSecret"].is_true() || !header["name"].is_string()) continue;
      if (to_lower_ascii(header["name"].text()) == "authorization") return false;
      other = true;
    }
  }
  return other;
}

// The URL that the user gave carries a key.
bool has_key_in_query(std::string_view url) {
  const std::size_t query = url.find('?');
  if (query == std::string_view::npos) return false;
  const std::string text = to_lower_ascii(url.substr(query));
  return text.find("key=") != std::string::npos || text.find("token=") != std::string::npos;
}

// The answer of an active role of a server that speaks with strangers; null when it tells nothing.
const Exchange* of_open_server(const ProbeView& view, std::string_view role,
                               ProbeReporter& report) {
  const Exchange* exchange = judged(view, role, report);
  if (exchange == nullptr) return nullptr;
  if (exchange->status == 401 || !is_open(view)) {
    report.not_assessed(role, exchange->status == 401 ? "no-credential" : "other-status");
    return nullptr;
  }
  return exchange;
}

}  // namespace

void mcp_bogus_token(const ProbeView& view, const Args& args, ProbeReporter& report) {
  constexpr std::string_view kRole = "active-bogus";
  const Exchange* exchange = judged(view, kRole, report);
  if (exchange == nullptr) return;
  if (takes_another_header(view)) return report.not_assessed(kRole, "other-header");
  // Open to everybody although a credential is declared: that is said once, of the first request.
  const bool half = view.posture == Posture::Mixed;
  if (is_open(view) && !half) return report.not_assessed(kRole, "other-status");
  if (!is_one_of(exchange->status, args.texts("not"))) return report.pass(kRole);
  report.fail(kRole, "status", "401");
}

void mcp_query_token(const ProbeView& view, const Args& args, ProbeReporter& report) {
  constexpr std::string_view kRole = "active-query";
  const Exchange* exchange = judged(view, kRole, report);
  if (exchange == nullptr) return;
  if (has_key_in_query(view.target.url)) return report.not_assessed(kRole, "query-credential");
  // Where strangers are served anyhow, a parameter that nobody reads changes nothing.
  if (is_open(view)) return report.not_assessed(kRole, "other-status");
  if (!is_one_of(exchange->status, args.texts("not"))) return report.pass(kRole);
  report.fail(kRole, "status", "401");
}

void mcp_origin(const ProbeView& view, const Args& args, ProbeReporter& report) {
  constexpr std::string_view kRole = "active-origin";
  if (is_loopback(view.target.url) != args.flag("loopback")) return;
  const Exchange* exchange = of_open_server(view, kRole, report);
  if (exchange == nullptr) return;
  if (exchange->status < 200 || exchange->status > 299) return report.pass(kRole);
  report.fail(kRole, "status", "403");
}

void mcp_bad_version(const ProbeView& view, const Args&, ProbeReporter& report) {
  constexpr std::string_view kRole = "active-version";
  const Exchange* exchange = of_open_server(view, kRole, report);
  if (exchange == nullptr) return;
  if (view.era == Era::Legacy) {
    // The header is read from 2025-06-18 on.
    const Value version = view.answer("mcp-initialize").result()["protocolVersion"];
    if (!version.is_string() || version.text() < kVersionHeaderSince)
      return report.not_assessed(kRole, "other-era");
  } else if (view.era == Era::Unknown || view.era == Era::HttpSse) {
    return report.not_assessed(kRole, "other-era");
  }
  if (exchange->status != 400) return report.fail(kRole, "status", "400");
  if (view.era != Era::Modern) return report.pass(kRole);
  const McpAnswer& answer = view.answer(kRole);
  if (answer.error_code() == kUnsupportedVersion && answer.error()["data"]["supported"].is_array())
    return report.pass(kRole);
  report.fail(kRole, "body", "the error -32022 with data.supported");
}

void mcp_modern_error(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view role = args.text("of");
  const int code = static_cast<int>(args.number("code", 0));
  const Exchange* exchange = of_open_server(view, role, report);
  if (exchange == nullptr) return;
  if (view.era != Era::Modern && view.era != Era::Dual)
    return report.not_assessed(role, "other-era");
  const auto seen = view.answer(role).error_code();
  const std::string told = seen ? fmt::format("the error {}", *seen) : "no JSON-RPC error";
  const Params params{{"code", fmt::format("{}", code)}, {"told", told}};
  const std::string expected = fmt::format("400 with the error {}", code);
  if (exchange->status != 400) return report.fail(role, "status", expected, params);
  // A server of both eras may take the request for one of the other.
  if (seen == code || view.era == Era::Dual) return report.pass(role);
  report.fail(role, "body", expected, params);
}

void mcp_unknown_method(const ProbeView& view, const Args&, ProbeReporter& report) {
  constexpr std::string_view kRole = "active-unknown";
  const Exchange* exchange = of_open_server(view, kRole, report);
  if (exchange == nullptr) return;
  if (view.era == Era::Unknown || view.era == Era::HttpSse)
    return report.not_assessed(kRole, "other-era");
  const McpAnswer& answer = view.answer(kRole);
  const auto code = answer.error_code();
  const bool same_id = answer.message()["id"].is_number() && answer.message()["id"].number() == 77;
  if (view.era != Era::Modern) {
    const bool broken = exchange->status >= 500;
    if (answer.error().is_object() && !broken) return report.pass(kRole);
    return report.fail(kRole, broken ? "status" : "body", "a JSON-RPC error",
                       {{"told", answer.result()  ? "a result"
                                 : answer.error() ? "an error"
                                                  : "no JSON-RPC message"}});
  }
  const std::string told = code              ? fmt::format("the error {}", *code)
                           : answer.result() ? "a result"
                                             : "no JSON-RPC message";
  constexpr std::string_view kExpected = "404 with the error -32601 and the request's id";
  if (exchange->status != 404) return report.fail(kRole, "status", kExpected, {{"told", told}});
  if (code == kMethodNotFound && same_id) return report.pass(kRole);
  report.fail(kRole, "body", kExpected,
              {{"told", code == kMethodNotFound ? told + " with another id" : told}});
}

}  // namespace cardlint::probe_checks
