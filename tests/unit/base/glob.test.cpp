#include <catch2/catch.hpp>

#include <chrono>
#include <string>

#include "base/date.h"
#include "base/glob.h"

using namespace cardlint;

namespace {

bool match(std::string_view pattern, std::string_view path) {
  const auto glob = Glob::parse(pattern);
  REQUIRE(glob);
  return glob->matches(path);
}

}  // namespace

TEST_CASE("a pattern without a slash holds in every folder, one with a slash from the top") {
  CHECK(match("smithery.yaml", "smithery.yaml"));
  CHECK(match("smithery.yaml", "a/b/smithery.yaml"));
  CHECK_FALSE(match("smithery.yaml", "a/xsmithery.yaml"));
  CHECK_FALSE(match("smithery.yaml", "a/smithery.yaml.bak"));
  CHECK(match("*.json", "a/server.json"));
  CHECK(match("/server.json", "server.json"));
  CHECK_FALSE(match("/server.json", "a/server.json"));
  CHECK(match("a/*.json", "a/x.json"));
  CHECK_FALSE(match("a/*.json", "b/a/x.json"));
  CHECK_FALSE(match("a/*.json", "a/b/x.json"));
}

TEST_CASE("what names a folder covers all below it") {
  for (const char* pattern : {"legacy", "legacy/", "legacy/**", "/legacy", "legacy/*", "legac?"}) {
    INFO(pattern);
    CHECK(match(pattern, "legacy/a/smithery.yaml"));
    CHECK_FALSE(match(pattern, "legacyx/smithery.yaml"));
  }
  CHECK_FALSE(match("legacy/**", "legacy"));
}

TEST_CASE("two stars are any number of folders, also none") {
  CHECK(match("**", "a"));
  CHECK(match("**", "a/b"));
  CHECK(match("**/x.json", "x.json"));
  CHECK(match("**/x.json", "a/b/x.json"));
  CHECK_FALSE(match("**/x.json", "a/bx.json"));
  CHECK(match("a/**/x.json", "a/x.json"));
  CHECK(match("a/**/x.json", "a/b/c/x.json"));
  CHECK_FALSE(match("a/**/x.json", "ab/x.json"));
  CHECK_FALSE(match("a/**/x.json", "a/b/xx.json"));
  CHECK(match("a/**/b/**/c", "a/1/b/2/3/c"));
}

TEST_CASE("a question mark is one character of however many bytes") {
  CHECK(match("a?.json", "aé.json"));
  CHECK(match("a?.json", "ab.json"));
  CHECK_FALSE(match("a?.json", "a.json"));
  CHECK_FALSE(match("a?.json", "aéé.json"));
  CHECK_FALSE(match("a?b", "a/b"));
}

TEST_CASE("what other dialects have is refused, not misread") {
  for (const char* pattern :
       {"", "!a", "a\\b", "[ab].json", "*.{json,yaml}", "../x", "a/./b", "a**", "a/b**/c"}) {
    INFO(pattern);
    CHECK_FALSE(Glob::parse(pattern));
  }
  CHECK_FALSE(Glob::parse(std::string(1001, 'a')));
}

TEST_CASE("no pattern takes long") {
  CHECK_FALSE(Glob::parse("a/" + std::string(490, '*')));  // '**' glued to more stars
  std::string stars = "/";
  for (int i = 0; i < 400; ++i) stars += "*a";
  const auto hostile = Glob::parse(stars);
  REQUIRE(hostile);
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(hostile->matches(std::string(4000, 'a') + "b"));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("dates are days that exist") {
  for (const char* date : {"2027-01-31", "2028-02-29", "2000-12-01"}) CHECK(is_date(date));
  for (const char* date : {"2027-02-29", "2027-13-01", "2027-1-31", "2027-01-32", "27-01-31", "",
                           "2027-01-3x", "2027-01-31 ", "-027-01-31"}) {
    INFO(date);
    CHECK_FALSE(is_date(date));
  }
  CHECK(date_of(0) == "1970-01-01");
  CHECK(date_of(1'800'000'000) == "2027-01-15");
  CHECK(date_of(-5) == "1970-01-01");
  CHECK(date_of(999'999'999'999'999) == "9999-12-31");
}
