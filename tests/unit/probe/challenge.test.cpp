// WWW-Authenticate as RFC 9110 §11.6.1 has it, and as servers really write it.
#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "probe/challenge.h"

using namespace cardlint;

namespace {

Challenges parse(std::string_view field) {
  return parse_challenges({field});
}

std::string parameter(const Challenge& challenge, std::string_view name) {
  const std::string* value = challenge.parameter(name);
  return value == nullptr ? "(none)" : *value;
}

}  // namespace

TEST_CASE("one challenge with parameters, in any order and spacing") {
  for (const std::string_view text :
       {R"(Bearer resource_metadata="https://a.example/x", scope="a b", realm=r)",
        R"(bearer realm=r,scope="a b",resource_metadata="https://a.example/x")",
        "Bearer \t realm = r ,\tscope= \"a b\" , Resource_Metadata =\"https://a.example/x\"  ",
        R"(, ,Bearer realm="r",, scope="a b",resource_metadata="https://a.example/x",)"}) {
    INFO(text);
    const Challenges read = parse(text);
    CHECK(read.fault == "");
    REQUIRE(read.list.size() == 1);
    CHECK(read.list[0].is("Bearer"));
    CHECK(parameter(read.list[0], "resource_metadata") == "https://a.example/x");
    CHECK(parameter(read.list[0], "scope") == "a b");
    CHECK(parameter(read.list[0], "realm") == "r");
    CHECK(parameter(read.list[0], "error") == "(none)");
  }
}

TEST_CASE("several challenges in one field and in several are the same") {
  const std::string basic = R"(Basic realm="a, Bearer b=c")";
  const std::string bearer = R"(Bearer scope="x", resource_metadata="https://a.example/")";
  const std::string negotiate = "Negotiate YWJj==";
  const std::string joined = basic + ", " + bearer + "," + negotiate + ", DPoP";
  const Challenges one = parse(joined);
  const Challenges many = parse_challenges({basic, bearer, negotiate, "DPoP"});
  for (const Challenges& read : {one, many}) {
    CHECK(read.fault == "");
    REQUIRE(read.list.size() == 4);
    CHECK(parameter(read.list[0], "realm") == "a, Bearer b=c");
    CHECK(parameter(read.list[1], "scope") == "x");
    CHECK(read.list[1].parameters.size() == 2);
    CHECK(read.list[2].token68 == "YWJj==");
    CHECK(read.list[2].parameters.empty());
    CHECK(read.list[3].is("dpop"));
    CHECK(read.list[3].token68 == "");
  }
}

TEST_CASE("quoted strings: commas, escapes, nothing at all") {
  const Challenges read = parse(R"(Bearer a="x, y=\"z\", \\", b="", c="\a")");
  CHECK(read.fault == "");
  REQUIRE(read.list.size() == 1);
  CHECK(parameter(read.list[0], "a") == R"(x, y="z", \)");
  CHECK(parameter(read.list[0], "b") == "");
  CHECK(parameter(read.list[0], "c") == "a");
}

TEST_CASE("a value that runs to the end is no parameter") {
  CHECK(parse("Basic QWxhZGRpbg==").list[0].token68 == "QWxhZGRpbg==");
  CHECK(parse("Token abc/+~._-").list[0].token68 == "abc/+~._-");
  const Challenges two = parse("Negotiate abc= , Bearer realm=\"x\"");
  REQUIRE(two.list.size() == 2);
  CHECK(two.list[0].token68 == "abc=");
  CHECK(parameter(two.list[1], "realm") == "x");
  const Challenges parameter_form = parse("Digest nonce=abc");
  CHECK(parameter_form.list[0].token68 == "");
  CHECK(parameter(parameter_form.list[0], "nonce") == "abc");
}

TEST_CASE("faults are named and what came before is kept") {
  struct Case {
    std::string_view field;
    std::string_view fault;
    std::size_t challenges;
  };
  for (const Case& c :
       {Case{R"(resource_metadata="https://a.example/")", "before any scheme", 0},
        Case{"Bearer resource_metadata=https://a.example/x, scope=a", "needs quotes", 1},
        Case{R"(Bearer realm="open)", "not closed", 1},
        Case{R"(Bearer realm="open\)", "not closed", 1},
        Case{"Bearer realm=, scope=a", "behind the value", 1},
        Case{"Bearer scope=a, realm=, b=c", "has no value", 1},
        Case{R"(Bearer realm="a" scope="b")", "comma", 1},
        Case{R"("Bearer")", "a name is expected", 0}, Case{"Bearer\"x\"", "unexpected", 1},
        Case{R"(Basic realm="a", Bearer @)", "a name is expected", 2}}) {
    INFO(c.field);
    const Challenges read = parse(c.field);
    CHECK(read.fault.find(c.fault) != std::string::npos);
    CHECK(read.list.size() == c.challenges);
  }
  CHECK(parse("").list.empty());
  CHECK(parse("").fault == "");
  CHECK(parse_challenges({}).list.empty());
}

TEST_CASE("hostile fields: bounded, and nothing raw in a fault") {
  std::string commas(200'000, ',');
  CHECK(parse(commas).list.empty());
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "Bearer a=b, ";
  CHECK(parse(many).list.size() == 20'000);
  CHECK(parse("Bearer a=\"" + std::string(300'000, '\\')).fault != "");
  const Challenges escape = parse("Bearer a=\x1b[31mred");
  CHECK(escape.fault != "");
  CHECK(escape.fault.find('\x1b') == std::string::npos);
  const Challenges late = parse("Bearer a=b \x9b\x07");
  CHECK(late.fault.find('\x07') == std::string::npos);
  std::string nul = "Bearer a=b";
  nul += '\0';
  CHECK(parse(nul).fault != "");
  // Every piece of a sound field can be read without harm.
  const std::string sound = R"(Basic YQ==, Bearer a="b\"c", d=e, Digest qop="auth, int")";
  for (std::size_t begin = 0; begin < sound.size(); ++begin) {
    for (std::size_t size = 0; begin + size <= sound.size(); ++size)
      parse(std::string_view(sound).substr(begin, size));
  }
}

TEST_CASE("what the TypeScript SDK sees of it") {
  const std::string_view bearer = R"(Bearer resource_metadata="https://a.example/x", scope="a")";
  CHECK(pointer_for_ts_sdk({bearer}) == "https://a.example/x");
  CHECK(pointer_for_ts_sdk({bearer, "Basic realm=x"}) == "https://a.example/x");
  CHECK(pointer_for_ts_sdk({"Basic realm=x", bearer}) == "");
  CHECK(pointer_for_ts_sdk({"bearer resource_metadata=https://a.example/x, b"}) ==
        "https://a.example/x");
  CHECK(pointer_for_ts_sdk({"Bearer resource_metadata=\"open"}) == "");
  CHECK(pointer_for_ts_sdk({"Bearer"}) == "");
  CHECK(pointer_for_ts_sdk({}) == "");
}
