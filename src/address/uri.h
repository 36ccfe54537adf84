// Texts that should be URIs (RFC 3986). Judges their form; knows no documents and asks no network.
#pragma once

#include <string_view>

namespace cardlint {

// The parts as they stand in the text, each without its separators; all views into the text.
struct UriParts {
  std::string_view scheme;  // empty: a relative reference
  bool has_authority = false;
  std::string_view userinfo;
  std::string_view host;  // "[::1]" with its brackets
  std::string_view port;
  bool has_port = false;
  std::string_view path;
  std::string_view query;
  std::string_view fragment;
};
UriParts split_uri(std::string_view text);

// An absolute URI of the grammar of RFC 3986, with something behind its scheme.
bool is_uri(std::string_view text);
// Whether a forgiving reader (Go's net/url, browsers) takes it apart: no control characters, a port
// of digits, brackets that close, '%' only before two hexadecimal digits, a host without blanks.
bool is_readable_url(std::string_view text);
// An IPv6 address without brackets (RFC 4291 §2.2); a zone identifier is none.
bool is_ipv6_address(std::string_view text);
// Whether `host` is `domain` or lies below it; case does not count.
bool is_below_domain(std::string_view host, std::string_view domain);

}  // namespace cardlint
