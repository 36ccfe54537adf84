#include "http/http_target.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "address/web_url.h"
#include "base/text.h"
#include "http/curl_handles.h"

namespace cardlint {
namespace {

constexpr std::size_t kLongestUrl = 8192;  // RFC 9110 §4.1 asks for 8000 octets at least

std::uint16_t default_port(std::string_view scheme) {
  return scheme == "https" ? 443 : 80;
}

bool is_space_or_control(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// What no reader takes alike, whatever it stands for.
std::string_view fault_of_bytes(std::string_view text) {
  if (text.size() > kLongestUrl) return "it is longer than 8192 bytes";
  if (std::any_of(text.begin(), text.end(), is_space_or_control)) {
    return "it has spaces or control characters";
  }
  if (text.find('\\') != std::string_view::npos) return "it has a backslash";
  return {};
}

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK || text == nullptr) return {};
  const std::unique_ptr<char, CurlFree> owner(text);
  return text;
}

// "[::1]" without brackets, everything in lower case.
std::string bare_host(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return to_lower_ascii(host);
}

bool same_host(const std::string& a, const std::string& b) {
  const auto first = parse_ip_address(a);
  return first ? first == parse_ip_address(b) : a == b;
}

std::optional<std::uint16_t> port_of(std::string_view text, std::string_view scheme) {
  if (text.empty()) return default_port(scheme);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

// "http://h" or "https://h": forgiving readers take fewer and more slashes, each its own way.
bool begins_with_authority(std::string_view text) {
  for (const std::string_view prefix : {"http://", "https://"}) {
    if (starts_with_ignoring_case(text, prefix)) {
      return text.size() > prefix.size() && text[prefix.size()] != '/';
    }
  }
  return false;
}

TargetVerdict refused(std::string detail) {
  return {HttpFault::Url, std::move(detail), {}};
}

// What WHATWG's reader objects to; empty for nothing.
std::string fault_of_web_url(const WebUrl& web) {
  if (!web.valid) return "it is not a URL";
  if (web.scheme != "http" && web.scheme != "https") {
    return fmt::format("its scheme '{}' is neither 'http' nor 'https'", printable(web.scheme));
  }
  if (web.has_userinfo) return "it has a user name or password";
  if (web.host.empty()) return "it has no host";
  return {};
}

// Scheme, host and port as libcurl reads them; false when WHATWG's reader differs.
bool take_parts(CURLU* url, const WebUrl& web, HttpTarget& target) {
  target.scheme = part(url, CURLUPART_SCHEME);
  target.host = bare_host(part(url, CURLUPART_HOST));
  const auto port = port_of(part(url, CURLUPART_PORT), target.scheme);
  target.port = port.value_or(0);
  return port && target.scheme == web.scheme && same_host(target.host, bare_host(web.host)) &&
         port == port_of(web.port, web.scheme);
}

}  // namespace

std::string HttpTarget::authority() const {
  return literal && !literal->is_v4 ? fmt::format("[{}]:{}", host, port)
                                    : fmt::format("{}:{}", host, port);
}

std::string shown_url(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return printable(text, 200);
  const bool has_known_scheme =
      starts_with_ignoring_case(text, "http:") || starts_with_ignoring_case(text, "https:");
  const std::size_t start =
      has_known_scheme ? std::min(text.find_first_not_of(":/", text.find(':')), at) : 0;
  return printable(fmt::format("{}…{}", text.substr(0, start), text.substr(at)), 200);
}

TargetVerdict judge_url(std::string_view text) {
  if (const auto fault = fault_of_bytes(text); !fault.empty()) return refused(std::string(fault));
  const WebUrl web = parse_web_url(text);
  if (std::string fault = fault_of_web_url(web); !fault.empty()) return refused(std::move(fault));
  if (!begins_with_authority(text)) return refused("its scheme is not followed by '//' and a host");

  const CurlUrl url(curl_url());
  const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(),
                                      CURLU_DISALLOW_USER | CURLU_URLENCODE);
  if (code == CURLUE_USER_NOT_ALLOWED) return refused("it has a user name or password");
  if (code != CURLUE_OK)
    return refused(fmt::format("it is not a URL: {}", curl_url_strerror(code)));
  curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
  // libcurl converts names by the locale, which a program of ours does not set.
  if (!is_ascii(part(url.get(), CURLUPART_HOST))) {
    return refused("its host is not ASCII: write it as 'xn--…'");
  }

  TargetVerdict verdict;
  HttpTarget& target = verdict.target;
  if (!take_parts(url.get(), web, target)) {
    return refused("readers of URLs differ on its host or port");
  }
  target.literal = parse_ip_address(target.host);
  if (web.address && web.address->is_v4 && !target.literal)
    return refused("its host is no address");
  target.url = part(url.get(), CURLUPART_URL);
  // What is sent must mean what was judged.
  HttpTarget again;
  const WebUrl sent = parse_web_url(target.url);
  if (!sent.valid || sent.has_userinfo || !take_parts(url.get(), sent, again)) {
    return refused("readers of URLs differ on its host or port");
  }
  return verdict;
}

namespace {

bool has_scheme(std::string_view text) {
  const auto end = text.find_first_of(":/?#");
  return end != std::string_view::npos && text[end] == ':';
}

TargetVerdict resolve_location(const HttpTarget& from, std::string_view location) {
  if (has_scheme(location)) return judge_url(location);
  if (location.substr(0, 2) == "//") return judge_url(fmt::format("{}:{}", from.scheme, location));
  const CurlUrl url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, from.url.c_str(), 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_URL, std::string(location).c_str(), CURLU_URLENCODE) !=
          CURLUE_OK) {
    return refused("it is not a URL");
  }
  return judge_url(part(url.get(), CURLUPART_URL));
}

}  // namespace

TargetVerdict judge_location(const HttpTarget& from, std::string_view location,
                             const HttpTarget& asked, bool any_port) {
  TargetVerdict verdict;
  const std::string_view trimmed = trim(location);
  if (trimmed.empty()) {
    verdict = refused("it is empty");
  } else if (const auto fault = fault_of_bytes(trimmed); !fault.empty()) {
    verdict = refused(std::string(fault));
  } else {
    verdict = resolve_location(from, trimmed);
  }
  const HttpTarget& target = verdict.target;
  if (verdict.fault != HttpFault::None) {
    verdict.fault = HttpFault::RedirectRefused;
  } else if (from.scheme == "https" && target.scheme == "http") {
    verdict.fault = HttpFault::RedirectDowngrade;
    verdict.detail = "it leads from https to http";
  } else if (!any_port && target.port != default_port(target.scheme) && target.port != asked.port) {
    verdict.fault = HttpFault::RedirectRefused;
    verdict.detail =
        fmt::format("its port {} is neither the usual one nor that of the request", target.port);
  }
  if (verdict.fault != HttpFault::None) {
    verdict.detail = fmt::format("redirect to '{}': {}", shown_url(location), verdict.detail);
  }
  return verdict;
}

}  // namespace cardlint
