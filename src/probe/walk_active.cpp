// With --active: requests that a healthy server refuses. Never a tool call; a registration only
// with its own flag.
#include <fmt/format.h>

#include "address/web_url.h"
#include "base/text.h"
#include "probe/mcp_message.h"
#include "probe/walk_parts.h"
#include "probe/well_known.h"

namespace cardlint {
namespace {

constexpr std::string_view kOldCardPaths[] = {"mcp.json", "mcp", "mcp/server-card",
                                              "mcp/server-cards.json", "mcp-server-card"};
constexpr int kRepeats = 5;
constexpr std::string_view kUnknownRevision = "2999-01-01";  // of the modern kind

bool is_loopback(std::string_view url) {
  const WebUrl parsed = parse_web_url(url);
  return parsed.host == "localhost" || parsed.host.starts_with("127.") || parsed.host == "[::1]";
}

// The handshake of the era, to be changed in one respect.
McpCall era_call(const Walker& walker) {
  McpCall call;
  const bool modern = post_role(walker.journal) == "mcp-discover";
  call.method = modern ? "server/discover" : "initialize";
  call.revision = modern ? kModernRevision : kLegacyRevision;
  return call;
}

void walk_tokens(Walker& walker) {
  const std::string& url = walker.target.url;
  const std::string token = random_name(walker.settings, "token");
  HttpRequest bogus = mcp_post(url, era_call(walker));
  bogus.headers.push_back({"Authorization", "Bearer " + token});
  walker.want("active-bogus", std::move(bogus));
  const char mark = url.find('?') == std::string::npos ? '?' : '&';
  walker.want("active-query",
              mcp_post(fmt::format("{}{}access_token={}", url, mark, token), era_call(walker)));
}

void walk_transport(Walker& walker) {
  const std::string& url = walker.target.url;
  const std::string stranger = random_name(walker.settings, "host") + ".invalid";
  HttpRequest origin = mcp_post(url, era_call(walker));
  origin.headers.push_back({"Origin", "https://" + stranger});
  walker.want("active-origin", std::move(origin));
  // Of HTTP+SSE the URL is that of an event stream: it takes no POST, and a HEAD may wait for
  // events that never come.
  const bool stream = era_of(walker.journal) == Era::HttpSse;
  if (stream) {
    walker.skip("active-host", "other-era");
    walker.skip("active-head", "other-era");
  }
  if (is_loopback(url) && !stream) {
    HttpRequest host = mcp_post(url, era_call(walker));
    host.headers.push_back({"Host", stranger});
    walker.want("active-host", std::move(host));
  } else if (!stream) {
    walker.skip("active-host", "not-loopback");
  }
  HttpRequest malformed = mcp_post(url, era_call(walker));
  malformed.body = "{";
  walker.want("active-malformed", std::move(malformed));
  if (stream) return;
  HttpRequest head = get_request(url, "application/json", 0);
  head.method = HttpMethod::Head;
  walker.want("active-head", std::move(head));
}

void walk_versions(Walker& walker) {
  const std::string& url = walker.target.url;
  McpCall call = era_call(walker);
  if (!is_modern(call.revision)) {
    // A version counts once the session is open.
    call.method = "tools/list";
    call.session = session_of(walker.journal, "mcp-initialize");
  }
  McpCall old = call;
  // Modern: the body says the same, else it is the mismatch that is refused.
  (is_modern(call.revision) ? old.revision : old.header) =
      is_modern(call.revision) ? kUnknownRevision : "1900-01-01";
  walker.want("active-version", mcp_post(url, old));
  McpCall unknown = call;
  unknown.method = "cardlint/none";
  unknown.id = 77;
  walker.want("active-unknown", mcp_post(url, unknown));
  if (!is_modern(call.revision)) {
    walker.skip("active-mismatch", "other-era");
    walker.skip("active-no-meta", "other-era");
    return;
  }
  McpCall mismatch = call;
  // The header marks the request as modern, for servers of both eras too.
  mismatch.revision = kUnknownRevision;
  mismatch.header = kModernRevision;
  walker.want("active-mismatch", mcp_post(url, mismatch));
  McpCall bare = call;
  bare.meta = false;
  walker.want("active-no-meta", mcp_post(url, bare));
}

void walk_repeats(Walker& walker) {
  // One after the other: what is looked for is how an answer changes with time.
  for (int i = 1; i <= kRepeats; ++i) {
    const std::string mcp = fmt::format("active-flap-mcp-{}", i);
    const std::string card = fmt::format("active-flap-card-{}", i);
    walker.want(mcp, mcp_post(walker.target.url, era_call(walker)));
    if (walker.done("card") != nullptr) walker.want(card, walker.done("card")->request);
    if (walker.done(mcp) == nullptr) return;
  }
}

void walk_card_places(Walker& walker) {
  const std::string card = well_known_url(walker.target.url, "mcp/server-card.json");
  walker.get("active-card-slash", card + "/");
  std::size_t number = 0;
  for (const std::string_view path : kOldCardPaths)
    walker.get(fmt::format("active-card-old-{}", ++number),
               well_known_url(walker.target.url, path));
}

void walk_heads(Walker& walker) {
  for (const std::string_view role : prm_roles(walker.journal)) {
    HttpRequest head = walker.done(role)->request;
    head.method = HttpMethod::Head;
    walker.want(fmt::format("active-head-{}", role), std::move(head));
  }
  for (std::size_t i = 1; i <= issuers(walker.journal).size(); ++i) {
    const std::string role = as_role(walker.journal, i);
    if (role.empty()) continue;
    HttpRequest head = walker.done(role)->request;
    head.method = HttpMethod::Head;
    walker.want("active-head-" + role, std::move(head));
    const Document metadata = document_of(role, *walker.done(role));
    for (const char* member :
         {"authorization_endpoint", "token_endpoint", "registration_endpoint"}) {
      const Value endpoint = metadata.root()[member];
      if (!endpoint.is_string()) continue;
      const std::string url = resolve_reference(endpoint.text(), "");
      if (!url.empty()) walker.get(fmt::format("active-as-{}-{}", i, member), url, "*/*");
    }
  }
}

// RFC 7591: creates a client, so never without being told to.
void walk_registration(Walker& walker) {
  if (!walker.settings.register_client) return walker.skip("register", "flag-needed");
  const std::string role = as_role(walker.journal, 1);
  if (role.empty()) return walker.skip("register", "no-document");
  const Document metadata = document_of(role, *walker.done(role));
  const Value endpoint = metadata.root()["registration_endpoint"];
  const std::string url = endpoint.is_string() ? resolve_reference(endpoint.text(), "") : "";
  if (url.empty()) return walker.skip("register", "not-declared");
  HttpRequest request;
  request.method = HttpMethod::Post;
  request.once = true;
  request.url = url;
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = R"({"client_name":"cardlint probe","redirect_uris":["http://127.0.0.1/callback"],)"
                 R"("grant_types":["authorization_code"],"response_types":["code"],)"
                 R"("token_endpoint_auth_method":"none"})";
  walker.want("register", std::move(request));
}

}  // namespace

void walk_active(Walker& walker) {
  walk_registration(walker);
  if (!walker.settings.active) return walker.skip("active-*", "flag-needed");
  if (walker.done("mcp-initialize") == nullptr || walker.done("card") == nullptr) return;
  walk_tokens(walker);
  walk_transport(walker);
  walk_versions(walker);
  walk_repeats(walker);
  walk_card_places(walker);
  walk_heads(walker);
}

}  // namespace cardlint
