#include "checks/address/host_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "address/ip_address.h"
#include "address/uri.h"
#include "base/text.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// RFC 6761, 6762, 7686, 8375, and what private networks use by habit.
constexpr std::array kInternalSuffixes{
    "internal"sv, "local"sv, "localdomain"sv, "lan"sv,  "home.arpa"sv, "corp"sv,     "intranet"sv,
    "private"sv,  "svc"sv,   "onion"sv,       "test"sv, "invalid"sv,   "localhost"sv};

// Names below these carry an address, or answer with any that was asked for.
constexpr std::array kRebinding{"nip.io"sv, "sslip.io"sv, "xip.io"sv, "1u.ms"sv, "rbndr.us"sv};
// Every name below these is 127.0.0.1.
constexpr std::array kLoopbackDomains{"localtest.me"sv, "lvh.me"sv};

// The services of clouds that a name leads to.
constexpr std::array kMetadataNames{"metadata"sv,
                                    "metadata.google.internal"sv,
                                    "instance-data"sv,
                                    "instance-data.ec2.internal"sv,
                                    "metadata.azure.internal"sv,
                                    "metadata.tencentyun.com"sv};

std::optional<IpAddress> hexadecimal(std::string_view part) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number, 16);
  if (part.size() != 8 || error != std::errc() || end != part.data() + part.size())
    return std::nullopt;
  const auto byte = [&](int shift) { return static_cast<std::uint8_t>(number >> shift); };
  return IpAddress::v4({byte(24), byte(16), byte(8), byte(0)});
}

// An address that is not public in a name such as 10-0-0-1.nip.io, 7f000001.c0a80001.rbndr.us or
// --1.sslip.io.
std::optional<IpAddress> private_address_in(std::string_view name) {
  const auto is_private = [](const std::optional<IpAddress>& address) {
    return address && !classify(*address).is_public();
  };
  std::string dotted(name);
  std::replace(dotted.begin(), dotted.end(), '-', '.');
  const auto parts = split(dotted, '.');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto hex = hexadecimal(parts[i]);
    if (is_private(hex)) return hex;
    if (i + 4 > parts.size()) continue;
    const auto quad = parse_ip_address(
        fmt::format("{}.{}.{}.{}", parts[i], parts[i + 1], parts[i + 2], parts[i + 3]));
    if (is_private(quad)) return quad;
  }
  for (const std::string_view label : split(name, '.')) {
    std::string colons(label);
    std::replace(colons.begin(), colons.end(), '-', ':');
    const auto v6 = colons.find(':') == std::string::npos ? std::nullopt : parse_ip_address(colons);
    if (is_private(v6)) return v6;
  }
  return std::nullopt;
}

// The innermost domain of `list` that `host` lies below.
template <class List>
std::string_view domain_of(std::string_view host, const List& list) {
  const auto it = std::find_if(list.begin(), list.end(), [&](std::string_view domain) {
    return is_below_domain(host, domain);
  });
  return it == list.end() ? std::string_view() : *it;
}

}  // namespace

bool is_loopback_name(std::string_view host) {
  return is_below_domain(host, "localhost");
}

std::string internal_because(std::string_view host) {
  if (is_loopback_name(host) || host == "ip6-localhost" || host == "ip6-loopback")
    return "is the reader's own machine";
  if (contains(kMetadataNames, host)) return "is the metadata service of a cloud";
  if (host == "kubernetes.default" || host.starts_with("kubernetes.default."))
    return "is the control plane of the reader's own cluster";
  if (host.find('.') == std::string_view::npos)
    return "has no dot, so only a private network knows it";
  if (const std::string_view suffix = domain_of(host, kInternalSuffixes); !suffix.empty())
    return fmt::format("ends in '.{}', which no public DNS knows", suffix);
  if (!domain_of(host, kLoopbackDomains).empty()) return "resolves to the reader's own machine";
  const std::string_view service = rebinding_service(host);
  if (service.empty()) return {};
  const auto address = private_address_in(host.substr(0, host.size() - service.size()));
  return address ? fmt::format("resolves to {}, an address that is not public", to_text(*address))
                 : std::string();
}

std::string_view rebinding_service(std::string_view host) {
  return domain_of(host, kRebinding);
}

bool is_placeholder_name(std::string_view host) {
  constexpr std::array kWords{"yourdomain"sv, "your_domain"sv, "yourcompany"sv, "yourserver"sv,
                              "yourhost"sv,   "yourapp"sv,     "yourname"sv,    "yourorg"sv,
                              "yoursite"sv,   "changeme"sv,    "change-me"sv,   "todo"sv,
                              "replaceme"sv,  "replace-me"sv};
  if (host.find('<') != std::string_view::npos || host.find("{{") != std::string_view::npos)
    return true;
  const auto labels = split(host, '.');
  // A name such as todo.example.org belongs to somebody; its last two labels, or all, are a
  // template's.
  const bool named = labels.size() <= 2 && contains(kWords, labels.front());
  return named || std::any_of(labels.begin(), labels.end(), [&](std::string_view label) {
           return label.starts_with("your-") || label.starts_with("your_") ||
                  (label.starts_with("your") && contains(kWords, label));
         });
}

bool is_example_name(std::string_view host) {
  constexpr std::array kExamples{"example"sv, "example.com"sv, "example.net"sv, "example.org"sv};
  return !domain_of(host, kExamples).empty();
}

std::span<const std::string_view> well_known_domains() {
  static constexpr std::array kDomains{
      // Who signs people in.
      "google.com"sv, "googleapis.com"sv, "microsoft.com"sv, "microsoftonline.com"sv, "live.com"sv,
      "windows.net"sv, "apple.com"sv, "icloud.com"sv, "amazon.com"sv, "amazonaws.com"sv,
      "amazoncognito.com"sv, "facebook.com"sv, "linkedin.com"sv, "twitter.com"sv, "okta.com"sv,
      "oktapreview.com"sv, "auth0.com"sv, "onelogin.com"sv, "pingidentity.com"sv, "pingone.com"sv,
      "workos.com"sv, "stytch.com"sv, "descope.com"sv, "clerk.com"sv, "supabase.co"sv,
      "supabase.com"sv, "firebaseapp.com"sv, "salesforce.com"sv, "slack.com"sv, "atlassian.com"sv,
      "atlassian.net"sv, "paypal.com"sv, "stripe.com"sv, "discord.com"sv, "dropbox.com"sv,
      "zoom.us"sv, "notion.com"sv, "notion.so"sv, "figma.com"sv, "linear.app"sv, "hubspot.com"sv,
      // Where code is, and where it runs.
      "github.com"sv, "githubusercontent.com"sv, "gitlab.com"sv, "bitbucket.org"sv,
      "huggingface.co"sv, "cloudflare.com"sv, "workers.dev"sv, "vercel.com"sv, "vercel.app"sv,
      // Models, and where servers for them are listed.
      "anthropic.com"sv, "claude.ai"sv, "claude.com"sv, "openai.com"sv, "chatgpt.com"sv,
      "modelcontextprotocol.io"sv, "smithery.ai"sv};
  return kDomains;
}

}  // namespace cardlint::checks
