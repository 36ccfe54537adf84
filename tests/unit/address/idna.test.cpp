// Host names beyond ASCII. Expectations: UTS #46 (not transitional), RFC 3492.
#include <catch2/catch.hpp>

#include "address/idna.h"

using namespace cardlint;

TEST_CASE("names for DNS") {
  CHECK(to_ascii_host("Example.COM") == "example.com");
  CHECK(to_ascii_host("stra\u00dfe.example") == "xn--strae-oqa.example");
  CHECK(to_ascii_host("\u65e5\u672c\u8a9e.example") == "xn--wgv71a119e.example");
  CHECK(to_ascii_host("\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444") ==
        "xn--e1afmkfd.xn--p1ai");
  CHECK(to_ascii_host("git\u200bhub.com") == "github.com");
  CHECK(to_ascii_host("\uff47ithub\uff0ecom") == "github.com");
  CHECK(to_ascii_host("b\u00fccher.Example.") == "xn--bcher-kva.example.");
  // Labels that IDNA refuses stay, and spoil no other.
  CHECK(to_ascii_host("\U0001f4a9.M\u00fcnchen.de") == "\U0001f4a9.xn--mnchen-3ya.de");
  CHECK(to_ascii_host("-a--b-.\u00e9.de") == "-a--b-.xn--9ca.de");
  CHECK(to_ascii_host("") == "");
  CHECK(to_ascii_host("\u00e9..de") == "xn--9ca..de");
  CHECK(to_ascii_host(std::string_view("a\0\xc3\xa9.de", 7)) ==
        std::string_view("a\0\xc3\xa9.de", 7));
  const std::string huge = std::string(1u << 20, 'a') + "\u00e9.de";
  CHECK(to_ascii_host(huge) == huge);
}

TEST_CASE("names for people") {
  CHECK(to_unicode_host("example.com") == "example.com");
  CHECK(to_unicode_host("xn--mnchen-3ya.example") == "m\u00fcnchen.example");
  CHECK(to_unicode_host("a.xn--ggle-55da.com.") == "a.g\u043e\u043egle.com.");
  CHECK(to_unicode_host("xn--.com") == "xn--.com");
  CHECK(to_unicode_host("xn--a.com") == "xn--a.com");
}
