// Whether clients in browsers reach the MCP route (Fetch, CORS protocol).
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/mcp_answers.h"

namespace cardlint::probe_checks {
namespace {

constexpr std::string_view kOrigin = "https://cardlint.invalid";  // that of the walk's preflights

// The items of a list header, in lower case; of all its lines.
std::vector<std::string> items(const Exchange& exchange, std::string_view header) {
  std::vector<std::string> found;
  for (const std::string_view value : header_values(exchange.headers, header)) {
    for (const std::string_view item : split(value, ','))
      found.push_back(to_lower_ascii(trim(item)));
  }
  return found;
}

bool has(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool allows_origin(const Exchange& exchange) {
  const std::string* value = exchange.header("access-control-allow-origin");
  return value != nullptr && (trim(*value) == "*" || trim(*value) == kOrigin);
}

bool has_session(const ProbeView& view) {
  const Exchange* opened = view.exchange("mcp-initialize");
  return opened != nullptr && opened->header("mcp-session-id") != nullptr;
}

// What a client of this server sends beside what browsers allow anyhow.
std::vector<std::string_view> sent_headers(const ProbeView& view) {
  std::vector<std::string_view> names{"content-type", "mcp-protocol-version"};
  if (view.posture != Posture::None) names.emplace_back("authorization");
  if (has_session(view)) names.emplace_back("mcp-session-id");
  if (view.era == Era::Modern || view.era == Era::Dual) {
    names.emplace_back("mcp-method");
    names.emplace_back("mcp-name");
  }
  return names;
}

// What it has to read of an answer.
std::vector<std::string_view> read_headers(const ProbeView& view) {
  std::vector<std::string_view> names;
  const Exchange* post = view.exchange("mcp-post");
  if (post != nullptr && post->status == 401) names.emplace_back("www-authenticate");
  if (has_session(view)) names.emplace_back("mcp-session-id");
  return names;
}

// "*" stands for all but Authorization (Fetch, CORS-preflight fetch).
std::vector<std::string_view> missing(const Exchange& exchange, std::string_view header,
                                      const std::vector<std::string_view>& wanted) {
  const std::vector<std::string> given = items(exchange, header);
  std::vector<std::string_view> names;
  for (const std::string_view name : wanted) {
    if (!has(given, name) && (name == "authorization" || !has(given, "*"))) names.push_back(name);
  }
  return names;
}

}  // namespace

void mcp_preflight(const ProbeView& view, const Args&, ProbeReporter& report) {
  constexpr std::string_view kRole = "mcp-options";
  const Exchange* exchange = judged(view, kRole, report);
  if (exchange == nullptr) return;
  if (exchange->status >= 500) return report.not_assessed(kRole, "other-status");
  const auto fail = [&](std::string_view role, std::string_view reason, std::string what) {
    report.fail(role, reason, "2xx with the headers of CORS", {{"fault", std::move(what)}});
  };
  if (exchange->status < 200 || exchange->status > 299)
    return fail(kRole, "status", fmt::format("is answered {}", exchange->status));
  if (!allows_origin(*exchange)) return fail(kRole, "header", "does not allow the page's origin");
  const auto sent = missing(*exchange, "access-control-allow-headers", sent_headers(view));
  if (!sent.empty())
    return fail(kRole, "header", fmt::format("does not allow {}", fmt::join(sent, ", ")));
  const Exchange* actual = view.exchange("mcp-cors");
  if (actual != nullptr && actual->answered() && actual->status < 500) {
    if (!allows_origin(*actual))
      return fail("mcp-cors", "header", "is sound, but the answer behind it allows no origin");
    const auto read = missing(*actual, "access-control-expose-headers", read_headers(view));
    if (!read.empty()) {
      return fail("mcp-cors", "header",
                  fmt::format("is sound, but the answer behind it does not expose {}",
                              fmt::join(read, ", ")));
    }
  }
  report.pass(kRole);
}

}  // namespace cardlint::probe_checks
