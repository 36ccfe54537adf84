// URIs by RFC 3986, and what forgiving readers make of the rest.
#include <catch2/catch.hpp>

#include "address/uri.h"

using namespace cardlint;

TEST_CASE("texts that are URIs") {
  for (const char* text :
       {"https://example.com", "https://example.com/a/b?c=d&e#f",
        "HTTPS://user:pw@EXAMPLE.com:8443/", "https://[2001:db8::1]:80/x",
        "https://[::ffff:192.0.2.1]/", "https://[v1.a:b]/", "urn:air:example.com:mcp:weather",
        "mailto:a@example.com", "file:///etc/hosts",
        "data:image/png;base64,iVBORw0KGgo=", "http:/one/slash", "a+b-c.d:e",
        "https://e.com/%20%C3%A4", "https://", "https://example.com:/"}) {
    INFO(text);
    CHECK(is_uri(text));
    CHECK(is_readable_url(text));
  }
}

TEST_CASE("texts that are not") {
  for (const char* text :
       {"", "example.com", "/mcp", "//example.com/x", "x:", "1http://e.com", "https://e.com/a b",
        "https://e.com/<x>", "https://ex\xc3\xa4mple.com", "https://e.com/%zz", "https://e.com/%2",
        "https://e.com:80a/", "https://[::1", "https://[::g]/", "https://[1:2:3:4:5:6:7:8:9]/",
        "https://[1::2::3]/", "https://e.com/#a#b", "https://{x}.example.com",
        "https://e.com\\x"}) {
    INFO(text);
    CHECK_FALSE(is_uri(text));
  }
}

TEST_CASE("what a forgiving reader takes apart") {
  for (const char* text :
       {"https://e.com/a b", "https://e.com/<x>", "https://ex\xc3\xa4mple.com/"}) {
    INFO(text);
    CHECK(is_readable_url(text));
  }
  for (const char* text :
       {"https://e.com/%zz", "https://e.com:80a/", "https://[::1", "https://a b/", "https://{x}/",
        "https://e.com/\n", "https://a@b c@d/"}) {
    INFO(text);
    CHECK_FALSE(is_readable_url(text));
  }
}

TEST_CASE("the parts of a URI are those of RFC 3986, appendix B") {
  const UriParts parts = split_uri("https://u:p@[::1]:8443/a/b?c=/d?e#f?g");
  CHECK(parts.scheme == "https");
  CHECK(parts.userinfo == "u:p");
  CHECK(parts.host == "[::1]");
  CHECK(parts.port == "8443");
  CHECK(parts.path == "/a/b");
  CHECK(parts.query == "c=/d?e");
  CHECK(parts.fragment == "f?g");
  CHECK(split_uri("https://trusted.example@evil.example/").host == "evil.example");
  CHECK(split_uri("https://example.com?x=//y@z").host == "example.com");
  CHECK(split_uri("https://example.com#@evil.example").host == "example.com");
}

TEST_CASE("hosts below a domain") {
  CHECK(is_below_domain("example.com", "example.com"));
  CHECK(is_below_domain("a.B.Example.COM", "example.com"));
  CHECK_FALSE(is_below_domain("badexample.com", "example.com"));
  CHECK_FALSE(is_below_domain("example.com.evil.org", "example.com"));
  CHECK_FALSE(is_below_domain("com", "example.com"));
}
