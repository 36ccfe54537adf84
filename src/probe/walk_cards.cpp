// Cards, the catalogue, and what lies beside them.
#include <fmt/format.h>

#include "address/uri.h"
#include "base/text.h"
#include "checks/address/endpoints.h"
#include "probe/mcp_message.h"
#include "probe/walk_parts.h"
#include "probe/well_known.h"

namespace cardlint {
namespace {

constexpr std::string_view kCardTypes = "application/json, application/mcp-server-card+json";
constexpr std::string_view kCardType = "application/mcp-server-card+json";
constexpr std::size_t kMaxEntries = 20;

std::string card_url(const Walker& walker) {
  return well_known_url(walker.target.url, "mcp/server-card.json");
}

// What a card that was served makes worth asking: HEAD, validators, another origin, credentials.
void walk_served_card(Walker& walker) {
  const Exchange& card = *walker.done("card");
  const std::string url = card_url(walker);
  HttpRequest head = get_request(url, kCardTypes, 0);
  head.method = HttpMethod::Head;
  walker.want("card-head", std::move(head), "the card is there");

  HttpRequest cors = get_request(url, kCardTypes, 0);
  cors.headers.push_back({"Origin", "https://cardlint.invalid"});
  walker.want("card-cors", std::move(cors), "the card is there");
  if (const std::string* tag = card.header("etag")) {
    HttpRequest again = get_request(url, kCardTypes, 0);
    again.headers.push_back({"If-None-Match", *tag});
    walker.want("card-etag", std::move(again), "the card has an ETag");
  } else {
    walker.skip("card-etag", "no-document");
  }
  if (walker.target.credentials.empty()) {
    walker.skip("card-auth", "no-credential");
  } else {
    HttpRequest known = get_request(url, kCardTypes, 0);
    known.credentials = walker.target.credentials;
    walker.want("card-auth", std::move(known), "the card is there");
  }
  // Whether the endpoint that the card names is alive: the same origin only, once the era is known.
  if (walker.done("mcp-initialize") == nullptr) return;
  const Document document = document_of("card", card);
  for (const checks::Mention& mention : checks::endpoints_of(document)) {
    const std::string endpoint(mention.value.text());
    const bool ours = checks::same_origin(endpoint, walker.target.url);
    if (!ours || checks::plain_endpoint(endpoint) == checks::plain_endpoint(walker.target.url))
      continue;
    McpCall call;
    const bool modern = post_role(walker.journal) == "mcp-discover";
    call.method = modern ? "server/discover" : "initialize";
    call.revision = modern ? kModernRevision : kLegacyRevision;
    return walker.want("mcp-endpoint", mcp_post(endpoint, call), "the card names an endpoint");
  }
  walker.skip("mcp-endpoint", "not-declared");
}

// The same of a card of SEP-2127, which pages of other origins are meant to read.
void walk_second_card(Walker& walker) {
  const Exchange* card = walker.done("card-2127");
  if (card == nullptr) return;
  if (!brings_object(card)) {
    for (const char* role : {"card-2127-cors", "card-2127-etag", "card-2127-options"})
      walker.skip(role, "no-document");
    return;
  }
  const std::string& url = card->request.url;
  HttpRequest cors = get_request(url, kCardType, 0);
  cors.headers.push_back({"Origin", "https://cardlint.invalid"});
  walker.want("card-2127-cors", std::move(cors), "the card is there");
  HttpRequest preflight;
  preflight.method = HttpMethod::Options;
  preflight.url = url;
  preflight.headers = {{"Origin", "https://cardlint.invalid"},
                       {"Access-Control-Request-Method", "GET"},
                       {"Access-Control-Request-Headers", "content-type, if-none-match"}};
  walker.want("card-2127-options", std::move(preflight), "the card is there");
  if (const std::string* tag = card->header("etag")) {
    HttpRequest again = get_request(url, kCardType, 0);
    again.headers.push_back({"If-None-Match", *tag});
    walker.want("card-2127-etag", std::move(again), "the card has an ETag");
  } else {
    walker.skip("card-2127-etag", "no-document");
  }
}

void walk_catalog(Walker& walker) {
  walker.get("catalog", well_known_url(walker.target.url, "ai-catalog.json"),
             "application/ai-catalog+json, application/json", 3);
  const Exchange* catalog = walker.done("catalog");
  if (catalog == nullptr) return;
  if (!brings_object(catalog)) return walker.skip("catalog-*", "no-document");
  const Document document = document_of("catalog", *catalog);
  std::size_t number = 0;
  for (const Value entry : document.root()["entries"]) {
    const Value type = entry["type"] ? entry["type"] : entry["mediaType"];
    if (!type.is_string() || !starts_with_ignoring_case(type.text(), kCardType)) continue;
    if (!entry["url"].is_string() || ++number > kMaxEntries) continue;
    const std::string role = fmt::format("catalog-{}", number);
    const std::string url = resolve_reference(entry["url"].text(), catalog->url);
    if (url.empty()) {
      walker.skip(role, "refused-address");
    } else {
      walker.get(role, url, kCardType, 3);
    }
  }
  if (number == 0) walker.skip("catalog-*", "no-document");
}

// The namespace of a server.json that is proved by a domain: "com.example/weather".
bool has_domain_namespace(const Document* registry) {
  if (registry == nullptr) return false;
  const Value name = registry->root()["name"];
  return name.is_string() && name.text().find('/') != std::string_view::npos &&
         !name.text().starts_with("io.github.");
}

}  // namespace

void walk_cards(Walker& walker) {
  walker.get("card", card_url(walker), kCardTypes);
  const UriParts parts = split_uri(walker.target.url);
  std::string path(parts.path);
  while (path.ends_with('/')) path.pop_back();
  walker.get("card-2127", origin_of(walker.target.url) + path + "/server-card", kCardType);
  walk_second_card(walker);
  walk_catalog(walker);
  walker.get("mcp-config", well_known_url(walker.target.url, "mcp-config"));
  if (has_domain_namespace(walker.target.registry.get())) {
    walker.get("registry-auth", well_known_url(walker.target.url, "mcp-registry-auth"), "*/*");
  } else {
    walker.skip("registry-auth", "not-declared");
  }
  if (walker.done("card") == nullptr) return;
  if (brings_object(walker.done("card"))) return walk_served_card(walker);
  for (const char* role : {"card-head", "card-cors", "card-etag", "card-auth", "mcp-endpoint"})
    walker.skip(role, "no-document");
}

}  // namespace cardlint
