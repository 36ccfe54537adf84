// What a path means: every bypass form that is known, and texts beside them that mean nothing.
#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include "checks/path/path_folds.h"
#include "checks/path/path_value.h"

using namespace cardlint::checks;

namespace {

// "encoded!" for a grave verdict, "encoded" for a mild one, "" for none.
std::string verdict(std::string_view path, const PathForm& form = {}) {
  const auto found = judge_path(path, form);
  return found ? std::string(name(found->fault)) + (found->grave ? "!" : "") : "";
}

PathForm below(std::size_t depth) {
  PathForm form;
  form.depth = depth;
  return form;
}

struct Row {
  const char* path;
  const char* expected;
};

void check_all(std::initializer_list<Row> rows, const PathForm& form = {}) {
  for (const Row& row : rows) {
    INFO(row.path);
    CHECK(verdict(row.path, form) == row.expected);
  }
}

}  // namespace

TEST_CASE("plain paths have no verdict") {
  check_all({{".", ""},
             {"./", ""},
             {"a/../b", ""},
             {"..data", ""},
             {"a b/c", ""},
             {"docker/C.Dockerfile", ""},
             {".github/x", ""},
             {"console", ""},
             {"Dockerfile~backup", ""},
             {"price-$5", ""},
             {"src/$lib/x", ""},
             {"100%", ""},
             {"a%b", ""},
             {"my%20dir", ""},
             {"c%2B%2B", ""},
             {"0x2e", ""},
             {"0x2f41ab", ""},
             {"file&sons;", ""},
             {"données/日本/пакет", ""},
             {"a@b/c", ""}});
}

TEST_CASE("one fault, one verdict: the first and gravest") {
  check_all({{"..", "parent-escape!"},
             {"a/../..//", "parent-escape!"},
             {"C:\\x", "absolute!"},
             {"c:relative", "absolute!"},
             {"a:b/c", "absolute!"},
             {"\\\\host\\share", "absolute!"},
             {"\\\\?\\C:\\x", "absolute!"},
             {"//host/x", "absolute!"},
             {"~root/.ssh", "home-env!"},
             {"%USERPROFILE%\\x", "home-env!"},
             {"..\\", "backslash!"},
             {"..\\/", "backslash!"},
             {"\\../", "absolute!"},
             {".\\.\\..", "backslash!"},
             {"docker\\x", "backslash"},
             {"https://example.com/x", "scheme!"},
             {"git@example.com:x/y", "scheme!"},
             {"-", "scheme!"},
             {"Dockerfile::$DATA", "special"},
             {"Dockerfile:prod", "special"},
             {"..;/", "special"},
             {"....//", "special"},
             {"..././", "special"},
             {".. /", "special"},
             {"PROGRA~1", "special"},
             {" ..", "control!"},
             {" x", "control"}});
  CHECK(verdict(std::string_view(".\0", 2)) == "control!");
}

TEST_CASE("what decoding makes of a path") {
  check_all({{"%2e%2e%2f", "encoded!"},
             {"%2E%2E", "encoded!"},
             {".%2e", "encoded!"},
             {"..%5c", "encoded!"},
             {"%252e%252e", "encoded!"},
             {"%25252e%25252e", "encoded!"},
             {"%%32%65%%32%65/", "encoded!"},
             {"%u002e%u002e%u2215", "encoded!"},
             {"..%u2216", "encoded!"},
             {"%uff0e%uff0e", "encoded!"},
             {"..%uEFC8", "encoded!"},
             {"..%uF025", "encoded!"},
             {"%c0%ae%c0%ae/", "encoded!"},
             {"%e0%80%ae%e0%80%ae/", "encoded!"},
             {"%f0%80%80%ae%f0%80%80%ae", "encoded!"},
             {"%f8%80%80%80%ae%f8%80%80%80%ae", "encoded!"},
             {"%fc%80%80%80%80%ae%fc%80%80%80%80%ae", "encoded!"},
             {"..%c0%af", "encoded!"},
             {"..%e0%80%af", "encoded!"},
             {"..%f0%80%80%af", "encoded!"},
             {"..%c1%9c", "encoded!"},
             {"..%c0%5c", "encoded!"},
             {"..%c0%2f", "encoded!"},
             {"..%c1%1c", "encoded!"},
             {"..%c1%af", "encoded!"},
             {"..%bg%qf", "encoded!"},
             {"..%c0%9v", "encoded!"},
             {"0x2e0x2e0x2f", "encoded!"},
             {"\\x2e\\x2e\\x2f", "encoded!"},
             {"&#46;&#46;&#47;", "encoded!"},
             {"&period;&period;&sol;", "encoded!"},
             {"x%00", "encoded!"},
             {"%2f", "encoded!"},
             {"%7e", "encoded!"},
             {"%24HOME", "encoded!"},
             {"a%2fb", "encoded"}});
  // In a folder below the root the same text stays inside: suspicious, no more.
  CHECK(verdict("..%2f..", below(2)) == "encoded");
  CHECK(verdict("..%2f..", below(1)) == "encoded!");
  CHECK(verdict("..", below(1)).empty());
}

TEST_CASE("what normalising makes of a path") {
  check_all({{"．．", "unicode!"},
             {"․․/", "unicode!"},
             {"‥", "unicode!"},
             {"﹒﹒/", "unicode!"},
             {"。。/", "unicode!"},
             {"..∕x", "unicode!"},
             {"..⁄x", "unicode!"},
             {"..⧸x", "unicode!"},
             {"..／x", "unicode!"},
             {"..＼x", "unicode!"},
             {"..∖x", "unicode!"},
             {"..﹨x", "unicode!"},
             {"..⧵x", "unicode!"},
             {"..¥x", "unicode!"},
             {"..₩x", "unicode!"},
             {"～", "unicode!"},
             {"Ｃ：＼x", "unicode!"},
             {"a∕b", "unicode"},
             {".\xE2\x80\x8B./", "unicode!"},
             {"a\xE2\x80\xAE"
              "b",
              "unicode!"},
             {"a\xEE\x80\x80", "unicode!"}});
}

TEST_CASE("patterns are judged by all that they stand for") {
  PathForm form;
  form.glob = true;
  check_all({{"dist/**", ""},
             {"**/*", ""},
             {"!../**", ""},
             {"data/[0-9]*.csv", ""},
             {"{..}x", ""},
             {"../**", "glob-escape!"},
             {"{src,../..}/**", "glob-escape!"},
             {"{.,..}/x", "glob-escape!"},
             {"{.,}{.,}/x", "glob-escape!"},
             {"{a,{b,..}}/x", "glob-escape!"},
             {"[.][.]/*", "glob-escape!"},
             {"@(..)/*", "glob-escape!"},
             {"@(src|..)/*", "glob-escape!"},
             {"src/**/../../../*", "glob-escape!"},
             {"**/../x", "glob-escape!"},
             {"/**/*", "glob-escape!"},
             {"~/**", "glob-escape!"},
             {"\\.\\./x", "glob-escape!"},
             {"..\\**", "glob-escape!"},
             {"..%2f**", "encoded!"},
             {"https://example.com/**", "scheme!"}},
            form);
}

// Of paths of plain characters hardly any rule is asked. A last part that is not plain has all of
// them asked, and adds nothing.
TEST_CASE("the short way of plain paths leads where the long one does") {
  constexpr std::string_view kAlphabet = "0x2ef./-cn";
  const auto told = [](const std::string& path) {
    const auto verdict = judge_path(path, {});
    return verdict ? std::string(name(verdict->fault)) + (verdict->grave ? "!" : "")
                   : std::string();
  };
  std::size_t faults = 0;
  for (std::uint32_t seed = 1; seed <= 20'000; ++seed) {
    std::string path;
    for (std::uint32_t left = seed * 2654435761u; path.size() < 1 + seed % 8;
         left = left / 7 + seed)
      path += kAlphabet[left % kAlphabet.size()];
    INFO(path);
    const std::string found = told(path);
    REQUIRE(found == told(path + (path.ends_with('/') ? "+" : "/+")));
    faults += found.empty() ? 0 : 1;
  }
  CHECK(faults > 1'000);
}

TEST_CASE("names that file systems take for one") {
  CHECK(fold_case("Docker/CAFÉ") == fold_case("docker/cafe\xCC\x81"));
  CHECK(fold_case("ΑΒΓ ДОМ Ÿ Ž") == fold_case("αβγ дом ÿ ž"));
  CHECK(fold_case("a") != fold_case("b"));
}

TEST_CASE("paths made to keep a reader busy") {
  PathForm glob;
  glob.glob = true;
  for (const char* part :
       {"%25", "{a,b}", "{", "@(", "{{{,", "[", "**/", "&#", "\\x", "%c0", "!A", "$(", "．"}) {
    std::string text;
    while (text.size() < (1u << 20)) text += part;
    INFO(part);
    judge_path(text, {});
    judge_path(text, glob);
  }
  SUCCEED();
}
