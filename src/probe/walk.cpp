#include "probe/walk.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/mcp_message.h"
#include "probe/walk_parts.h"
#include "probe/well_known.h"

namespace cardlint {
namespace {

bool matches(std::string_view pattern, std::string_view role) {
  if (pattern.ends_with('*')) return role.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == role;
}

bool is_modern_answer(const Exchange* exchange) {
  if (exchange == nullptr || !exchange->answered()) return false;
  const McpAnswer answer = read_answer(*exchange, 0);
  if (answer.result()["supportedVersions"].is_array()) return exchange->status == 200;
  const auto code = answer.error_code();
  if (exchange->status == 400) return code && *code <= -32020 && *code >= -32022;
  return exchange->status == 404 && code == -32601;
}

bool is_legacy_answer(const Exchange* exchange) {
  if (exchange == nullptr || exchange->status != 200) return false;
  return read_answer(*exchange, 0).result()["protocolVersion"].is_string();
}

// Only a server that does not know the method answers so; one that opens a session is legacy.
bool is_unknown_method(const Exchange* exchange) {
  return exchange != nullptr && exchange->status == 404;
}

bool is_sse_greeting(const Exchange* exchange) {
  return exchange != nullptr && exchange->status == 200 &&
         read_answer(*exchange, 0).first_event == "endpoint";
}

}  // namespace

std::string_view name(Era era) {
  constexpr std::array<std::string_view, 5> kNames{"unknown", "modern", "legacy", "dual",
                                                   "http-sse"};
  return kNames[static_cast<std::size_t>(era)];
}

Era era_of(const Journal& journal) {
  const auto either = [&](std::string_view a, std::string_view b, bool (*judge)(const Exchange*)) {
    return judge(journal.find(a)) || judge(journal.find(b));
  };
  const bool legacy = either("mcp-initialize", "auth-initialize", is_legacy_answer);
  const bool unknown = either("mcp-discover", "auth-discover", is_unknown_method);
  const bool modern =
      !(legacy && unknown) && either("mcp-discover", "auth-discover", is_modern_answer);
  if (modern && legacy) return Era::Dual;
  if (modern) return Era::Modern;
  if (legacy) return Era::Legacy;
  return is_sse_greeting(journal.find("mcp-get")) ? Era::HttpSse : Era::Unknown;
}

std::string_view post_role(const Journal& journal) {
  const Exchange* discover = journal.find("mcp-discover");
  if (!is_modern_answer(discover)) return "mcp-initialize";
  const bool legacy =
      is_unknown_method(discover) && is_legacy_answer(journal.find("mcp-initialize"));
  return legacy ? "mcp-initialize" : "mcp-discover";
}

void Walker::want(std::string role, HttpRequest request, std::string after) {
  if (journal.find(role) != nullptr) return;
  // What the user typed is his own origin; everything else somebody else named.
  request.any_address = origin_of(request.url) == origin_of(target.url);
  walk_.steps.push_back({std::move(role), std::move(request), std::move(after)});
}

void Walker::get(std::string role, const std::string& url, std::string_view accept,
                 int max_redirects) {
  want(std::move(role), get_request(url, accept, max_redirects));
}

void Walker::skip(std::string role, std::string reason) {
  walk_.skips.push_back({std::move(role), std::move(reason)});
}

bool Walker::answered(std::string_view role, int status) const {
  const Exchange* exchange = done(role);
  return exchange != nullptr && exchange->status == status;
}

std::string random_name(const ProbeSettings& settings, std::string_view purpose) {
  return hex64(hash64(purpose, settings.seed)) + hex64(hash64(purpose, ~settings.seed));
}

HttpRequest get_request(std::string url, std::string_view accept, int max_redirects) {
  HttpRequest request;
  request.url = std::move(url);
  request.headers = {{"Accept", std::string(accept)}};
  request.max_redirects = max_redirects;
  return request;
}

namespace {

// What the server's own documents say; nothing where they are silent.
std::optional<Posture> posture_of_card(const Document& card) {
  const Value authentication = card.root()["authentication"];
  for (const Value scheme : authentication["schemes"]) {
    if (scheme.is_string() && starts_with_ignoring_case(scheme.text(), "oauth2"))
      return Posture::OAuth;
  }
  if (authentication["required"].is_true()) return Posture::ApiKey;
  for (const Value remote : card.root()["remotes"]) {
    for (const Value header : remote["headers"]) {
      if (header["isSecret"].is_true()) return Posture::ApiKey;
    }
  }
  return std::nullopt;
}

}  // namespace

Posture posture_of(const ProbeTarget& target, const Journal& journal) {
  if (target.posture) return *target.posture;
  if (target.card != nullptr) {
    if (const auto posture = posture_of_card(*target.card)) return *posture;
  }
  const bool refused = std::any_of(
      journal.entries().begin(), journal.entries().end(), [](const Journal::Entry& entry) {
        return entry.role.starts_with("mcp-") && entry.exchange.status == 401;
      });
  if (!refused) return target.credentials.empty() ? Posture::None : Posture::ApiKey;
  const bool way = !challenge_pointer(journal).empty() || !prm_role(journal).empty();
  return way ? Posture::OAuth : Posture::ApiKey;
}

Walk next_steps(const ProbeTarget& target, const ProbeSettings& settings, const Journal& journal) {
  Walker walker(target, settings, journal);
  walk_mcp(walker);
  walk_session(walker);
  walk_host(walker);
  walk_oauth(walker);
  walk_cards(walker);
  walk_agents(walker);
  walk_active(walker);
  walk_rows(walker);
  Walk walk = walker.finish();
  const auto skipped = [&](const Step& step) {
    return std::any_of(walk.skips.begin(), walk.skips.end(),
                       [&](const Skip& skip) { return matches(skip.role, step.role); });
  };
  walk.steps.erase(std::remove_if(walk.steps.begin(), walk.steps.end(), skipped), walk.steps.end());
  return walk;
}

}  // namespace cardlint
