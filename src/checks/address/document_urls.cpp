#include "checks/address/document_urls.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include <fmt/format.h>

#include "address/uri.h"
#include "base/text.h"
#include "checks/address/look_alike_hosts.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

struct Member {
  std::string_view path;  // names and '*', separated by '/'
  UrlRole role;
  bool sdk = false;
};

constexpr std::array kResource{Member{"resource", UrlRole::Identifier, true},
                               Member{"authorization_servers/*", UrlRole::Identifier, true},
                               Member{"jwks_uri", UrlRole::Endpoint, true},
                               Member{"resource_documentation", UrlRole::Link},
                               Member{"resource_policy_uri", UrlRole::Link, true},
                               Member{"resource_tos_uri", UrlRole::Link, true}};

// RFC 8414, OpenID Connect Discovery, RFC 9126, RFC 8628, RFC 9728 §4, session management. What the
// SDK reads of the two kinds differs: `sdk` is about OAuth, kOpenIdRead about OpenID.
constexpr std::array kServer{Member{"issuer", UrlRole::Identifier, true},
                             Member{"authorization_endpoint", UrlRole::Endpoint, true},
                             Member{"token_endpoint", UrlRole::Endpoint, true},
                             Member{"registration_endpoint", UrlRole::Endpoint, true},
                             Member{"revocation_endpoint", UrlRole::Endpoint, true},
                             Member{"introspection_endpoint", UrlRole::Endpoint},
                             Member{"userinfo_endpoint", UrlRole::Endpoint},
                             Member{"device_authorization_endpoint", UrlRole::Endpoint},
                             Member{"pushed_authorization_request_endpoint", UrlRole::Endpoint},
                             Member{"backchannel_authentication_endpoint", UrlRole::Endpoint},
                             Member{"end_session_endpoint", UrlRole::Endpoint},
                             Member{"check_session_iframe", UrlRole::Endpoint},
                             Member{"mtls_endpoint_aliases/*", UrlRole::Endpoint},
                             Member{"protected_resources/*", UrlRole::Identifier},
                             Member{"jwks_uri", UrlRole::Endpoint},
                             Member{"service_documentation", UrlRole::Link, true},
                             Member{"op_policy_uri", UrlRole::Link},
                             Member{"op_tos_uri", UrlRole::Link}};
constexpr std::array kOpenIdRead{"issuer"sv,
                                 "authorization_endpoint"sv,
                                 "token_endpoint"sv,
                                 "registration_endpoint"sv,
                                 "userinfo_endpoint"sv,
                                 "jwks_uri"sv,
                                 "op_policy_uri"sv,
                                 "op_tos_uri"sv};

constexpr std::array kClient{Member{"client_id", UrlRole::Identifier},
                             Member{"client_uri", UrlRole::Link},
                             Member{"logo_uri", UrlRole::Link},
                             Member{"policy_uri", UrlRole::Link},
                             Member{"tos_uri", UrlRole::Link},
                             Member{"jwks_uri", UrlRole::Endpoint},
                             Member{"redirect_uris/*", UrlRole::Redirect}};
constexpr std::array kKeys{Member{"keys/*/x5u", UrlRole::Endpoint}};
constexpr std::array kCard{Member{"remotes/*/url", UrlRole::Remote},
                           Member{"transport/endpoint", UrlRole::Remote},
                           Member{"endpoints/streamable_http", UrlRole::Remote},
                           Member{"endpoints/sse", UrlRole::Remote},
                           Member{"endpoints/websocket", UrlRole::Remote},
                           Member{"websiteUrl", UrlRole::Link},
                           Member{"serverInfo/websiteUrl", UrlRole::Link}};
constexpr std::array kCatalog{Member{"entries/*/url", UrlRole::Remote},
                              Member{"host/documentationUrl", UrlRole::Link}};
constexpr std::array kRegistry{Member{"remotes/*/url", UrlRole::Remote},
                               Member{"websiteUrl", UrlRole::Link}};

std::span<const Member> members_of(Kind kind) {
  switch (kind) {
    case Kind::OauthProtectedResource:
      return kResource;
    case Kind::OauthAuthorizationServer:
    case Kind::OpenidConfiguration:
      return kServer;
    case Kind::ClientMetadata:
      return kClient;
    case Kind::Jwks:
      return kKeys;
    case Kind::ServerCard:
      return kCard;
    case Kind::AiCatalog:
      return kCatalog;
    case Kind::RegistryServer:
      return kRegistry;
    default:
      return {};
  }
}

template <class Visit>
void each_at(Value from, std::string_view path, Visit&& visit) {
  std::vector<Value> at{from};
  for (const std::string_view step : split(path, '/')) {
    std::vector<Value> next;
    for (const Value value : at) {
      if (step != "*") {
        if (const Value member = value[step]) next.push_back(member);
      } else if (value.is_array() || value.is_object()) {
        next.insert(next.end(), value.begin(), value.end());
      }
    }
    at = std::move(next);
  }
  for (const Value value : at) {
    if (value.is_string()) visit(value);
  }
}

bool is_published(Kind kind) {
  return kind == Kind::ServerCard || kind == Kind::AiCatalog || kind == Kind::RegistryServer;
}

// White space as the schema of SEP-2127 counts it, in ASCII.
bool has_space(std::string_view text) {
  return text.find_first_of(" \t\n\v\f\r") != std::string_view::npos;
}

// Whether another rule says what is wrong with this text: card-endpoint-form (SEP-2127),
// registry-invalid-templated-url and registry-invalid-remote-url, registry-invalid-website-url,
// client-metadata-client-id-mismatch.
bool is_others(const Document& document, const DocumentUrl& url) {
  const std::string_view text = url.at.text();
  const UrlFault fault = url.judged.fault;
  const bool no_web = fault == UrlFault::Relative || fault == UrlFault::Scheme;
  if (document.kind == Kind::RegistryServer) {
    if (url.role == UrlRole::Link) return !is_uri(text) || no_web || url.judged.plain;
    const bool unreadable = no_web || has_space(text) ||
                            (!is_readable_url(text) && text.find('{') == std::string_view::npos);
    const bool local = url.judged.host == "localhost" || url.judged.host == "127.0.0.1" ||
                       url.judged.host.ends_with(".localhost");
    return unreadable || local || text.starts_with("http:");
  }
  if (document.kind == Kind::ServerCard && url.role == UrlRole::Remote) {
    // A path below the card's own origin, or a variable that stands for the origin.
    if (text.starts_with('{') || (text.starts_with('/') && !text.starts_with("//"))) return true;
    const bool strict = document.dialect == Dialect::Sep2127 || document.dialect == Dialect::Hybrid;
    const bool web = text.starts_with("https://") || text.starts_with("http://");
    return strict && url.at.key() == "url" && (!web || has_space(text));
  }
  if (document.kind == Kind::AiCatalog) return fault == UrlFault::Relative;
  const bool client_id = document.kind == Kind::ClientMetadata && url.at.key() == "client_id";
  return client_id && (no_web || fault == UrlFault::Malformed || fault == UrlFault::Userinfo);
}

// Documents of a server on the reader's own machine name that machine, and that is no fault. Which
// they are, their own address tells: of cards and catalogs all addresses of servers.
bool is_of_own_machine(const Document& document, const std::vector<DocumentUrl>& urls) {
  if (!document.fetched_from.empty()) return judge_url(document.fetched_from).loopback;
  if (document.kind == Kind::RegistryServer) return false;  // made to be published
  constexpr std::array kOwn{"issuer"sv, "resource"sv, "client_id"sv};
  bool all = true;
  bool some = false;
  for (const DocumentUrl& url : urls) {
    if (std::find(kOwn.begin(), kOwn.end(), url.at.key()) != kOwn.end() &&
        url.role == UrlRole::Identifier)
      return url.judged.loopback;
    const bool counts = url.role == UrlRole::Remote || url.role == UrlRole::Endpoint;
    all &= !counts || url.judged.loopback;
    some |= counts;
  }
  return all && some;
}

// A foreign name that looks like another host of the document.
void judge_beside_each_other(std::vector<DocumentUrl>& urls) {
  std::multimap<std::string, std::string_view> hosts;
  for (DocumentUrl& url : urls) {
    const bool judged =
        url.judged.fault != UrlFault::None && url.judged.fault != UrlFault::ExampleName;
    const std::string look = judged ? std::string() : look_of_foreign_host(url.judged.host);
    if (look.empty()) continue;
    if (hosts.empty()) {
      for (const DocumentUrl& other : urls)
        hosts.emplace(look_of_host(other.judged.host), other.judged.host);
    }
    const auto [first, last] = hosts.equal_range(look);
    for (auto it = first; it != last; ++it) {
      if (it->second == url.judged.host) continue;
      url.judged.fault = UrlFault::LookAlike;
      url.judged.detail =
          fmt::format("looks like '{}', another host of this document", printable(it->second, 80));
      break;
    }
  }
}

// One finding on names for examples is enough.
void keep_first_example(std::vector<DocumentUrl>& urls) {
  DocumentUrl* first = nullptr;
  for (DocumentUrl& url : urls) {
    if (url.judged.fault != UrlFault::ExampleName) continue;
    if (first == nullptr) {
      first = &url;
      continue;
    }
    ++first->alike;
    url.judged.fault = UrlFault::None;
  }
}

void forgive(const Document& document, std::vector<DocumentUrl>& urls) {
  const bool own_machine = is_of_own_machine(document, urls);
  const bool public_origin =
      !document.fetched_from.empty() && !own_machine && judge_url(document.fetched_from).secure;
  for (DocumentUrl& url : urls) {
    UrlJudgement& judged = url.judged;
    if (is_others(document, url)) {
      judged.fault = UrlFault::None;
      judged.plain = false;
    }
    const bool local = judged.loopback && (judged.fault == UrlFault::PrivateAddress ||
                                           judged.fault == UrlFault::InternalName);
    if (local && (own_machine || url.role == UrlRole::Redirect)) judged.fault = UrlFault::None;
    // From elsewhere the reader's own machine is a foreign place, and without TLS anybody's.
    if (local && public_origin && !judged.secure && url.role != UrlRole::Redirect) {
      judged.fault = UrlFault::None;
      judged.plain = true;
    }
    // Only the user's browser goes there: a company's own network is no fault.
    const bool inside = judged.fault == UrlFault::PrivateAddress ||
                        judged.fault == UrlFault::InternalName ||
                        judged.fault == UrlFault::RebindingName;
    if (inside && url.role == UrlRole::Redirect) judged.fault = UrlFault::None;
  }
}

}  // namespace

std::string_view name(UrlRole role) {
  constexpr std::array kNames{"identifier"sv, "endpoint"sv, "remote"sv, "link"sv, "redirect"sv};
  return kNames[static_cast<std::size_t>(role)];
}

DocumentUrls::DocumentUrls(const Document& document) {
  if (!document.kind || !document.readable()) return;
  const Kind kind = *document.kind;
  const bool published = is_published(kind);
  for (const Member& member : members_of(kind)) {
    each_at(document.root(), member.path, [&](Value at) {
      const bool sdk =
          kind == Kind::OpenidConfiguration
              ? std::find(kOpenIdRead.begin(), kOpenIdRead.end(), at.key()) != kOpenIdRead.end()
              : member.sdk;
      const UrlContext context{published, published, at.parent().key() == "endpoints",
                               member.role == UrlRole::Identifier};
      entries.push_back({at, member.role, sdk, judge_url(at.text(), context)});
    });
  }
  std::sort(entries.begin(), entries.end(),
            [](const DocumentUrl& a, const DocumentUrl& b) { return a.at.id() < b.at.id(); });
  forgive(document, entries);
  judge_beside_each_other(entries);
  keep_first_example(entries);
}

const DocumentUrl* DocumentUrls::find(Value at) const {
  const auto it =
      std::lower_bound(entries.begin(), entries.end(), at.id(),
                       [](const DocumentUrl& url, NodeId id) { return url.at.id() < id; });
  return it == entries.end() || it->at.id() != at.id() ? nullptr : &*it;
}

}  // namespace cardlint::checks
