// URLs as new URL() reads them. Expectations follow the WHATWG URL Standard.
#include <catch2/catch.hpp>

#include <string>

#include "address/web_url.h"

using namespace cardlint;

namespace {

// "host" of a valid address, "-" where there is none, "invalid" otherwise.
std::string host_of(std::string_view text) {
  const WebUrl url = parse_web_url(text);
  if (!url.valid) return "invalid";
  return url.has_host ? url.host : "-";
}

}  // namespace

TEST_CASE("web addresses and their hosts") {
  CHECK(host_of("https://Example.COM/a") == "example.com");
  CHECK(host_of("  https://example.com\n") == "example.com");
  CHECK(host_of("ht\ttps://exa\nmple.com") == "example.com");
  CHECK(host_of("https:example.com") == "example.com");
  CHECK(host_of("https:\\\\example.com\\x@y") == "example.com");
  CHECK(host_of("https:///example.com") == "example.com");
  CHECK(host_of("https://user:pw@good.com@evil.com/") == "evil.com");
  CHECK(host_of("https://good%2ecom/") == "good.com");
  CHECK(host_of("https://example.com:8443") == "example.com");
  CHECK(host_of("https://example.com:/") == "example.com");
  CHECK(host_of("https://[::1]:8080/") == "[::1]");
  CHECK(host_of("https://m\u00fcnchen.example/") == "xn--mnchen-3ya.example");
  CHECK(host_of("https://M\u00dcNCHEN.example/") == "xn--mnchen-3ya.example");
  CHECK(host_of("https://[0:0::FFFF:1]/") == "[::ffff:1]");
  CHECK(host_of("https://auth\u3002example.com/") == "auth.example.com");
  CHECK(host_of("https://\uff47ithub.com/") == "github.com");
  CHECK(host_of("https://\u2603.net/") == "\u2603.net");
  CHECK(host_of("urn:example:a") == "-");
  CHECK(host_of("javascript:alert(1)") == "-");
  CHECK(host_of("custom://host/x") == "host");
  CHECK(host_of("file:///etc/passwd") == "-");
}

TEST_CASE("IPv4 addresses in every notation") {
  for (const char* text :
       {"http://127.0.0.1", "http://2130706433", "http://0x7f.1", "http://0177.0.0.01",
        "http://127.1", "http://0x7f000001/", "http://127.0.0.1./", "http://%31%32%37.0.0.1",
        "http://\u2460\u2461\u2466.\u24ea.\uff10.1"}) {
    INFO(text);
    CHECK(host_of(text) == "127.0.0.1");
    CHECK(parse_web_url(text).address);
  }
  for (const char* text :
       {"http://256.0.0.1", "http://1.2.3.4.5", "http://0x100000000", "http://1.2.3.256",
        "http://09.1.1.1", "http://4294967296", "http://1..2", "http://a.0x1g.7"}) {
    INFO(text);
    CHECK(host_of(text) == "invalid");
  }
  CHECK_FALSE(parse_web_url("http://1.2.3.4.example").address);
  CHECK_FALSE(parse_web_url("http://0x.example").address);
}

TEST_CASE("what new URL() refuses") {
  for (const char* text : {"",
                           " ",
                           "example.com",
                           "/a",
                           "//example.com",
                           "https://",
                           "https:///",
                           "https://?x",
                           "https://a b/",
                           "https://example.com:99999",
                           "https://example.com:8a",
                           "https://@/",
                           "https://a@",
                           "https://[::1",
                           "https://[::1%25eth0]/",
                           "https://a<b/",
                           "https://a%zz/",
                           "https://%00/",
                           "https://a|b",
                           "https://a^b",
                           "1https://example.com",
                           "https&colon;//example.com",
                           "javascript%3Aalert(1)",
                           "\u00a0https://example.com"}) {
    INFO(text);
    CHECK_FALSE(parse_web_url(text).valid);
  }
}
