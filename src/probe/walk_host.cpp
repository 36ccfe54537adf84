// The host: control requests, plain HTTP, browsers' preflights, what other user agents are told.
#include <fmt/format.h>

#include "address/uri.h"
#include "base/text.h"
#include "probe/mcp_message.h"
#include "probe/walk_parts.h"
#include "probe/well_known.h"

namespace cardlint {
namespace {

struct Agent {
  const char* who;
  const char* value;  // "": no header at all
};
constexpr Agent kAgents[] = {{"smithery", "SmitheryBot/1.0 (+https://smithery.ai)"},
                             {"claude", "Claude-User"},
                             {"none", ""}};

void preflight(Walker& walker, std::string role, const std::string& url, std::string_view method,
               std::string_view headers) {
  if (!walker.target.browsers) return walker.skip(std::move(role), "not-declared");
  HttpRequest request;
  request.method = HttpMethod::Options;
  request.url = url;
  request.headers = {{"Origin", std::string(kPageOrigin)},
                     {"Access-Control-Request-Method", std::string(method)},
                     {"Access-Control-Request-Headers", std::string(headers)}};
  walker.want(std::move(role), std::move(request));
}

void walk_plain(Walker& walker) {
  const std::string& url = walker.target.url;
  const UriParts parts = split_uri(url);
  if (to_lower_ascii(parts.scheme) != "https") return walker.skip("http-*", "plain-target");
  // On a port of its own the same port speaks TLS.
  if (parts.has_port && parts.port != "443") return walker.skip("http-*", "own-port");
  const std::string plain = "http://" + url.substr(url.find("://") + 3);
  HttpRequest mcp = get_request(plain, "application/json", 0);
  walker.want("http-mcp", std::move(mcp));
  walker.get("http-card", well_known_url(plain, "mcp/server-card.json"));
}

}  // namespace

void walk_host(Walker& walker) {
  const std::string& url = walker.target.url;
  walker.get("random", well_known_url(url, random_name(walker.settings, "host")));
  walk_plain(walker);
  preflight(
      walker, "mcp-options", url, "POST",
      "authorization, content-type, mcp-session-id, mcp-protocol-version, mcp-method, mcp-name");
  preflight(walker, "prm-options", prm_path_url(url), "GET", "mcp-protocol-version");
  preflight(walker, "card-options", well_known_url(url, "mcp/server-card.json"), "GET",
            "content-type, if-none-match");
}

void walk_agents(Walker& walker) {
  if (!walker.settings.user_agents) return walker.skip("agent-*", "switched-off");
  if (walker.done("mcp-initialize") == nullptr || walker.done("card") == nullptr) return;
  const bool modern = post_role(walker.journal) == "mcp-discover";
  McpCall call;
  call.method = modern ? "server/discover" : "initialize";
  call.revision = modern ? kModernRevision : kLegacyRevision;
  for (const Agent& agent : kAgents) {
    HttpRequest post = mcp_post(walker.target.url, call);
    post.headers.push_back({"User-Agent", agent.value});
    walker.want(fmt::format("agent-{}-mcp", agent.who), std::move(post), "the first handshake");
    HttpRequest card = walker.done("card")->request;
    card.headers.push_back({"User-Agent", agent.value});
    walker.want(fmt::format("agent-{}-card", agent.who), std::move(card), "the card's answer");
  }
}

void walk_rows(Walker& walker) {
  std::size_t number = 0;
  for (const ExpectationRow& row : walker.target.rows) {
    HttpRequest request;
    request.method = row.method;
    request.url = row.url.starts_with('/') ? origin_of(walker.target.url) + row.url : row.url;
    request.headers = row.headers;
    if (row.method == HttpMethod::Post) {
      McpCall call;
      call.method = "initialize";
      const HttpRequest post = mcp_post(request.url, call);
      request.body = post.body;
      request.enough = post.enough;
      request.headers.insert(request.headers.begin(), post.headers.begin(), post.headers.end());
    }
    if (row.authenticated) request.credentials = walker.target.credentials;
    walker.want(fmt::format("row-{}", ++number), std::move(request));
  }
}

}  // namespace cardlint
