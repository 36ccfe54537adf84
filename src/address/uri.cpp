#include "address/uri.h"

#include <algorithm>
#include <string>
#include <vector>

#include "address/ip_address.h"
#include "base/text.h"

namespace cardlint {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}
bool is_unreserved_or_delimiter(char c) {
  return is_letter(c) || is_digit(c) || is_one_of(c, "-._~!$&'()*+,;=");
}

// Unreserved characters, sub-delimiters, escapes and the characters of `more`, and nothing else.
bool is_made_of(std::string_view text, std::string_view more) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_unreserved_or_delimiter(text[i]) || is_one_of(text[i], more)) continue;
    if (text[i] != '%' || i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))
      return false;
    i += 2;
  }
  return true;
}

bool has_good_escapes(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
  }
  return true;
}

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || is_one_of(c, "+-."); });
}

bool is_host(std::string_view host) {
  if (!host.starts_with('[')) return is_made_of(host, "");
  if (!host.ends_with(']') || host.size() < 3) return false;
  const std::string_view inner = host.substr(1, host.size() - 2);
  return is_ipv6_address(inner) ||
         ((inner.front() == 'v' || inner.front() == 'V') &&
          inner.find('%') == std::string_view::npos && is_made_of(inner, ":"));
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

bool is_ipv6_address(std::string_view text) {
  return text.find(':') != std::string_view::npos && parse_ip_address(text);
}

UriParts split_uri(std::string_view text) {
  UriParts parts;
  const std::size_t colon = text.find_first_of(":/?#");
  if (colon != std::string_view::npos && text[colon] == ':' && is_scheme(text.substr(0, colon))) {
    parts.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    parts.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
    parts.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  parts.has_authority = text.starts_with("//");
  if (!parts.has_authority) {
    parts.path = text;
    return parts;
  }
  text.remove_prefix(2);
  const std::size_t slash = std::min(text.find('/'), text.size());
  parts.path = text.substr(slash);
  std::string_view authority = text.substr(0, slash);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    parts.userinfo = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  const std::size_t bracket = authority.starts_with('[') ? authority.rfind(']') : 0;
  const std::size_t port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  parts.host = authority.substr(0, port);
  parts.has_port = port != std::string_view::npos;
  if (parts.has_port) parts.port = authority.substr(port + 1);
  return parts;
}

bool is_uri(std::string_view text) {
  const UriParts parts = split_uri(text);
  if (parts.scheme.empty()) return false;
  if (parts.has_authority) {
    if (!is_made_of(parts.userinfo, ":") || !is_host(parts.host) || !all_digits(parts.port))
      return false;
  } else if (parts.path.empty()) {
    return false;
  }
  return is_made_of(parts.path, ":@/") && is_made_of(parts.query, ":@/?") &&
         is_made_of(parts.fragment, ":@/?");
}

bool is_readable_url(std::string_view text) {
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (control) return false;
  const UriParts parts = split_uri(text);
  if (!has_good_escapes(parts.path) || !has_good_escapes(parts.fragment)) return false;
  if (!parts.has_authority) return true;
  const bool bracketed = parts.host.starts_with('[');
  if (bracketed && !parts.host.ends_with(']')) return false;
  if (!is_made_of(parts.userinfo, ":@") || !has_good_escapes(parts.host)) return false;
  return all_digits(parts.port) && parts.host.find_first_of(" {}|\\^`") == std::string_view::npos;
}

bool is_below_domain(std::string_view host, std::string_view domain) {
  if (host.size() < domain.size()) return false;
  const std::string_view tail = host.substr(host.size() - domain.size());
  if (!starts_with_ignoring_case(tail, domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

}  // namespace cardlint
