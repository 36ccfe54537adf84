// From the challenge to the authorization server: RFC 9728, RFC 8414, OpenID discovery, in the
// order of MCP 2025-11-25 and later.
#include <fmt/format.h>

#include "base/text.h"
#include "doc/load.h"
#include "probe/mcp_message.h"
#include "probe/walk_parts.h"
#include "probe/well_known.h"

namespace cardlint {
namespace {

constexpr int kMetadataRedirects = 3;
constexpr std::string_view kJson = "application/json";

// The official clients send the version on discovery (and so provoke a preflight in browsers).
void discover(Walker& walker, std::string role, const std::string& url) {
  HttpRequest request = get_request(url, kJson, kMetadataRedirects);
  request.headers.push_back({"MCP-Protocol-Version", std::string(kLegacyRevision)});
  walker.want(std::move(role), std::move(request));
}

void walk_prm(Walker& walker) {
  const std::string& url = walker.target.url;
  const std::string at_path = prm_path_url(url);
  const std::string at_root = prm_root_url(url);
  discover(walker, "prm-root", at_root);
  if (at_path == at_root) {
    walker.skip("prm-path", "root-path");
  } else {
    discover(walker, "prm-path", at_path);
  }
  walker.get("prm-random", at_root + "/" + random_name(walker.settings, "prm"), kJson);

  if (walker.done("mcp-discover") == nullptr) return;
  const std::string pointer = challenge_pointer(walker.journal);
  if (pointer.empty()) return walker.skip("prm-pointer", "no-pointer");
  const std::string resolved = resolve_reference(pointer, url);
  if (resolved.empty()) return walker.skip("prm-pointer", "refused-address");
  discover(walker, "prm-pointer", resolved);
}

// What a client can learn only when all three places have answered.
bool prm_is_known(const Walker& walker) {
  const bool pointer =
      challenge_pointer(walker.journal).empty() || walker.done("prm-pointer") != nullptr ||
      resolve_reference(challenge_pointer(walker.journal), walker.target.url).empty();
  const bool path = prm_path_url(walker.target.url) == prm_root_url(walker.target.url) ||
                    walker.done("prm-path") != nullptr;
  return pointer && path && walker.done("prm-root") != nullptr &&
         walker.done("mcp-initialize") != nullptr;
}

// For clients in browsers: what a page may read, and the preflight that the version's header
// provokes. `role` was answered.
void walk_pages(Walker& walker, const std::string& role) {
  const std::string& url = walker.done(role)->request.url;
  const std::string origin = "https://cardlint.invalid";
  HttpRequest preflight;
  preflight.method = HttpMethod::Options;
  preflight.url = url;
  preflight.headers = {{"Origin", origin},
                       {"Access-Control-Request-Method", "GET"},
                       {"Access-Control-Request-Headers", "mcp-protocol-version"}};
  walker.want("options-" + role, std::move(preflight), "the metadata is answered");
  if (!role.starts_with("as-")) return;
  HttpRequest get = get_request(url, kJson, kMetadataRedirects);
  get.headers.push_back({"Origin", origin});
  walker.want("cors-" + role, std::move(get), "the metadata is there");
}

void walk_issuer(Walker& walker, const std::string& issuer, std::size_t number) {
  const std::string all = fmt::format("as-{}-*", number);
  if (resolve_reference(issuer, "").empty()) return walker.skip(all, "refused-address");
  const std::vector<std::string> urls = authorization_server_urls(issuer);
  const char* const forms[] = {"oauth", "oidc", "oidc-suffix"};
  for (std::size_t i = 0; i < urls.size(); ++i)
    discover(walker, fmt::format("as-{}-{}", number, forms[i]), urls[i]);
  for (std::size_t i = 0; i < urls.size(); ++i) {
    if (walker.done(fmt::format("as-{}-{}", number, forms[i])) == nullptr) return;
  }
  const std::string role = as_role(walker.journal, number);
  const std::string keys = fmt::format("jwks-{}", number);
  if (role.empty()) return walker.skip(keys, "no-document");
  if (walker.target.browsers) walk_pages(walker, role);
  const Document metadata = document_of(role, *walker.done(role));
  const Value uri = metadata.root()["jwks_uri"];
  if (!uri.is_string()) return walker.skip(keys, "not-declared");
  const std::string url = resolve_reference(uri.text(), "");
  if (url.empty()) return walker.skip(keys, "refused-address");
  walker.get(keys, url, kJson, kMetadataRedirects);
}

void walk_own_issuer(Walker& walker) {
  discover(walker, "origin-as", well_known_url(walker.target.url, "oauth-authorization-server"));
  discover(walker, "origin-oidc", well_known_url(walker.target.url, "openid-configuration"));
  const std::string& future = walker.target.future_issuer;
  if (future.empty()) return walker.skip("future-*", "not-declared");
  const std::vector<std::string> urls = authorization_server_urls(future);
  discover(walker, "future-as", urls[0]);
  discover(walker, "future-oidc", urls[1]);
}

}  // namespace

void walk_oauth(Walker& walker) {
  walk_prm(walker);
  walk_own_issuer(walker);
  if (walker.target.client_id.empty()) {
    walker.skip("client-metadata", "not-declared");
  } else {
    walker.get("client-metadata", walker.target.client_id, kJson);
  }
  if (!walker.target.browsers) {
    walker.skip("options-*", "not-declared");
    walker.skip("cors-*", "not-declared");
  }
  if (!prm_is_known(walker)) return;
  if (walker.target.browsers) {
    const std::string_view role = prm_role(walker.journal);
    if (role.empty()) {
      walker.skip("options-*", "no-document");
      walker.skip("cors-*", "no-document");
    } else if (walker.done(role)->request.url != prm_path_url(walker.target.url)) {
      walk_pages(walker, std::string(role));
    }
  }
  const std::vector<std::string> found = issuers(walker.journal);
  if (found.empty()) {
    walker.skip("as-*", "no-document");
    walker.skip("jwks-*", "no-document");
  }
  for (std::size_t i = 0; i < found.size(); ++i) walk_issuer(walker, found[i], i + 1);
}

}  // namespace cardlint
