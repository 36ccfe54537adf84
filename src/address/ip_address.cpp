#include "address/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstddef>
#include <iterator>

#include <fmt/format.h>

namespace cardlint {
namespace {

using Sort = AddressSort;

struct Prefix {
  std::array<std::uint8_t, 16> bytes{};
  unsigned bits = 0;
};

constexpr unsigned digit(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
}

// "10.0.0.0/8" or "fd00:ec2::254/128", read while compiling: the tables below can be compared with
// the registries by eye.
consteval Prefix prefix(std::string_view text) {
  Prefix out;
  const bool v4 = text.find(':') == std::string_view::npos;
  const std::size_t slash = text.find('/');
  for (const char c : text.substr(slash + 1)) out.bits = out.bits * 10 + digit(c);
  const std::size_t width = v4 ? 1 : 2;
  // The groups before and behind "::", which stands for as many zeros as are left.
  std::array<unsigned, 8> groups{};
  std::size_t count = 0;
  std::size_t gap = 8;
  bool empty = true;
  for (std::size_t i = 0; i <= slash; ++i) {
    const char c = text[i];
    if (c != '.' && c != ':' && c != '/') {
      groups[count] = groups[count] * (v4 ? 10 : 16) + digit(c);
      empty = false;
      continue;
    }
    if (empty && c == ':') gap = count;
    count += !empty;
    empty = true;
  }
  const std::size_t all = v4 ? 4 : 8;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = (i < gap ? i : i + all - count) * width;
    if (!v4) out.bytes[at] = static_cast<std::uint8_t>(groups[i] >> 8);
    out.bytes[at + width - 1] = static_cast<std::uint8_t>(groups[i] & 0xff);
  }
  return out;
}

struct Row {
  std::string_view text;
  Prefix range;
  Sort sort;
  std::string_view name;
  std::string_view source;

  consteval Row(std::string_view where, Sort what, std::string_view purpose,
                std::string_view said_by)
      : text(where), range(prefix(where)), sort(what), name(purpose), source(said_by) {}
};

// The first row that holds the address decides: single services before ranges, small ranges before
// the large ones around them. Source: IANA's IPv4 Special-Purpose Address Registry of 2025-10 and
// its multicast registry. The globally reachable rows (AS112: 192.31.196.0/24, 192.175.48.0/24;
// AMT: 192.52.193.0/24) are public and have no row; those within 192.0.0.0/24 are helpers on the
// reader's own path (PCP, TURN), where no web server lives.
constexpr Row kV4[] = {
    {"169.254.169.254/32", Sort::Metadata, "a cloud's metadata", "AWS, Google Cloud, Azure"},
    {"169.254.170.2/32", Sort::Metadata, "a container's credentials", "AWS ECS"},
    {"169.254.170.23/32", Sort::Metadata, "a container's credentials", "AWS EKS"},
    {"168.63.129.16/32", Sort::Metadata, "a cloud's own services", "Azure"},
    {"100.100.100.200/32", Sort::Metadata, "a cloud's metadata", "Alibaba Cloud"},
    {"192.0.0.192/32", Sort::Metadata, "a cloud's metadata", "Oracle Cloud"},
    {"0.0.0.0/32", Sort::Unspecified, "no particular host", "RFC 1122 §3.2.1.3"},
    {"0.0.0.0/8", Sort::Reserved, "this network", "RFC 791 §3.2"},
    {"10.0.0.0/8", Sort::Private, "private use", "RFC 1918"},
    {"100.64.0.0/10", Sort::Shared, "the inside of a provider's network", "RFC 6598"},
    {"127.0.0.0/8", Sort::Loopback, "loopback", "RFC 1122 §3.2.1.3"},
    {"169.254.0.0/16", Sort::LinkLocal, "a single link", "RFC 3927"},
    {"172.16.0.0/12", Sort::Private, "private use", "RFC 1918"},
    {"192.0.0.0/24", Sort::Reserved, "protocol assignments", "RFC 6890 §2.1"},
    {"192.0.2.0/24", Sort::Documentation, "documentation", "RFC 5737"},
    {"192.88.99.0/24", Sort::Reserved, "relays of 6to4", "RFC 7526"},
    {"192.168.0.0/16", Sort::Private, "private use", "RFC 1918"},
    {"198.18.0.0/15", Sort::Benchmarking, "benchmarks", "RFC 2544"},
    {"198.51.100.0/24", Sort::Documentation, "documentation", "RFC 5737"},
    {"203.0.113.0/24", Sort::Documentation, "documentation", "RFC 5737"},
    {"224.0.0.0/4", Sort::Multicast, "multicast", "RFC 5771"},
    {"255.255.255.255/32", Sort::Reserved, "broadcast", "RFC 919 §7"},
    {"240.0.0.0/4", Sort::Reserved, "future use", "RFC 1112 §4"},
};

// IANA's IPv6 Special-Purpose Address Registry of 2025-10. ORCHIDs and DETs are identifiers, not
// places. Carriers of IPv4 (::ffff:0:0/96, 64:ff9b::/96, 2002::/16, 2001::/32) are judged before
// this table is read.
constexpr Row kV6[] = {
    {"fd00:ec2::254/128", Sort::Metadata, "a cloud's metadata", "AWS"},
    {"fd00:ec2::23/128", Sort::Metadata, "a container's credentials", "AWS EKS"},
    {"fd20:ce::254/128", Sort::Metadata, "a cloud's metadata", "Google Cloud"},
    {"::1/128", Sort::Loopback, "loopback", "RFC 4291 §2.5.3"},
    {"::/128", Sort::Unspecified, "no particular host", "RFC 4291 §2.5.2"},
    {"64:ff9b:1::/48", Sort::Private, "a network's own translation to IPv4", "RFC 8215"},
    {"100::/64", Sort::Reserved, "discarding", "RFC 6666"},
    {"100:0:0:1::/64", Sort::Reserved, "dummies", "RFC 9780"},
    {"2001:2::/48", Sort::Benchmarking, "benchmarks", "RFC 5180"},
    {"2001:3::/32", Sort::Public, "", ""},      // AMT, RFC 7450
    {"2001:4:112::/48", Sort::Public, "", ""},  // AS112, RFC 7535
    {"2001:10::/28", Sort::Reserved, "identifiers", "RFC 4843"},
    {"2001:20::/28", Sort::Reserved, "identifiers", "RFC 7343"},
    {"2001:30::/28", Sort::Reserved, "identifiers", "RFC 9374"},
    {"2001::/23", Sort::Reserved, "protocol assignments", "RFC 2928"},
    {"2001:db8::/32", Sort::Documentation, "documentation", "RFC 3849"},
    {"3fff::/20", Sort::Documentation, "documentation", "RFC 9637"},
    {"2000::/3", Sort::Public, "", ""},
    {"5f00::/16", Sort::Reserved, "segment routing", "RFC 9602"},
    {"fc00::/7", Sort::Private, "private use", "RFC 4193"},
    {"fe80::/10", Sort::LinkLocal, "a single link", "RFC 4291 §2.5.6"},
    {"fec0::/10", Sort::Private, "private use", "RFC 3879"},
    {"ff00::/8", Sort::Multicast, "multicast", "RFC 4291 §2.7"},
    {"::/0", Sort::Reserved, "nobody so far", "RFC 4291 §2.4"},
};

bool is_within(const std::uint8_t* bytes, const Prefix& range) {
  const std::size_t whole = range.bits / 8;
  if (!std::equal(bytes, bytes + whole, range.bytes.begin())) return false;
  const unsigned rest = range.bits % 8;
  return rest == 0 || (bytes[whole] ^ range.bytes[whole]) >> (8 - rest) == 0;
}

template <std::size_t N>
AddressRange look_up(const Row (&table)[N], const std::uint8_t* bytes) {
  const auto* row = std::find_if(std::begin(table), std::end(table),
                                 [&](const Row& r) { return is_within(bytes, r.range); });
  if (row == std::end(table) || row->sort == Sort::Public) return {};
  return {row->sort, row->name, row->text, row->source, {}};
}

// The verdict on an IPv4 address that `carrier` brings along.
AddressRange carried(std::array<std::uint8_t, 4> v4, std::string_view carrier) {
  AddressRange range = look_up(kV4, v4.data());
  range.carrier = carrier;
  return range;
}

template <std::size_t From>
std::array<std::uint8_t, 4> four(const IpAddress& address) {
  const auto& b = address.bytes;
  return {b[From], b[From + 1], b[From + 2], b[From + 3]};
}

// RFC 6052 §2.2 spreads IPv4 around the eighth byte behind a prefix of 48 bits; many networks
// append it to a prefix of 96 instead.
AddressRange local_translation(const IpAddress& address, AddressRange otherwise) {
  const auto& b = address.bytes;
  const bool appended = std::all_of(b.begin() + 6, b.begin() + 12, [](auto byte) { return !byte; });
  const AddressRange inner =
      carried(appended ? four<12>(address) : std::array{b[6], b[7], b[9], b[10]}, "NAT64");
  return inner.is_public() ? otherwise : inner;
}

AddressRange classify_v6(const IpAddress& address) {
  const auto begins = [&](const Prefix& range) { return is_within(address.bytes.data(), range); };
  static constexpr Prefix kMapped = prefix("::ffff:0:0/96");
  static constexpr Prefix kNat64 = prefix("64:ff9b::/96");
  static constexpr Prefix kLocalNat64 = prefix("64:ff9b:1::/48");
  static constexpr Prefix k6to4 = prefix("2002::/16");
  static constexpr Prefix kTeredo = prefix("2001::/32");
  static constexpr Prefix kCompatible = prefix("::/96");
  if (begins(kMapped)) return carried(four<12>(address), "IPv4-mapped");
  if (begins(kNat64)) return carried(four<12>(address), "NAT64");
  if (begins(k6to4)) return carried(four<2>(address), "6to4");
  if (begins(kTeredo)) {
    // RFC 4380 §4: the relay's address, and that of the client with every bit turned over.
    auto client = four<12>(address);
    for (auto& byte : client) byte = static_cast<std::uint8_t>(~byte);
    const AddressRange relay = carried(four<4>(address), "Teredo");
    return relay.is_public() ? carried(client, "Teredo") : relay;
  }
  const AddressRange range = look_up(kV6, address.bytes.data());
  if (begins(kLocalNat64)) return local_translation(address, range);
  if (range.sort == Sort::Reserved && begins(kCompatible)) {
    const AddressRange inner = carried(four<12>(address), "IPv4-compatible");
    return inner.is_public() ? range : inner;
  }
  return range;
}

}  // namespace

IpAddress IpAddress::v4(std::array<std::uint8_t, 4> bytes) {
  IpAddress address{{}, true};
  std::copy(bytes.begin(), bytes.end(), address.bytes.begin());
  return address;
}

IpAddress IpAddress::v6(std::array<std::uint8_t, 16> bytes) {
  return {bytes, false};
}

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  if (text.empty() || text.size() >= INET6_ADDRSTRLEN) return std::nullopt;
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  IpAddress address{{}, text.find(':') == std::string_view::npos};
  const int family = address.is_v4 ? AF_INET : AF_INET6;
  if (inet_pton(family, std::string(text).c_str(), address.bytes.data()) != 1) return std::nullopt;
  return address;
}

std::string to_text(const IpAddress& address) {
  const auto& b = address.bytes;
  if (address.is_v4) return fmt::format("{}.{}.{}.{}", b[0], b[1], b[2], b[3]);
  const auto group = [&](std::size_t i) { return b[2 * i] << 8 | b[2 * i + 1]; };
  // The first of the longest runs of zeros becomes "::", unless it is a single group.
  std::size_t gap = 8;
  std::size_t length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && group(end) == 0) ++end;
    if (end - i > length) {
      gap = i;
      length = end - i;
    }
  }
  std::string out;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == gap) {
      out += "::";
      i += length - 1;
      continue;
    }
    out += fmt::format("{}{:x}", out.empty() || out.ends_with(':') ? "" : ":", group(i));
  }
  return out;
}

AddressRange classify(const IpAddress& address) {
  return address.is_v4 ? look_up(kV4, address.bytes.data()) : classify_v6(address);
}

}  // namespace cardlint
