#include "address/well_known.h"

#include "address/uri.h"
#include "base/text.h"

namespace cardlint {
namespace {

constexpr std::string_view kFolder = "/.well-known/";
constexpr std::string_view kServer = "oauth-authorization-server";
constexpr std::string_view kOpenid = "openid-configuration";
constexpr std::string_view kResource = "oauth-protected-resource";

// A web address in two: up to the end of the authority, and the path with what follows.
struct Address {
  std::string_view origin;  // empty: no web address
  std::string_view rest;
};
Address cut_origin(std::string_view url) {
  const UriParts parts = split_uri(url);
  const std::string scheme = to_lower_ascii(parts.scheme);
  if ((scheme != "https" && scheme != "http") || parts.host.empty()) return {};
  const std::size_t end = url.find_first_of("/?#", parts.scheme.size() + 3);
  return {url.substr(0, end), end == std::string_view::npos ? "" : url.substr(end)};
}

// What follows the well-known name at the head of a path; nothing where the name is another.
bool take_name(std::string_view& path, std::string_view name) {
  if (!path.starts_with(kFolder) || !path.substr(kFolder.size()).starts_with(name)) return false;
  const std::string_view behind = path.substr(kFolder.size() + name.size());
  if (!behind.empty() && behind.front() != '/' && behind.front() != '?') return false;
  path = behind;
  return true;
}

std::string joined(std::string_view origin, std::string_view path) {
  std::string identifier(origin);
  identifier += path;
  return identifier;
}

}  // namespace

std::string issuer_of_metadata_url(std::string_view url) {
  auto [origin, path] = cut_origin(url);
  if (origin.empty() || path.find_first_of("?#") != std::string_view::npos) return {};
  if (take_name(path, kServer) || take_name(path, kOpenid)) {
    // "/a/.well-known/x/b" and the like: made by no rule.
    if (path.find(kFolder) != std::string_view::npos) return {};
    if (path.ends_with('/')) path.remove_suffix(1);
    return joined(origin, path);
  }
  const std::size_t folder = path.find(kFolder);
  if (folder == std::string_view::npos || path.substr(folder + kFolder.size()) != kOpenid)
    return {};
  return joined(origin, path.substr(0, folder));
}

std::string resource_of_metadata_url(std::string_view url) {
  auto [origin, path] = cut_origin(url);
  if (origin.empty() || path.find('#') != std::string_view::npos) return {};
  if (!take_name(path, kResource) || path.find(kFolder) != std::string_view::npos) return {};
  return joined(origin, path == "/" ? std::string_view() : path);
}

}  // namespace cardlint
