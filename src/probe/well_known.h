// Where the documents of a server are looked for: the URL forms of RFC 9728, RFC 8414, OpenID
// discovery and of server cards. URLs in, URLs out; nothing is asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

std::string origin_of(
    std::string_view url);                  // "https://host:port" as written; scheme in lower case
std::string path_of(std::string_view url);  // with its query; "" when there is none

// RFC 9728 §3.1: between host and path; a lone "/" is no path.
std::string prm_path_url(std::string_view resource);
std::string prm_root_url(std::string_view resource);

// In the order a client of MCP asks (2025-11-25 and later): RFC 8414 path insertion, OpenID path
// insertion, OpenID path appending; the first two for an issuer without a path.
std::vector<std::string> authorization_server_urls(std::string_view issuer);

std::string well_known_url(std::string_view url, std::string_view name);  // origin/.well-known/name
// `reference` as found in a document or header, against `base`; "" when it is no http(s) URL.
std::string resolve_reference(std::string_view reference, std::string_view base);

// The URL with a slash added to its path or taken away; "" for the root.
std::string other_slash(std::string_view url);

}  // namespace cardlint
