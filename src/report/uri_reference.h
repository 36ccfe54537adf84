// Paths and URLs as the URI references of SARIF: nothing but characters that RFC 3986 allows.
#pragma once

#include <string>
#include <string_view>

namespace cardlint {

// A path as a relative reference, or as a file: URI when it is absolute. Every byte that is not
// unreserved is percent-encoded, ':' too: some readers take a first segment with it for a scheme.
std::string uri_of_path(std::string_view path);

// "https://a.example/" and "b/c?d" of "https://a.example/b/c?d", with whatever RFC 3986 does not
// allow in them percent-encoded, and without a fragment; both empty when `url` is no http(s)
// address.
struct SplitUrl {
  std::string origin;
  std::string rest;
};
SplitUrl split_origin(std::string_view url);

}  // namespace cardlint
