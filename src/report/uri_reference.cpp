#include "report/uri_reference.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

void encode(std::string& out, char c) {
  out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
}

// Percent-encodes whatever is neither unreserved, one of `allowed`, nor encoded already.
std::string sanitized(std::string_view text, std::string_view allowed) {
  constexpr std::size_t kMost = 4000;
  std::string out;
  text = text.substr(0, kMost);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool triplet =
        c == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]);
    if (triplet || is_unreserved(c) || allowed.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      encode(out, c);
    }
  }
  return out;
}

}  // namespace

std::string uri_of_path(std::string_view path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (is_unreserved(c) || c == '/') {
      out.push_back(c);
    } else {
      encode(out, c);
    }
  }
  return out;
}

SplitUrl split_origin(std::string_view url) {
  if (!starts_with_ignoring_case(url, "http://") && !starts_with_ignoring_case(url, "https://"))
    return {};
  const std::size_t host = url.find("://") + 3;
  const std::size_t end = std::min(url.find_first_of("/?#\\", host), url.size());
  std::string_view rest = url.substr(end);
  if (rest.starts_with('/')) rest.remove_prefix(1);
  // A fragment is never asked for. A ':' is encoded as in uri_of_path, and "./" keeps "//" from
  // naming a host.
  std::string reference = rest.starts_with('/') ? "./" : "";
  reference += sanitized(rest.substr(0, rest.find('#')), "/?@!$&'()*+,;=");
  return {sanitized(url.substr(0, end), ":/[]@!$&'()*+,;=") + "/", std::move(reference)};
}

}  // namespace cardlint
