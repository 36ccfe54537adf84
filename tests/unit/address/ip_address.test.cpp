// What IP addresses are for. Expectations: IANA's special-purpose registries, RFC 6052, RFC 4380.
#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "address/ip_address.h"

using namespace cardlint;
using Sort = AddressSort;

namespace {

AddressRange range_of(std::string_view text) {
  const auto address = parse_ip_address(text);
  INFO(text);
  REQUIRE(address);
  return classify(*address);
}

struct Range {
  const char* first;
  const char* last;
  Sort sort;
};

IpAddress at(const char* text) {
  return *parse_ip_address(text);
}

// The address next to `address`: step 1 or -1.
IpAddress neighbour(IpAddress address, int step) {
  for (int i = address.is_v4 ? 3 : 15; i >= 0; --i) {
    auto& byte = address.bytes[static_cast<std::size_t>(i)];
    byte = static_cast<std::uint8_t>(byte + step);
    if (byte != (step > 0 ? 0 : 255)) break;
  }
  return address;
}

}  // namespace

TEST_CASE("addresses are read strictly") {
  CHECK(to_text(at("192.0.2.1")) == "192.0.2.1");
  CHECK(to_text(at("2001:DB8:0:0:0:0:0:1")) == "2001:db8::1");
  CHECK(to_text(at("::ffff:1.2.3.4")) == "::ffff:102:304");
  CHECK(to_text(at("::")) == "::");
  CHECK(to_text(at("::1")) == "::1");
  CHECK(to_text(at("1::")) == "1::");
  CHECK(to_text(at("1:0:2:3:4:5:6:7")) == "1:0:2:3:4:5:6:7");
  CHECK(to_text(at("1:0:0:2:0:0:0:7")) == "1:0:0:2::7");
  CHECK(to_text(at("1:0:0:2:3:0:0:7")) == "1::2:3:0:0:7");
  CHECK(at("::ffff:7f00:1") == at("0:0:0:0:0:ffff:127.0.0.1"));
  CHECK(IpAddress::v4({10, 1, 2, 3}) == at("10.1.2.3"));
  CHECK(IpAddress::v6({0xfe, 0x80}) == at("fe80::"));
  for (const char* text :
       {"", "1", "1.2.3", "01.2.3.4", "1.2.3.256", "0x1.2.3.4", "1.2.3.4.", " 1.2.3.4", "[::1]",
        "::1%eth0", ":::", "1::2::3", "fe80", "::1.2.3", "12345::", "1:2:3:4:5:6:7:8:9"}) {
    INFO(text);
    CHECK_FALSE(parse_ip_address(text));
  }
  CHECK_FALSE(parse_ip_address(std::string_view("1.2.3.4\0", 8)));
}

// Random addresses of each range, its ends, and the neighbours of its ends when those are public.
TEST_CASE("ranges of IPv4") {
  const std::vector<Range> ranges{
      {"0.0.0.0", "0.0.0.0", Sort::Unspecified},
      {"0.0.0.1", "0.255.255.255", Sort::Reserved},
      {"10.0.0.0", "10.255.255.255", Sort::Private},
      {"100.64.0.0", "100.100.100.199", Sort::Shared},
      {"100.100.100.201", "100.127.255.255", Sort::Shared},
      {"127.0.0.0", "127.255.255.255", Sort::Loopback},
      {"169.254.171.0", "169.254.255.255", Sort::LinkLocal},
      {"172.16.0.0", "172.31.255.255", Sort::Private},
      {"192.0.0.0", "192.0.0.191", Sort::Reserved},
      {"192.0.2.0", "192.0.2.255", Sort::Documentation},
      {"192.88.99.0", "192.88.99.255", Sort::Reserved},
      {"192.168.0.0", "192.168.255.255", Sort::Private},
      {"198.18.0.0", "198.19.255.255", Sort::Benchmarking},
      {"198.51.100.0", "198.51.100.255", Sort::Documentation},
      {"203.0.113.0", "203.0.113.255", Sort::Documentation},
      {"224.0.0.0", "239.255.255.255", Sort::Multicast},
      {"240.0.0.0", "255.255.255.255", Sort::Reserved},
      // Public from end to end.
      {"1.0.0.0", "9.255.255.255", Sort::Public},
      {"11.0.0.0", "100.63.255.255", Sort::Public},
      {"100.128.0.0", "126.255.255.255", Sort::Public},
      {"128.0.0.0", "168.63.129.15", Sort::Public},
      {"168.63.129.17", "169.253.255.255", Sort::Public},
      {"169.255.0.0", "172.15.255.255", Sort::Public},
      {"172.32.0.0", "191.255.255.255", Sort::Public},
      {"192.0.1.0", "192.0.1.255", Sort::Public},
      {"192.0.3.0", "192.88.98.255", Sort::Public},
      {"192.88.100.0", "192.167.255.255", Sort::Public},
      {"192.169.0.0", "198.17.255.255", Sort::Public},
      {"198.20.0.0", "198.51.99.255", Sort::Public},
      {"198.51.101.0", "203.0.112.255", Sort::Public},
      {"203.0.114.0", "223.255.255.255", Sort::Public},
  };
  const auto number = [](const IpAddress& a) {
    return std::uint32_t{a.bytes[0]} << 24 | std::uint32_t{a.bytes[1]} << 16 |
           std::uint32_t{a.bytes[2]} << 8 | a.bytes[3];
  };
  std::mt19937 random(4711);
  for (const Range& range : ranges) {
    INFO(range.first);
    CHECK(range_of(range.first).sort == range.sort);
    CHECK(range_of(range.last).sort == range.sort);
    std::uniform_int_distribution<std::uint32_t> any(number(at(range.first)),
                                                     number(at(range.last)));
    for (int i = 0; i < 200; ++i) {
      const std::uint32_t n = any(random);
      const auto byte = [&](int shift) { return static_cast<std::uint8_t>(n >> shift); };
      const IpAddress address = IpAddress::v4({byte(24), byte(16), byte(8), byte(0)});
      INFO(to_text(address));
      const AddressRange found = classify(address);
      CHECK(found.sort == range.sort);
      CHECK(found.name.empty() == found.is_public());
      // The same number, carried by IPv6.
      for (const char* carrier : {"::ffff:", "64:ff9b::"})
        CHECK(range_of(carrier + to_text(address)).sort == range.sort);
    }
  }
}

TEST_CASE("ranges of IPv6") {
  const std::vector<Range> ranges{
      {"::1", "::1", Sort::Loopback},
      {"::", "::", Sort::Unspecified},
      {"0:0:0:1::", "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Reserved},
      {"100::", "100:0:0:1:ffff:ffff:ffff:ffff", Sort::Reserved},
      {"2001:1::", "2001:1:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Reserved},
      {"2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", Sort::Benchmarking},
      {"2001:10::", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Reserved},
      {"2001:40::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Reserved},
      {"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Documentation},
      {"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Documentation},
      {"4000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Reserved},
      {"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Private},
      {"fe00::", "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Reserved},
      {"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::LinkLocal},
      {"fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Private},
      {"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Multicast},
      {"2000::", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Public},
      {"2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Public},
      {"2001:4:112::", "2001:4:112:ffff:ffff:ffff:ffff:ffff", Sort::Public},
      {"2001:200::", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Public},
      {"2001:db9::", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Public},
      {"2003::", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Public},
      {"3fff:1000::", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Sort::Public},
  };
  std::mt19937 random(4711);
  for (const Range& range : ranges) {
    INFO(range.first);
    const IpAddress first = at(range.first);
    const IpAddress last = at(range.last);
    CHECK(classify(first).sort == range.sort);
    CHECK(classify(last).sort == range.sort);
    // From either end inwards: random below the first byte in which the ends differ.
    std::size_t differs = 0;
    while (differs < 15 && first.bytes[differs] == last.bytes[differs]) ++differs;
    for (int i = 0; i < 200 && first != last; ++i) {
      IpAddress address = i % 2 == 0 ? first : last;
      for (std::size_t b = differs + 2; b < 16; ++b)
        address.bytes[b] = static_cast<std::uint8_t>(random());
      if (address.bytes < first.bytes || address.bytes > last.bytes) continue;
      INFO(to_text(address));
      CHECK(classify(address).sort == range.sort);
    }
  }
  CHECK(classify(neighbour(at("fc00::"), -1)).sort == Sort::Reserved);
  CHECK(classify(neighbour(at("2001:db8::"), -1)).is_public());
}

TEST_CASE("the services of clouds are named") {
  for (const char* text :
       {"169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16",
        "192.0.0.192", "fd00:ec2::254", "fd20:ce::254", "::ffff:169.254.169.254",
        "::ffff:a9fe:a9fe", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe",
        "64:ff9b:1:a9fe:a9:fe00::", "2002:a9fe:a9fe::1", "::169.254.169.254"}) {
    INFO(text);
    CHECK(range_of(text).sort == Sort::Metadata);
    CHECK_FALSE(range_of(text).source.empty());
  }
  CHECK(range_of("169.254.169.253").sort == Sort::LinkLocal);
  CHECK(range_of("168.63.129.15").is_public());
}

TEST_CASE("IPv4 that IPv6 carries is judged, and the carrier named") {
  CHECK(range_of("::ffff:127.0.0.1").sort == Sort::Loopback);
  CHECK(range_of("::ffff:127.0.0.1").carrier == "IPv4-mapped");
  CHECK(range_of("::ffff:127.0.0.1").prefix == "127.0.0.0/8");
  CHECK(range_of("::1").carrier.empty());
  CHECK(range_of("64:ff9b::7f00:1").sort == Sort::Loopback);
  CHECK(range_of("64:ff9b::93.184.216.34").is_public());
  CHECK(range_of("64:ff9b:1::93.184.216.34").sort == Sort::Private);
  CHECK(range_of("64:ff9b:1:808:8:800::").sort == Sort::Private);
  CHECK(range_of("2002:c0a8:101::").sort == Sort::Private);
  CHECK(range_of("2002:5db8:d822::").is_public());
  // Teredo: the relay 65.54.227.120, the client 192.0.2.45 (RFC 4380), then a public client.
  CHECK(range_of("2001:0:4136:e378:8000:63bf:3fff:fdd2").sort == Sort::Documentation);
  CHECK(range_of("2001:0:4136:e378:8000:63bf:a247:27dd").is_public());
  CHECK(range_of("2001:0:7f00:1::a247:27dd").carrier == "Teredo");
  CHECK(range_of("::93.184.216.34").sort == Sort::Reserved);
}
