#include "probe/documents.h"

#include <array>

#include <fmt/format.h>

#include "address/uri.h"
#include "base/text.h"
#include "doc/load.h"
#include "probe/challenge.h"
#include "probe/mcp_message.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kMaxIssuers = 10;

bool is_numbered(std::string_view role, std::string_view head) {
  return role.starts_with(head) && role.size() > head.size() && role[head.size()] >= '1' &&
         role[head.size()] <= '9';
}

struct Loose {
  SourceFile source;
  Tree tree;
  explicit Loose(const Exchange& exchange)
      : source("", exchange.body), tree(load_json(source, Limits{}).tree) {}
};

}  // namespace

std::optional<Kind> kind_of_role(std::string_view role) {
  if (role.starts_with("prm-") && role != "prm-random" && role != "prm-options")
    return Kind::OauthProtectedResource;
  if (is_numbered(role, "as-") || role.starts_with("origin-") || role.starts_with("future-")) {
    return role.find("oidc") == std::string_view::npos ? Kind::OauthAuthorizationServer
                                                       : Kind::OpenidConfiguration;
  }
  if (is_numbered(role, "jwks-")) return Kind::Jwks;
  if (role == "card" || role == "card-2127" || is_numbered(role, "catalog-"))
    return Kind::ServerCard;
  if (role == "catalog") return Kind::AiCatalog;
  if (role == "client-metadata") return Kind::ClientMetadata;
  return std::nullopt;
}

Document document_of(std::string_view role, const Exchange& exchange) {
  const UriParts parts = split_uri(exchange.url);
  std::string path(parts.path);
  while (path.starts_with('/')) path.erase(0, 1);
  const auto source = std::make_shared<SourceFile>(exchange.url, exchange.body);
  Document document = make_document(source, path, Limits{}, kind_of_role(role));
  document.fetched_from = exchange.request.url;
  return document;
}

bool brings_object(const Exchange* exchange) {
  if (exchange == nullptr || exchange->status != 200 || !exchange->body_whole) return false;
  if (!trim(exchange->body).starts_with('{')) return false;
  return Loose(*exchange).tree.root().is_object();
}

std::vector<std::string_view> prm_roles(const Journal& journal) {
  std::vector<std::string_view> roles;
  for (const std::string_view role : {"prm-pointer"sv, "prm-path"sv, "prm-root"sv}) {
    if (journal.find(role) != nullptr) roles.push_back(role);
  }
  return roles;
}

std::string_view prm_role(const Journal& journal) {
  for (const std::string_view role : prm_roles(journal)) {
    if (brings_object(journal.find(role))) return role;
  }
  return {};
}

std::string challenge_pointer(const Journal& journal) {
  for (const std::string_view role : {"mcp-discover"sv, "mcp-initialize"sv, "mcp-tools"sv}) {
    const Exchange* exchange = journal.find(role);
    if (exchange == nullptr || exchange->status != 401) continue;
    const auto fields = header_values(exchange->headers, "www-authenticate");
    for (const Challenge& challenge : parse_challenges(fields).list) {
      const std::string* pointer = challenge.parameter("resource_metadata");
      if (pointer != nullptr) return *pointer;
    }
  }
  return {};
}

std::vector<std::string> issuers(const Journal& journal) {
  std::vector<std::string> found;
  const std::string_view role = prm_role(journal);
  if (role.empty()) return found;
  const Loose document(*journal.find(role));
  for (const Value issuer : document.tree.root()["authorization_servers"]) {
    if (issuer.is_string() && found.size() < kMaxIssuers) found.emplace_back(issuer.text());
  }
  return found;
}

std::vector<std::string> as_roles(const Journal& journal, std::size_t issuer) {
  std::vector<std::string> roles;
  for (const std::string_view form : {"oauth"sv, "oidc"sv, "oidc-suffix"sv}) {
    std::string role = fmt::format("as-{}-{}", issuer, form);
    if (journal.find(role) != nullptr) roles.push_back(std::move(role));
  }
  return roles;
}

std::string as_role(const Journal& journal, std::size_t issuer) {
  for (std::string& role : as_roles(journal, issuer)) {
    if (brings_object(journal.find(role))) return std::move(role);
  }
  return {};
}

std::string session_of(const Journal& journal, std::string_view role) {
  const Exchange* exchange = journal.find(role);
  const std::string* session = exchange == nullptr ? nullptr : exchange->header("mcp-session-id");
  if (session == nullptr) return {};
  for (const char c : *session) {
    if (c < 0x21 || c > 0x7E) return {};
  }
  return *session;
}

}  // namespace cardlint
