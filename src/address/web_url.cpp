#include "address/web_url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "address/idna.h"
#include "base/text.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string cleaned(std::string_view text) {
  const auto drops = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && drops(text.front())) text.remove_prefix(1);
  while (!text.empty() && drops(text.back())) text.remove_suffix(1);
  std::string out;
  for (const char c : text) {
    if (c != '\t' && c != '\n' && c != '\r') out += c;
  }
  return out;
}

bool is_special(std::string_view scheme) {
  constexpr std::array kSpecial{"http"sv, "https"sv, "ws"sv, "wss"sv, "ftp"sv, "file"sv};
  return std::find(kSpecial.begin(), kSpecial.end(), scheme) != kSpecial.end();
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() && text[i] == '%' ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
    } else {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

// "Forbidden host code points", and with `domain` also controls, '%' and DEL.
bool has_forbidden(std::string_view host, bool domain) {
  return std::any_of(host.begin(), host.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\0' || "\t\n\r #/:<>?@[\\]^|"sv.find(c) != std::string_view::npos) return true;
    return domain && (byte < 0x20 || c == '%' || byte == 0x7F);
  });
}

// "0x1f", "017", "12"; nothing when it is no number.
std::optional<std::uint64_t> number_of(std::string_view part) {
  if (part.empty()) return std::nullopt;
  int base = 10;
  if (part.size() >= 2 && part[0] == '0' && (part[1] == 'x' || part[1] == 'X')) {
    part.remove_prefix(2);
    base = 16;
  } else if (part.size() >= 2 && part[0] == '0') {
    part.remove_prefix(1);
    base = 8;
  }
  if (part.empty()) return 0;
  while (part.size() > 1 && part.front() == '0') part.remove_prefix(1);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, base);
  if (error == std::errc::result_out_of_range) return ~std::uint64_t{0};
  if (error != std::errc() || end != part.data() + part.size()) return std::nullopt;
  return value;
}

// The labels, without the empty one behind a trailing dot.
std::vector<std::string_view> labels_of(std::string_view host) {
  auto labels = split(host, '.');
  if (labels.size() > 1 && labels.back().empty()) labels.pop_back();
  return labels;
}

bool ends_in_number(std::string_view host) {
  const std::string_view last = labels_of(host).back();
  return !last.empty() &&
         (std::all_of(last.begin(), last.end(), is_digit) || number_of(last).has_value());
}

// The address that a host of numbers stands for; nothing when it stands for none.
std::optional<IpAddress> ipv4_of(std::string_view host) {
  const auto labels = labels_of(host);
  if (labels.size() > 4) return std::nullopt;
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto number = number_of(labels[i]);
    if (!number) return std::nullopt;
    const bool last = i + 1 == labels.size();
    const std::uint64_t limit = last ? std::uint64_t{1} << (8 * (4 - i)) : 256;
    if (*number >= limit) return std::nullopt;
    address = last ? (address << (8 * (4 - i))) + *number : (address << 8) + *number;
  }
  const auto byte = [&](int shift) { return static_cast<std::uint8_t>(address >> shift); };
  return IpAddress::v4({byte(24), byte(16), byte(8), byte(0)});
}

bool take_host(WebUrl& url, std::string_view text, bool special) {
  url.has_host = !text.empty();
  url.written = text;
  if (text.starts_with('[')) {
    url.host = to_lower_ascii(text);
    const std::string_view inner = std::string_view(url.host).substr(1, url.host.size() - 1);
    if (inner.find(':') == std::string_view::npos || !inner.ends_with(']')) return false;
    url.address = parse_ip_address(inner.substr(0, inner.size() - 1));
    if (url.address) url.host = "[" + to_text(*url.address) + "]";
    return url.address.has_value();
  }
  if (!special) {
    url.host = std::string(text);
    return !has_forbidden(text, false);
  }
  const std::string decoded = percent_decoded(text);
  url.host = to_lower_ascii(decoded);
  if (decoded.empty() || find_invalid_utf8(decoded)) return false;
  const std::string host = to_ascii_host(decoded);
  url.host = host;
  if (host.empty() || has_forbidden(host, true)) return false;
  // Punycode of nothing; what else IDNA refuses is not evaluated.
  for (const std::string_view label : labels_of(host)) {
    if (label == "xn--") return false;
  }
  if (!ends_in_number(host)) return true;
  url.address = ipv4_of(host);
  if (!url.address) return false;
  url.host = to_text(*url.address);
  return true;
}

bool take_authority(WebUrl& url, std::string_view authority, bool special) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    url.has_userinfo = true;
    authority.remove_prefix(at + 1);
    if (authority.empty()) return false;
  }
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  const std::size_t colon =
      bracket == std::string_view::npos ? bracket : authority.find(':', bracket);
  std::string_view host = authority.substr(0, colon);
  if (colon != std::string_view::npos) {
    std::string_view port = authority.substr(colon + 1);
    if (host.empty() || !std::all_of(port.begin(), port.end(), is_digit)) return false;
    while (port.size() > 1 && port.front() == '0') port.remove_prefix(1);
    if (port.size() > 5 || (port.size() == 5 && port > "65535"sv)) return false;
    url.port = port;
  }
  if (host.empty()) return !special || url.scheme == "file";
  return take_host(url, host, special);
}

}  // namespace

WebUrl parse_web_url(std::string_view given) {
  WebUrl url;
  const std::string text = cleaned(given);
  const std::size_t colon =
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
  if (text.empty() || !is_alpha(text.front()) || colon == std::string::npos || text[colon] != ':')
    return url;
  url.scheme = to_lower_ascii(std::string_view(text).substr(0, colon));
  std::string_view rest = std::string_view(text).substr(colon + 1);
  const bool special = is_special(url.scheme);
  const std::string_view slashes = special ? R"(/\)"sv : "/"sv;
  if (!special && !rest.starts_with("//")) {
    url.valid = true;  // an opaque path: anything
    return url;
  }
  if (url.scheme == "file" || !special) {
    const auto is_slash = [&](std::size_t i) {
      return i < rest.size() && slashes.find(rest[i]) != std::string_view::npos;
    };
    if (!is_slash(0) || !is_slash(1)) {
      url.valid = true;
      return url;
    }
    rest.remove_prefix(2);
  } else {
    rest.remove_prefix(std::min(rest.find_first_not_of("/\\"), rest.size()));
  }
  const std::size_t end = rest.find_first_of(special ? "/\\?#" : "/?#");
  url.valid = take_authority(url, rest.substr(0, end), special);
  return url;
}

}  // namespace cardlint
