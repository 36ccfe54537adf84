// Addresses: what is canonical stays as it is, and all who judge one agree on host and number.
#include <algorithm>
#include <array>

#include "address/identity_providers.h"
#include "address/idna.h"
#include "address/ip_address.h"
#include "address/registrable_domain.h"
#include "address/uri.h"
#include "address/web_url.h"
#include "address/well_known.h"
#include "base/text.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "http/http_target.h"

namespace cardlint::fuzz {
namespace {

void check_number(const IpAddress& address) {
  const auto again = parse_ip_address(to_text(address));
  promise(again && *again == address, "an address written is read the same", to_text(address));
  const AddressRange range = classify(address);
  promise(range.is_public() == range.name.empty(), "what is not public has a name",
          to_text(address));
  if (!address.is_v4) return;
  std::array<std::uint8_t, 16> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::copy_n(address.bytes.begin(), 4, mapped.begin() + 12);
  const AddressRange carried = classify(IpAddress::v6(mapped));
  promise(carried.sort == range.sort, "an IPv4-mapped address is judged by the IPv4 in it",
          to_text(address));
}

std::string recomposed(const WebUrl& url) {
  return url.scheme + "://" + url.host + (url.port.empty() ? "" : ":" + url.port) + "/";
}

void check_web_url(std::string_view text) {
  const WebUrl url = parse_web_url(text);
  if (!url.valid || !url.has_host || (url.scheme != "http" && url.scheme != "https")) return;
  const WebUrl again = parse_web_url(recomposed(url));
  promise(again.valid && again.scheme == url.scheme && again.host == url.host &&
              again.port == url.port && again.address == url.address,
          "an address in canonical form is read the same", recomposed(url) + " " + again.host);
  promise(to_lower_ascii(url.host) == url.host, "a host is in lower case", url.host);
  if (!url.address) return;
  check_number(*url.address);
  const std::string number = to_text(*url.address);
  promise(url.host == (url.address->is_v4 ? number : "[" + number + "]"),
          "the host of a number is the number", url.host);
}

// What libcurl is told to connect to is what everybody else judged.
void check_http_target(std::string_view text) {
  const TargetVerdict verdict = judge_url(text);
  promise(is_visible(verdict.detail, false), "a reason is printable", verdict.detail);
  promise(is_visible(shown_url(text), false), "a URL is shown printable", shown_url(text));
  if (verdict.fault != HttpFault::None) return;
  const HttpTarget& target = verdict.target;
  const WebUrl url = parse_web_url(text);
  promise(url.valid && !url.has_userinfo, "what is asked is a URL without a user", text);
  promise(url.scheme == target.scheme, "both readers see the same scheme", target.url);
  const std::string bare =
      url.host.starts_with('[') ? url.host.substr(1, url.host.size() - 2) : url.host;
  // Of a number the one has the shortest spelling, the other the one that was given.
  const auto number = parse_ip_address(bare);
  promise(bare == target.host || (number && number == parse_ip_address(target.host)),
          "both readers see the same host", bare + " " + target.host);
  promise(url.address == target.literal, "both readers see the same number", target.host);
  const TargetVerdict again = judge_url(target.url);
  promise(again.fault == HttpFault::None && again.target.url == target.url &&
              again.target.host == target.host && again.target.port == target.port,
          "what libcurl gets is judged the same", target.url);
  promise(
      std::all_of(target.url.begin(), target.url.end(), [](char c) { return c > ' ' && c < 127; }),
      "what libcurl gets is printable ASCII", target.url);
}

void check_uri(std::string_view text) {
  const UriParts parts = split_uri(text);
  std::string whole;
  if (!parts.scheme.empty()) whole = std::string(parts.scheme) + ":";
  for (const std::string_view piece : {parts.scheme, parts.userinfo, parts.host, parts.port,
                                       parts.path, parts.query, parts.fragment}) {
    const bool inside = piece.empty() || (piece.data() >= text.data() &&
                                          piece.data() + piece.size() <= text.data() + text.size());
    promise(inside, "the parts of a URI are parts of the text", text);
  }
  promise(text.starts_with(whole) || text.find(':') == std::string_view::npos,
          "a URI begins with its scheme", text);
  if (is_uri(text))
    promise(!parts.scheme.empty() && is_visible(text, false), "a URI has a scheme", text);
  const auto number = parse_ip_address(text);
  promise(is_ipv6_address(text) == (number && !number->is_v4), "both readers of IPv6 agree", text);
  if (number) check_number(*number);
}

void check_host(std::string_view host) {
  const std::string ascii = to_ascii_host(host);
  promise(to_ascii_host(ascii) == ascii, "a host in ASCII stays",
          ascii + " from " + std::string(host));
  (void)to_unicode_host(ascii);
}

// A host as parse_web_url gives it. The dot at the end of a name is no part of its domain.
void check_domain(std::string host) {
  const std::string domain = registrable_domain(host);
  if (domain.empty()) return;
  if (host.ends_with('.')) host.pop_back();
  promise(is_below_domain(host, domain) || host == domain, "a host lies below its domain",
          host + " " + domain);
  promise(registrable_domain(domain) == domain, "a registered domain is its own", domain);
  if (const IdentityProvider* provider = identity_provider_of(host))
    promise(!name(*provider).empty(), "a provider has a name");
}

}  // namespace

void run_address(std::string_view input) {
  check_uri(input);
  check_web_url(input);
  check_http_target(input);
  check_host(input.substr(0, 300));
  check_domain(parse_web_url(input).host);
  (void)is_readable_url(input);
  (void)issuer_of_metadata_url(input);
  (void)resource_of_metadata_url(input);
  const TargetVerdict from = judge_url("https://mcp.example.com:8443/a/b?c");
  const TargetVerdict led = judge_location(from.target, input, from.target, false);
  if (led.fault == HttpFault::None) {
    promise(led.target.scheme == "https", "a redirect does not lead down", led.target.url);
    promise(led.target.port == 443 || led.target.port == 8443, "a redirect keeps to known ports",
            led.target.url);
  }
  if (input.size() < 16) return;
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(input.begin(), 16, bytes.begin());
  check_number(IpAddress::v6(bytes));
  check_number(IpAddress::v4({bytes[0], bytes[1], bytes[2], bytes[3]}));
}

}  // namespace cardlint::fuzz
