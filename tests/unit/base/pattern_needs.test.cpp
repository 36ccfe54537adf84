// Held against RE2: what is understood compiles, and what matches meets the need.
#include "base/pattern_needs.h"

#include <re2/re2.h>
#include <catch2/catch.hpp>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "checks/member/pattern.h"
#include "doc/tree_image.h"
#include "rules/builtin.h"
#include "rules/check.h"

namespace cardlint::checks {
namespace {

template <class Items>
std::string some(std::mt19937& random, const Items& items, std::size_t most) {
  std::string text;
  for (std::size_t left = random() % (most + 1); left > 0; --left)
    text += items[random() % items.size()];
  return text;
}

// Texts of the characters and words of the pattern itself: many of them match.
std::vector<std::string> texts_like(const std::string& pattern, std::mt19937& random) {
  std::vector<std::string> pieces{" ", "A", "7", "/", "\n", "\u00E9", "\u212A", "\u017F"};
  std::string word;
  for (const char c : pattern) {
    pieces.emplace_back(1, c);
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += c;
      continue;
    }
    if (word.size() > 1) pieces.push_back(word);
    word.clear();
  }
  pieces.push_back(word);
  std::vector<std::string> texts{"", word};
  for (int i = 0; i < 60; ++i) texts.push_back(some(random, pieces, 12));
  return texts;
}

struct Seen {
  int understood = 0, matches = 0, refused = 0, sure = 0;
};

void hold_against_re2(const std::string& pattern, bool ignore_case, std::mt19937& random,
                      Seen& seen) {
  INFO(pattern);
  const PatternNeeds needs(pattern, ignore_case);
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!ignore_case);
  const RE2 regex(pattern, options);
  if (needs.understood()) {
    ++seen.understood;
    REQUIRE(regex.ok());
  }
  if (!regex.ok()) return;
  for (const std::string& text : texts_like(pattern, random)) {
    INFO(text);
    const bool met = needs.met_by(text);
    seen.refused += met ? 0 : 1;
    const bool sure = needs.surely_matches(text);
    seen.sure += sure ? 1 : 0;
    re2::StringPiece match;
    if (!regex.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1)) {
      CHECK_FALSE(sure);
      continue;
    }
    ++seen.matches;
    CHECK(met);
    if (sure) CHECK(match == text);
  }
}

void add_patterns(Value arguments, std::set<std::string>& patterns) {
  if (arguments.is_string()) patterns.emplace(arguments.text());
  for (const Value child : arguments) add_patterns(child, patterns);
}

TEST_CASE("the patterns of all rules need what their matches hold") {
  std::set<std::string> patterns;
  for (const RuleInfo& rule : builtin_catalogue()) {
    for (const CaseInfo& c : rule.cases) {
      const Tree arguments = tree_of_image(c.arguments);
      add_patterns(arguments.root(), patterns);  // other words are patterns as well
    }
  }
  std::mt19937 random(1);
  Seen seen;
  for (const std::string& pattern : patterns) {
    for (const bool ignore_case : {false, true})
      hold_against_re2(pattern, ignore_case, random, seen);
  }
  CHECK(seen.understood > 1000);
  CHECK(seen.matches > 1000);
  CHECK(seen.refused > 10000);
  CHECK(seen.sure > 20);
}

TEST_CASE("made-up patterns need what their matches hold") {
  const std::vector<std::string> pieces{
      "a",           "b",     "k",          "s",        "key",         "K",      "-",
      R"(\d)",       R"(\s)", R"(\w)",      R"(\D)",    R"(\.)",       R"(\n)",  R"(\x41)",
      R"(\x{212A})", R"(\b)", R"(\_)",      R"(\q)",    "[ab]",        "[^a]",   "[a-c-]",
      "[-z]",        "[]a]",  R"([.\-x])",  R"([\d.])", R"([\w-])",    "[b-a]",  "[a-",
      ".",           "(a|b)", "(?:ab|cd)+", "(",        ")",           "(?:",    "(?i)",
      "(?P<n>a)",    "|",     "||",         "^",        "$",           "*",      "+",
      "?",           "{2}",   "{1,3}",      "{0,}",     "{,2}",        "{99}",   "{",
      "}",           "]",     "\u00E9",     "[\u00E9]", "[[:alpha:]]", R"(\pL)", "\\"};
  std::mt19937 random(2);
  Seen seen;
  for (int i = 0; i < 20000; ++i)
    hold_against_re2(some(random, pieces, 7), random() % 2 == 0, random, seen);
  // Anchored ones of single characters, which chance makes seldom.
  const std::vector<std::string> plain{"a",   "b",    "[ab]", "[a-c-]", R"(\d)", R"(\w)",
                                       "*",   "+",    "?",    "|",      "(",     ")",
                                       "{2}", "[^a]", ".",    "\u00E9", "^",     "$"};
  for (int i = 0; i < 20000; ++i) {
    const std::string middle = some(random, plain, 5);
    hold_against_re2(random() % 2 == 0 ? "^" + middle + "$" : "^(" + middle + ")$", false, random,
                     seen);
  }
  CHECK(seen.understood > 3000);
  CHECK(seen.matches > 10000);
  CHECK(seen.refused > 10000);
  CHECK(seen.sure > 1000);
}

TEST_CASE("texts without what a pattern needs are told apart") {
  const auto met = [](const char* pattern, const char* text, bool ignore_case = false) {
    return PatternNeeds(pattern, ignore_case).met_by(text);
  };
  CHECK_FALSE(met("^[^?#]*([?#].*)$", "https://a.example/b"));
  CHECK(met("^[^?#]*([?#].*)$", "https://a.example/b?c"));
  CHECK_FALSE(met(R"(smithery[^\n]*\s(publish)\b)", "npm publish"));
  CHECK_FALSE(met("^(authorization|cookie|cf-.*)$", "X-API-Key", true));
  CHECK(met("^(authorization|cookie|cf-.*)$", "CF-Ray", true));
  CHECK(met("(?i)key", "\u212Aey"));
  CHECK_FALSE(met("(?i)key", "kay"));
  CHECK(met("a|", "b"));
  CHECK(met("(a)?", "b"));
  CHECK(met("[unread", "b"));
  CHECK_FALSE(PatternNeeds("[unread").understood());
}

TEST_CASE("a match of a plain pattern is seen without RE2") {
  const auto sure = [](const char* pattern, const char* text) {
    return PatternNeeds(pattern).surely_matches(text);
  };
  CHECK(sure("^[a-zA-Z][a-zA-Z0-9_-]*$", "weather-2"));
  CHECK_FALSE(sure("^[a-zA-Z][a-zA-Z0-9_-]*$", "2-weather"));
  CHECK_FALSE(sure("^[a-zA-Z][a-zA-Z0-9_-]*$", "weather station"));
  CHECK_FALSE(sure("^[a-zA-Z][a-zA-Z0-9_-]*$", ""));
  CHECK(sure("^([!#-~]+|[^ ]+( +[^ ]+)+ *)$", "forecast:read"));
  CHECK_FALSE(sure("^([!#-~]+|[^ ]+( +[^ ]+)+ *)$", "a b"));  // the second alternative: for RE2
  CHECK_FALSE(sure("[a-z]+", "abc"));                         // RE2 says where the match is
  CHECK_FALSE(sure("^[a-z]+|b$", "abc"));
  CHECK_FALSE(sure("^a?$", "a"));
  CHECK(sure("^a*$", ""));
}

TEST_CASE("a text has to end as the pattern does") {
  const auto met = [](const char* pattern, const char* text) {
    return PatternNeeds(pattern).met_by(text);
  };
  CHECK_FALSE(met("^https?://[^/]+/[^?#]*[^/](/+)$", "https://a.example/mcp"));
  CHECK(met("^https?://[^/]+/[^?#]*[^/](/+)$", "https://a.example/mcp/"));
  CHECK_FALSE(met("(ab|cd|[0-9])$", "abe"));
  CHECK(met("(ab|cd|[0-9])$", "abd"));
  CHECK(met("(ab|c)?$", "e"));
  CHECK(met("a$|b", "be"));
  CHECK_FALSE(met("a$", ""));
}

TEST_CASE("a pattern is refused when it is made, tried or not") {
  CHECK_THROWS_AS(Pattern("(a"), UnusableArgument);
  CHECK_THROWS_AS(Pattern("a{2,1}"), UnusableArgument);
  CHECK_THROWS_AS(Pattern("(a{900}){900}"), UnusableArgument);
  CHECK_NOTHROW(Pattern("(?P<year>\\d{4})"));
}

}  // namespace
}  // namespace cardlint::checks
