#include "checks/member/semver.h"

#include <re2/re2.h>
#include <catch2/catch.hpp>

#include <random>
#include <string>

namespace cardlint::checks {
namespace {

TEST_CASE("versions are what the grammar of SemVer says") {
  for (const char* version :
       {"0.0.0", "1.4.0", "10.20.30", "1.0.0-alpha", "1.0.0-0.3.7", "1.0.0--", "1.0.0-x-y-z.-",
        "1.0.0+001", "1.0.0-beta+exp.sha-5114f85", "1.0.0-01a"}) {
    INFO(version);
    CHECK(is_semver(version));
  }
  for (const char* text :
       {"", "1", "1.0", "1.0.0.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0+", "1.0.0-01", "1.0.0-a..b",
        "1.0.0+a_b", "1.0.0+a+b", " 1.0.0", "1.0.0\n", "-1.0.0", "1..0"}) {
    INFO(text);
    CHECK_FALSE(is_semver(text));
  }
}

TEST_CASE("random texts are judged as by the expression of semver.org") {
  const RE2 grammar(
      R"(^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))"
      R"((?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$)");
  REQUIRE(grammar.ok());
  std::mt19937 random(3);
  int versions = 0;
  for (int i = 0; i < 200000; ++i) {
    std::string text = random() % 4 == 0 ? "" : "1.0.2";
    for (std::size_t left = random() % 9; left > 0; --left) text += "01.-+a"[random() % 6];
    INFO(text);
    const bool version = RE2::FullMatch(text, grammar);
    versions += version ? 1 : 0;
    REQUIRE(is_semver(text) == version);
  }
  CHECK(versions > 1000);
}

}  // namespace
}  // namespace cardlint::checks
