// IP addresses and what they are for: does a number lie in the internet, or in the network of
// whoever follows it? Judges numbers, wherever they come from (a URL's text, an answer of DNS);
// asks no network and knows no documents.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cardlint {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};  // network order; of an IPv4 address the first four
  bool is_v4 = false;

  static IpAddress v4(std::array<std::uint8_t, 4> bytes);
  static IpAddress v6(std::array<std::uint8_t, 16> bytes);
  bool operator==(const IpAddress&) const = default;
};

// "192.0.2.1" (four decimal numbers, no leading zeros) or an IPv6 address without brackets (RFC
// 4291 §2.2, with or without IPv4 at its end). Nothing else: no zone identifier, no other notation
// of IPv4, which parse_web_url turns into this one.
std::optional<IpAddress> parse_ip_address(std::string_view text);
// Dotted decimal; RFC 5952 §4, without IPv4 at the end, as the WHATWG URL Standard has it.
std::string to_text(const IpAddress& address);

enum class AddressSort : std::uint8_t {
  Public,       // may be a server in the internet
  Loopback,     // 127.0.0.0/8, ::1: the reader's own machine
  Unspecified,  // 0.0.0.0, ::: a client that connects there reaches its own machine too
  Private,      // private use, unique and site local
  Shared,       // between a provider and its customers (carrier-grade NAT)
  LinkLocal,
  Metadata,  // the metadata or credential service of a cloud, in whatever range
  Multicast,
  Documentation,
  Benchmarking,
  Reserved,  // protocol assignments, anycast helpers, broadcast, whatever nobody has been given
};

// What IANA's special-purpose registries (RFC 6890) say of an address, with the ranges that these
// leave to other registries: multicast, site-local, IPv6 outside 2000::/3.
struct AddressRange {
  AddressSort sort = AddressSort::Public;
  std::string_view name;    // "private use"; empty for Public. Fits behind "is an address for …"
  std::string_view prefix;  // "10.0.0.0/8"
  std::string_view source;  // "RFC 1918", or whose service it is
  // An IPv6 address that carries an IPv4 address is judged by that: how it does ("IPv4-mapped",
  // "NAT64", "6to4", "Teredo", "IPv4-compatible"), else empty.
  std::string_view carrier;

  bool is_public() const { return sort == AddressSort::Public; }
};

AddressRange classify(const IpAddress& address);

}  // namespace cardlint
