// What OAuth documents say of where they are, of each other's hosts, and of themselves in signed
// form. Identifiers are compared byte by byte; addresses are read as clients read them.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "address/identity_providers.h"
#include "address/registrable_domain.h"
#include "address/uri.h"
#include "address/web_url.h"
#include "base/text.h"
#include "checks/address/endpoints.h"
#include "checks/document/asked_for.h"
#include "checks/table.h"
#include "secret/proof.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;
using std::string_view_literals::operator""sv;

std::string quoted(std::string_view text) {
  return fmt::format("'{}'", printable(text, 120));
}

bool is_web(const WebUrl& url) {
  return url.valid && url.has_host && (url.scheme == "https" || url.scheme == "http");
}

// An address that names a host for every reader. What does not is a fault of its form, which other
// rules tell.
bool is_web_address(std::string_view text) {
  return is_web(parse_web_url(text)) && !split_uri(text).host.empty();
}

// ---- what a document says it is, and what it was fetched for

bool is_same_but_slash(std::string_view longer, std::string_view shorter) {
  return longer.size() == shorter.size() + 1 && longer.ends_with('/') &&
         longer.starts_with(shorter);
}

std::string_view behind_origin(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return url;
  return url.substr(std::min(url.find_first_of("/?#", slashes + 3), url.size()));
}

// How an issuer differs from the one that was asked for, by what readers still take.
std::string_view difference_of(std::string_view issuer, std::string_view asked) {
  if (is_same_but_slash(asked, issuer)) return "slash";
  if (same_origin(issuer, asked) && behind_origin(issuer) == behind_origin(asked))
    return "spelling";
  return "other";
}

void asked_issuer(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_string()) return;
  const AskedFor asked = asked_for(target.document());
  const std::string_view issuer = target.value.text();
  if (!asked.known() || issuer == asked.identifier || !is_web_address(issuer)) return;
  if (!asked.exact && is_same_but_slash(issuer, asked.identifier)) return;
  const bool metadata = issuer.find("/.well-known/") != std::string_view::npos;
  const bool extended = issuer.substr(0, issuer.find_first_of("?#")) == asked.identifier;
  if (metadata || extended) return;  // faults of the form, which other rules tell
  if (difference_of(issuer, asked.identifier) != args.text("difference")) return;
  report.value(target.document(), target.value, {{"asked", quoted(asked.identifier)}});
}

ResourceFit fit_of(std::string_view resource, const AskedFor& asked) {
  // What stands behind '?' and '#' does not count to clients, and is another rule's matter.
  if (split_uri(asked.identifier).query.empty())
    resource = resource.substr(0, resource.find_first_of("?#"));
  const ResourceFit fit = fit_resource(resource, asked.identifier);
  const std::string_view path = split_uri(resource).path;
  const std::string_view asked_path = split_uri(asked.identifier).path;
  const bool bare = asked_path.empty() || asked_path == "/";
  // "https://a" and "https://a/" are one address to every client.
  if (fit == ResourceFit::Spelling && bare &&
      (is_same_but_slash(resource, asked.identifier) ||
       is_same_but_slash(asked.identifier, resource)))
    return ResourceFit::Same;
  // The form without path is the last that a client tries, for a resource with any path.
  if (fit == ResourceFit::Other && !asked.exact && bare && !path.empty() &&
      same_origin(resource, asked.identifier))
    return ResourceFit::Same;
  return fit;
}

// 'fit' as for endpoint-resource.
void asked_resource(const Target& target, const Args& args, const Reporter& report) {
  constexpr std::array kWords{"same"sv, "spelling"sv, "parent"sv, "extra-slash"sv, "other"sv};
  if (!target.value.is_string()) return;
  const AskedFor asked = asked_for(target.document());
  if (!asked.known() || !is_web_address(target.value.text())) return;
  const ResourceFit fit = fit_of(target.value.text(), asked);
  if (kWords[static_cast<std::size_t>(fit)] != args.text("fit")) return;
  report.value(target.document(), target.value, {{"asked", quoted(asked.identifier)}});
}

// ---- hosts

struct Site {
  std::string host;
  std::string domain;
};

// Nothing for addresses without a registered name: those have rules of their own.
std::optional<Site> site_of(Value url) {
  if (!url.is_string() || !is_web_address(url.text())) return std::nullopt;
  const WebUrl parsed = parse_web_url(url.text());
  if (parsed.address || parsed.has_userinfo) return std::nullopt;
  std::string domain = registrable_domain(parsed.host);
  if (domain.empty()) return std::nullopt;
  return Site{parsed.host, std::move(domain)};
}

bool is_elsewhere(const Site& site, const Site& base) {
  if (site.domain == base.domain) return false;
  const IdentityProvider* provider = identity_provider_of(base.host);
  return provider == nullptr || !serves(*provider, site.host);
}

void other_site(const Target& target, const Args& args, const Reporter& report) {
  const Value of = target.document().tree.resolve(args.text("of"));
  const std::optional<Site> base = site_of(of);
  const std::optional<Site> site = site_of(target.value);
  if (!base || !site || !is_elsewhere(*site, *base)) return;
  const IdentityProvider* provider = identity_provider_of(base->host);
  if (args["provider"] && args.flag("provider") != (provider != nullptr)) return;
  for (const std::string_view pointer : args.texts("unless")) {
    const std::optional<Site> other = site_of(target.document().tree.resolve(pointer));
    if (other && is_elsewhere(*other, *base)) return;
  }
  const std::string date = public_suffix_list_date();
  Finding finding{&target.document(),
                  target.value.id(),
                  target.value.node().span,
                  {{"domain", quoted(site->domain)},
                   {"host", quoted(base->host)},
                   {"base", quoted(base->domain)},
                   {"provider", std::string(provider != nullptr ? name(*provider) : "")},
                   {"list", date.empty() ? "" : fmt::format(" (public suffixes of {})", date)}},
                  {}};
  finding.related.push_back(
      {&target.document(), of.node().span, of.pointer(), "people sign in here"});
  report.finding(finding);
}

// ---- parameters that lead on

// Where a client that is sent to `text` ends up: "https://evil.example"; empty for a place on the
// origin that it comes from, and for what leads nowhere.
std::string leads_to(std::string_view text, const WebUrl& base) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  const auto slash = [&](std::size_t i) {
    return i < text.size() && (text[i] == '/' || text[i] == '\\');
  };
  const bool no_scheme = slash(0) && slash(1);
  const WebUrl url =
      parse_web_url(no_scheme ? fmt::format("{}:{}", base.scheme, text) : std::string(text));
  const bool script = url.scheme == "javascript" || url.scheme == "data";
  if (script) return fmt::format("{}:", url.scheme);
  if (!url.valid || !url.has_host) return {};
  const auto port = [](const WebUrl& u) {
    const bool standard =
        (u.scheme == "https" && u.port == "443") || (u.scheme == "http" && u.port == "80");
    return standard ? std::string() : u.port;
  };
  if (url.scheme == base.scheme && url.host == base.host && port(url) == port(base)) return {};
  return fmt::format("{}://{}", url.scheme, url.host);
}

// Decoded until it leads somewhere; a value that was encoded twice is read by two servers.
std::string target_of(std::string_view value, const WebUrl& base) {
  constexpr int kDecodings = 3;
  std::string text(value);
  for (int i = 0; i < kDecodings; ++i) {
    if (std::string place = leads_to(text, base); !place.empty()) return place;
    text = decode_percent(text);
  }
  return leads_to(text, base);
}

void redirect_parameter(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_string() || !target.value.key().ends_with(args.text("member-end"))) return;
  const std::string_view address = target.value.text();
  const WebUrl base = parse_web_url(address);
  if (!base.valid || !base.has_host) return;
  const auto names = args.texts("names");
  for (const std::string_view pair : split(split_uri(address).query, '&')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string given = decode_percent(pair.substr(0, equals));
    const bool known = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      return fold_name(name) == fold_name(given);
    });
    const std::string place = known ? target_of(pair.substr(equals + 1), base) : std::string();
    if (place.empty()) continue;
    report.value(target.document(), target.value,
                 {{"parameter", quoted(given)}, {"place", quoted(place)}});
    return;
  }
}

// ---- signed metadata

// A part of a JSON Web Token, as the object that it holds.
class TokenPart {
 public:
  explicit TokenPart(std::string_view encoded)
      : source_("", decode_base64(encoded).value_or("")), loaded_(load_json(source_, Limits{})) {}
  Value root() const { return loaded_.tree.root(); }

 private:
  SourceFile source_;
  Loaded loaded_;
};

bool is_base64url(std::string_view text) {
  return !text.empty() && text.size() % 4 != 1 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

std::string signed_fault(std::string_view token) {
  const auto parts = split(token, '.');
  if (parts.size() != 3)
    return fmt::format("has {} part{}, not three", parts.size(), parts.size() == 1 ? "" : "s");
  const bool readable = is_base64url(parts[0]) && is_base64url(parts[1]);
  const TokenPart header(readable ? parts[0] : "");
  const Value algorithm = header.root()["alg"];
  // Such a token has an empty third part, but that is not what to mend.
  if (algorithm.is_string() && to_lower_ascii(algorithm.text()) == "none")
    return "is not signed: its algorithm is 'none'";
  if (!readable || !is_base64url(parts[2])) return "is not made of three parts in base64url";
  if (!algorithm.is_string()) return "has a header that names no algorithm";
  const TokenPart payload(parts[1]);
  if (!payload.root().is_object()) return "has a payload that is no JSON object";
  const Value issuer = payload.root()["iss"];
  if (!issuer.is_string() || issuer.text().empty()) return "does not say who signed it, in 'iss'";
  return {};
}

void signed_metadata(const Target& target, const Args&, const Reporter& report) {
  if (!target.value.is_string()) return;
  std::string problem = signed_fault(target.value.text());
  if (!problem.empty())
    report.value(target.document(), target.value, {{"problem", std::move(problem)}});
}

constexpr std::array kDifference{ArgSpec{"difference", Type::Text, true}};
constexpr std::array kFit{ArgSpec{"fit", Type::Text, true}};
constexpr std::array kSite{ArgSpec{"of", Type::Text, true}, ArgSpec{"provider", Type::Flag, false},
                           ArgSpec{"unless", Type::Texts, false}};
constexpr std::array kParameter{ArgSpec{"names", Type::Texts, true},
                                ArgSpec{"member-end", Type::Text, false}};

constexpr std::array kTable{
    CheckEntry{
        "asked-issuer",
        "an issuer is not the one that a fetched document was asked for; 'difference': slash "
        "(it lacks the one at the end), spelling (of scheme, host or default port) or other",
        kDifference, true, make_simple<asked_issuer>},
    CheckEntry{"asked-resource",
               "a resource fits the address that a fetched document was asked for only as 'fit': "
               "other, extra-slash, parent or spelling",
               kFit, true, make_simple<asked_resource>},
    CheckEntry{"other-site",
               "an address lies on another registrable domain than the one at the pointer 'of' and "
               "is not of the same identity provider; 'provider': only where 'of' is (not) one's; "
               "silent while one of 'unless' lies elsewhere too",
               kSite, true, make_simple<other_site>},
    CheckEntry{"redirect-parameter",
               "an address (of members that end in 'member-end') has a parameter of 'names' that "
               "leads to another origin",
               kParameter, true, make_simple<redirect_parameter>},
    CheckEntry{"signed-metadata",
               "a text is no signed JSON Web Token with an issuer",
               {},
               true,
               make_simple<signed_metadata>},
};

}  // namespace

CheckTable relation_checks() {
  return kTable;
}

}  // namespace cardlint::checks
