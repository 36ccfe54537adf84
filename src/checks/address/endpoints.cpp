#include "checks/address/endpoints.h"

#include <fmt/format.h>

#include "address/uri.h"
#include "base/text.h"

namespace cardlint::checks {
namespace {

bool is_absolute(Value url) {
  return url.is_string() && url.text().find("://") != std::string_view::npos &&
         url.text().find('{') == std::string_view::npos;
}

std::string_view port_of(const UriParts& parts) {
  const bool standard = (parts.port == "443" && to_lower_ascii(parts.scheme) == "https") ||
                        (parts.port == "80" && to_lower_ascii(parts.scheme) == "http");
  return standard ? std::string_view() : parts.port;
}

std::string origin_of(const UriParts& parts) {
  const std::string_view port = port_of(parts);
  return fmt::format("{}://{}{}{}", to_lower_ascii(parts.scheme), to_lower_ascii(parts.host),
                     port.empty() ? "" : ":", port);
}

}  // namespace

std::vector<Mention> endpoints_of(const Document& document) {
  std::vector<Mention> found;
  const Value root = document.root();
  const auto add = [&](Value url) {
    if (is_absolute(url)) found.push_back({&document, url});
  };
  // What the members of a card of no known form mean is anybody's guess.
  if (document.dialect == Dialect::Unknown) return found;
  if (document.kind == Kind::ServerCard || document.kind == Kind::RegistryServer) {
    for (const Value remote : root["remotes"]) add(remote["url"]);
  }
  if (document.kind == Kind::ServerCard) {
    add(root["transport"]["endpoint"]);
    add(root["transport"]["url"]);
    for (const Value endpoint : root["endpoints"]) add(endpoint);
  }
  if (document.kind == Kind::SmitheryManifest) {
    add(root["startCommand"]["url"]);
    add(root["startCommand"]["deploymentUrl"]);
  }
  return found;
}

std::string plain_endpoint(std::string_view url) {
  const UriParts parts = split_uri(url);
  std::string_view path = parts.path;
  while (path.ends_with('/')) path.remove_suffix(1);
  return fmt::format("{}{}{}{}", origin_of(parts), path, parts.query.empty() ? "" : "?",
                     parts.query);
}

bool same_origin(std::string_view a, std::string_view b) {
  return origin_of(split_uri(a)) == origin_of(split_uri(b));
}

ResourceFit fit_resource(std::string_view resource, std::string_view endpoint) {
  if (resource == endpoint) return ResourceFit::Same;
  const UriParts ours = split_uri(resource);
  const UriParts theirs = split_uri(endpoint);
  if (origin_of(ours) != origin_of(theirs)) return ResourceFit::Other;
  const std::string_view path = ours.path.empty() ? "/" : ours.path;
  const std::string_view asked = theirs.path.empty() ? "/" : theirs.path;
  if (path == asked) return ResourceFit::Spelling;
  if (asked.size() == path.size() + 1 && asked.starts_with(path) && asked.ends_with('/'))
    return ResourceFit::Spelling;
  if (path.size() == asked.size() + 1 && path.starts_with(asked) && path.ends_with('/'))
    return ResourceFit::ExtraSlash;
  const bool above = asked.starts_with(path) &&
                     (path.ends_with('/') || asked.substr(path.size()).starts_with('/'));
  return above ? ResourceFit::Parent : ResourceFit::Other;
}

}  // namespace cardlint::checks
