#include "probe/client_oauth.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/oauth_places.h"
#include "probe/well_known.h"

namespace cardlint {
namespace {

using probe_checks::issuer_places;
using probe_checks::Place;
using probe_checks::read_place;
using probe_checks::Sort;
using probe_checks::sort_of;

std::string shown(std::string_view text) {
  return printable(text, 200);
}

// What the SDKs look at in a URL before they trust a `resource`.
struct Resource {
  std::string origin, path;
  explicit Resource(std::string_view url)
      : origin(to_lower_ascii(origin_of(url))), path(path_of(url)) {
    path.erase(std::min(path.find('?'), path.size()));
    if (path.empty()) path = "/";
  }
};

bool allows(std::string_view requested_url, std::string_view configured_url, OauthManner manner) {
  Resource requested(requested_url), configured(configured_url);
  if (requested.origin != configured.origin || requested.origin.empty()) return false;
  // The TypeScript SDK compares lengths before it levels slashes.
  if (manner != OauthManner::Python && requested.path.size() < configured.path.size()) return false;
  for (Resource* side : {&requested, &configured}) {
    if (!side->path.ends_with('/')) side->path += '/';
  }
  return requested.path.starts_with(configured.path);
}

class Follower {
 public:
  Follower(const ProbeView& view, OauthManner manner, ClientPath& path)
      : view_(view), manner_(manner), path_(path) {}

  void run(std::string_view post) {
    std::optional<Document> prm = resource_metadata(post);
    if (over()) return;
    if (prm) {
      const Value servers = prm->root()["authorization_servers"];
      if (servers.is_array() && servers.size() > 0) return sign_in(*prm, servers.at(0));
      if (manner_ == OauthManner::Conforming)
        return stop(path_.role, "the resource metadata names no authorization server");
    }
    no_server(prm ? &*prm : nullptr);
  }

 private:
  bool over() const { return !path_.stops.empty() || !path_.unknown.empty(); }

  void stop(std::string_view role, std::string step, std::string message = {}) {
    path_.role = role;
    path_.stops = std::move(step);
    path_.message = std::move(message);
  }
  void give_up(std::string_view role, std::string_view reason) {
    path_.role = role;
    path_.unknown = reason.empty() ? "other-status" : reason;
  }

  // The roles of the places that this client asks, in its order.
  std::vector<std::string_view> resource_places(std::string_view post) const {
    const bool pointer = view_.exchange("prm-pointer") != nullptr;
    if (manner_ != OauthManner::TypeScript)
      return pointer ? std::vector<std::string_view>{"prm-pointer", "prm-path", "prm-root"}
                     : std::vector<std::string_view>{"prm-path", "prm-root"};
    const auto fields = header_values(view_.exchange(post)->headers, "www-authenticate");
    if (pointer && !pointer_for_ts_sdk(fields).empty()) return {"prm-pointer"};
    return {"prm-path", "prm-root"};
  }

  std::optional<Document> resource_metadata(std::string_view post) {
    for (const std::string_view role : resource_places(post)) {
      const Exchange* exchange = view_.exchange(role);
      if (exchange == nullptr) continue;
      const Sort sort = sort_of(*exchange);
      path_.role = role;
      if (sort == Sort::Silent || sort == Sort::RateLimited) {
        give_up(role, sort == Sort::Silent ? name(exchange->fault) : "rate-limited");
        return std::nullopt;
      }
      if (sort == Sort::Object) {
        Document document = document_of(role, *exchange);
        const Value servers = document.root()["authorization_servers"];
        if (document.root()["resource"].is_string() && (!servers || servers.is_array()))
          return document;
      }
      // The TypeScript SDK tries the root after "not found" and 502 only.
      const bool next = sort == Sort::Missing || sort == Sort::Refused || exchange->status == 502;
      if (manner_ == OauthManner::TypeScript && !next) return std::nullopt;
    }
    return std::nullopt;
  }

  // The SDKs then take the origin of the MCP server for the authorization server.
  void no_server(const Document* prm) {
    const std::string place = path_.role.empty() ? "prm-path" : path_.role;
    if (manner_ == OauthManner::Conforming)
      return stop(place, "it finds no protected resource metadata");
    const Exchange* own = view_.exchange("origin-as");
    if (own == nullptr) return give_up("origin-as", "not-sent");
    if (!own->answered()) return give_up("origin-as", name(own->fault));
    const bool usable =
        brings_object(own) || (manner_ == OauthManner::TypeScript &&
                               brings_object(view_.exchange("origin-oidc")) && own->status < 500);
    if (!usable) {
      return stop(place, fmt::format("it finds no {}, takes {} for the authorization server and "
                                     "finds no metadata there",
                                     prm == nullptr ? "protected resource metadata"
                                                    : "authorization server in the metadata",
                                     shown(origin_of(view_.target.url))));
    }
    const std::string_view role = brings_object(own) ? "origin-as" : "origin-oidc";
    judge({std::string(role), view_.exchange(role), Sort::Object},
          origin_of(view_.target.url) + "/");
  }

  void sign_in(const Document& prm, Value first) {
    const Value resource = prm.root()["resource"];
    const std::string mismatch =
        allows(view_.target.url, resource.text(), manner_)
            ? std::string()
            : fmt::format("Protected resource {} does not match expected {}{}",
                          shown(resource.text()), shown(view_.target.url),
                          manner_ == OauthManner::TypeScript ? " (or origin)" : "");
    const std::string prm_place = path_.role;
    // The TypeScript SDK asks the authorization server first.
    if (!mismatch.empty() && manner_ != OauthManner::TypeScript)
      return wrong_resource(prm_place, mismatch);
    const std::vector<std::string> all = issuers(view_.journal);
    if (!first.is_string()) return stop(prm_place, "the authorization server is no text");
    const auto at = std::find(all.begin(), all.end(), first.text());
    if (at == all.end()) return give_up(prm_place, "not-sent");
    server(static_cast<std::size_t>(at - all.begin()) + 1, *at);
    if (!over() && !mismatch.empty()) wrong_resource(prm_place, mismatch);
  }

  void wrong_resource(const std::string& place, const std::string& message) {
    stop(place, "the resource in the metadata is not this server",
         manner_ == OauthManner::Conforming ? std::string() : message);
  }

  void server(std::size_t number, const std::string& issuer) {
    const std::vector<Place> all = issuer_places(view_, number);
    if (all.empty())
      return give_up(path_.role, view_.why_not_sent(fmt::format("as-{}-oauth", number)));
    for (const Place& place : all) {
      if (place.sort == Sort::Silent) return give_up(place.role, name(place.exchange->fault));
      if (place.sort == Sort::Object) return judge(place, issuer);
      if (!goes_on(place)) return;
    }
    stop(all.front().role,
         fmt::format("it finds no metadata of the authorization server {}", shown(issuer)));
  }

  // Whether the client asks the next place after that answer.
  bool goes_on(const Place& place) {
    const int status = place.exchange->status;
    const std::string answered =
        fmt::format("the metadata of the authorization server is answered {}", status);
    if (manner_ == OauthManner::TypeScript && status >= 500 && status != 502) {
      const bool oauth = place.role.ends_with("-oauth");
      stop(place.role, answered,
           fmt::format("HTTP {} trying to load {} metadata from {}", status,
                       oauth ? "OAuth" : "OpenID provider", shown(place.exchange->request.url)));
    } else if (manner_ == OauthManner::TypeScript && status >= 200 && status < 300) {
      stop(place.role, answered + " without JSON that it can read");
    } else if (manner_ == OauthManner::Python &&
               (place.sort == Sort::ServerError || place.sort == Sort::Redirect)) {
      stop(place.role, answered + "; it asks no further and guesses the endpoints");
    }
    return !over();
  }

  void judge(const Place& place, const std::string& issuer) {
    const Document document = read_place(place);
    const Value root = document.root();
    const bool oidc = place.role.find("oidc") != std::string::npos;
    std::vector<std::string_view> needed{"issuer", "authorization_endpoint", "token_endpoint",
                                         "response_types_supported"};
    if (oidc && manner_ == OauthManner::TypeScript) {
      needed.insert(needed.end(), {"jwks_uri", "subject_types_supported",
                                   "id_token_signing_alg_values_supported"});
    }
    for (const std::string_view member : needed) {
      if (!root[member])
        return stop(place.role,
                    fmt::format("the metadata of the authorization server lacks '{}'", member));
    }
    if (!root["issuer"].is_string()) return stop(place.role, "the issuer is no text");
    if (!same_issuer(root["issuer"].text(), issuer)) return other_issuer(place, root, issuer);
    if (!root["client_id_metadata_document_supported"].is_true() &&
        !root["registration_endpoint"].is_string()) {
      return stop(place.role, "the authorization server lets no client register",
                  manner_ == OauthManner::TypeScript
                      ? "Incompatible auth server: does not support dynamic client registration"
                      : "");
    }
    pkce(place, root);
  }

  bool same_issuer(std::string_view received, std::string_view expected) const {
    if (received == expected) return true;
    return manner_ == OauthManner::TypeScript && expected.ends_with('/') &&
           received == expected.substr(0, expected.size() - 1);
  }

  void other_issuer(const Place& place, Value root, const std::string& issuer) {
    const std::string received = shown(root["issuer"].text());
    std::string message;
    if (manner_ == OauthManner::TypeScript) {
      message = fmt::format(
          "Issuer mismatch in authorization server metadata (RFC 8414 §3.3): expected \"{}\", "
          "received \"{}\"",
          shown(issuer), received);
    } else if (manner_ == OauthManner::Python) {
      message = fmt::format("Authorization server metadata issuer mismatch: {} != {}", received,
                            shown(issuer));
    }
    stop(place.role, "the metadata of the authorization server is of another issuer",
         std::move(message));
  }

  void pkce(const Place& place, Value root) {
    const Value methods = root["code_challenge_methods_supported"];
    const bool has = std::any_of(methods.begin(), methods.end(),
                                 [](Value method) { return method.is_text("S256"); });
    // The SDKs take a missing list for a yes.
    if (has || (!methods && manner_ != OauthManner::Conforming)) return;
    if (manner_ == OauthManner::Python) return;
    stop(place.role, "the authorization server does not offer PKCE with S256",
         manner_ == OauthManner::TypeScript
             ? "Incompatible auth server: does not support code challenge method S256"
             : "");
  }

  const ProbeView& view_;
  const OauthManner manner_;
  ClientPath& path_;
};

}  // namespace

void follow_oauth(const ProbeView& view, std::string_view post, OauthManner manner,
                  ClientPath& path) {
  Follower(view, manner, path).run(post);
}

}  // namespace cardlint
