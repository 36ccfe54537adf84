#include <catch2/catch.hpp>

#include <string>

#include "checks/command/js_tokens.h"

using namespace cardlint::checks;

namespace {

// The tokens as "type:text", separated by blanks.
std::string shown(std::string_view text) {
  constexpr const char* kTypes = "n#stx.";
  std::string out;
  for (const JsToken& token : tokenize_js(text).list) {
    if (!out.empty()) out += ' ';
    if (token.type != JsTokenType::Punctuator)
      out += std::string(1, kTypes[static_cast<int>(token.type)]) + ":";
    out += token.text;
  }
  return out;
}

}  // namespace

TEST_CASE("names, strings, numbers and punctuators") {
  CHECK(shown("(config) => ({command: 'node', n: 1.5e3})") ==
        "( n:config ) => ( { n:command : s:node , n:n : #:1.5e3 } )");
  CHECK(shown("a?.b ?? c ? .5 : [...d]") == "n:a ?. n:b ?? n:c ? #:.5 : [ ... n:d ]");
  CHECK(shown("'\\x73\\u0068 \\'q\\' \\u{1F600}'") == "s:sh 'q' \xF0\x9F\x98\x80");
}

TEST_CASE("comments are skipped, and strings that look like comments are not") {
  CHECK(shown("a // eval(b)\n/* require('x') */ + 'http://x' /* ' */") == "n:a + s:http://x");
  CHECK_FALSE(tokenize_js("a /* b").complete);
}

TEST_CASE("templates come apart at their expressions") {
  CHECK(shown("`a ${b + `c${d}`} e`") == "t:a  ${ n:b + t:c ${ n:d } t: } t: e");
  CHECK(shown("`${ {a: 1}.a }`") == "t: ${ { n:a : #:1 } . n:a } t:");
  CHECK(shown("`\\${a} \\``") == "t:${a} `");
  CHECK_FALSE(tokenize_js("`a ${b").complete);
}

TEST_CASE("a slash divides behind a value and begins a pattern elsewhere") {
  CHECK(shown("a / b / c") == "n:a / n:b / n:c");
  CHECK(shown("x.replace(/['\"/]/g, '')") != shown("x"));
  CHECK(shown("f(/[/'\"]\\//gi, b)") == "n:f ( x:/[/'\"]\\//gi , n:b )");
  CHECK(shown("return /a'b/") == "n:return x:/a'b/");
}

TEST_CASE("brackets know their partners") {
  const JsTokens js = tokenize_js("f([{}], `${x}`)");
  REQUIRE(js.complete);
  CHECK(js.list[1].match == js.list.size() - 1);
  CHECK(js.list[js.list[2].match].is("]"));
  for (std::size_t i = 0; i < js.list.size(); ++i) {
    if (js.list[i].match != kNoToken) CHECK(js.list[js.list[i].match].match == i);
  }
  CHECK_FALSE(tokenize_js("(]").complete);
  CHECK_FALSE(tokenize_js("({)").complete);
  CHECK_FALSE(tokenize_js("a)").complete);
}

TEST_CASE("hostile text ends") {
  CHECK_FALSE(tokenize_js("'a\n'").complete);
  CHECK_FALSE(tokenize_js(std::string(kMaxJsBytes + 1, '(')).complete);
  CHECK_FALSE(tokenize_js(std::string(kMaxJsBytes, '`') + "x").complete);
  CHECK(tokenize_js(std::string(kMaxJsBytes, '+')).complete);
  for (const char* text : {"\\", "'\\", "`\\", "`${", "/", "/\\", "/[", "'\\u", "'\\u{", "'\\x",
                           "\xff", "}", "`${}"}) {
    CHECK_NOTHROW(tokenize_js(text));
  }
}
