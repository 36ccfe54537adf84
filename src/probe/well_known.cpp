#include "probe/well_known.h"

#include "address/uri.h"
#include "address/web_url.h"
#include "base/text.h"

namespace cardlint {
namespace {

constexpr std::string_view kPrm = "/.well-known/oauth-protected-resource";
constexpr std::string_view kAs = "/.well-known/oauth-authorization-server";
constexpr std::string_view kOidc = "/.well-known/openid-configuration";

// The authority as written: what stands between "://" and the path.
std::string_view authority_of(std::string_view url, const UriParts& parts) {
  const std::size_t begin = parts.scheme.size() + 3;
  return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

std::string query_of(const UriParts& parts) {
  return parts.query.empty() ? std::string() : "?" + std::string(parts.query);
}

}  // namespace

std::string origin_of(std::string_view url) {
  const UriParts parts = split_uri(url);
  if (!parts.has_authority) return {};
  return to_lower_ascii(parts.scheme) + "://" + std::string(authority_of(url, parts));
}

std::string path_of(std::string_view url) {
  const UriParts parts = split_uri(url);
  return std::string(parts.path) + query_of(parts);
}

std::string prm_path_url(std::string_view resource) {
  const UriParts parts = split_uri(resource);
  // A slash at the end of a path is part of the identifier: only one right after the host goes.
  const std::string_view path = parts.path == "/" ? std::string_view() : parts.path;
  return origin_of(resource) + std::string(kPrm) + std::string(path) + query_of(parts);
}

std::string prm_root_url(std::string_view resource) {
  return origin_of(resource) + std::string(kPrm);
}

std::vector<std::string> authorization_server_urls(std::string_view issuer) {
  std::string path(split_uri(issuer).path);
  while (path.ends_with('/')) path.pop_back();
  const std::string origin = origin_of(issuer);
  std::vector<std::string> urls{origin + std::string(kAs) + path,
                                origin + std::string(kOidc) + path};
  if (!path.empty()) urls.push_back(origin + path + std::string(kOidc));
  return urls;
}

std::string well_known_url(std::string_view url, std::string_view name) {
  return origin_of(url) + "/.well-known/" + std::string(name);
}

std::string resolve_reference(std::string_view reference, std::string_view base) {
  const WebUrl parsed = parse_web_url(reference);
  if (parsed.valid) {
    const bool web = parsed.scheme == "https" || parsed.scheme == "http";
    return web ? std::string(reference) : std::string();
  }
  if (!parsed.scheme.empty()) return {};
  if (reference.starts_with("//"))
    return std::string(split_uri(base).scheme) + ":" + std::string(reference);
  if (reference.starts_with('/')) return origin_of(base) + std::string(reference);
  const std::string_view path = split_uri(base).path;
  const std::string_view folder = path.substr(0, path.rfind('/') + 1);
  return origin_of(base) + (folder.empty() ? "/" : std::string(folder)) + std::string(reference);
}

std::string other_slash(std::string_view url) {
  const UriParts parts = split_uri(url);
  std::string path(parts.path);
  if (path.empty() || path == "/") return {};
  if (path.ends_with('/')) {
    path.pop_back();
  } else {
    path += '/';
  }
  return origin_of(url) + path + query_of(parts);
}

}  // namespace cardlint
