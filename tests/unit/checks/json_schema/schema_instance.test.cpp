#include "checks/json_schema/schema_instance.h"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "doc/load.h"

namespace cardlint::checks {
namespace {

// "valid", "/place is wrong like this" or "not assessed: why".
std::string judged(const std::string& schema, const std::string& value, bool secret = false,
                   SchemaDialect dialect = SchemaDialect::Draft2020) {
  const SourceFile schema_source("schema.json", schema);
  const SourceFile value_source("value.json", value);
  const Loaded schema_tree = load_json(schema_source, Limits{});
  const Loaded value_tree = load_json(value_source, Limits{});
  SchemaInstance judge(schema_tree.tree.root(), dialect);
  const InstanceResult result =
      judge.check(value_tree.tree.root(), schema_tree.tree.root(), secret);
  if (result.fit == Fit::Valid) return "valid";
  if (result.fit == Fit::NotAssessed) return "not assessed: " + result.detail;
  return result.at.pointer() + " " + result.detail;
}

TEST_CASE("the first fault and its place") {
  CHECK(judged(R"({"type": "number"})", R"("5")") == " is '5', expected a number");
  CHECK(judged(R"({"type": ["integer", "null"]})", "1.5") ==
        " is 1.5, expected an integer or null");
  CHECK(judged(R"({"type": "integer"})", "2.0") == "valid");
  CHECK(judged(R"({"enum": ["a", 1, null]})", R"("b")") == " is 'b', expected one of 'a', 1, null");
  CHECK(judged(R"({"properties": {"p": {"maximum": 9}}})", R"({"p": 10})") ==
        "/p is 10, above 'maximum' 9");
  CHECK(judged(R"({"required": ["p"]})", "{}") == " lacks the required member 'p'");
  CHECK(judged(R"({"properties": {"p": {}}, "additionalProperties": false})", R"({"q": 1})") ==
        "/q is not declared, and 'additionalProperties' is false");
  CHECK(judged(R"({"items": {"minLength": 2}})", R"(["äö", "ä"])") ==
        "/1 is 'ä' with 1 characters, below 'minLength' 2");
  CHECK(judged(R"({"multipleOf": 0.01})", "0.29") == "valid");
  CHECK(judged(R"({"uniqueItems": true})", R"([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}])") ==
        "/1 is an object once more, and 'uniqueItems' is true");
}

TEST_CASE("what cannot be known is not assessed, what is decided is") {
  CHECK(judged(R"({"$ref": "https://example.com/x.json"})", "1") ==
        "not assessed: its schema refers to 'https://example.com/x.json', which is not fetched");
  CHECK(judged(R"({"$ref": "#/$defs/none"})", "1") ==
        "not assessed: its schema refers to '#/$defs/none', which is not there");
  CHECK(judged(R"({"anyOf": [{"$ref": "x"}, {"type": "integer"}]})", "1") == "valid");
  CHECK(judged(R"({"type": "string", "$ref": "x"})", "1") == " is 1, expected a string");
  CHECK(judged(R"({"type": "str"})", "1") == "not assessed: its schema has a faulty 'type'");
  CHECK(judged(R"j({"pattern": "(?=a)"})j", R"("a")") ==
        "not assessed: its 'pattern' cannot be judged by a linear-time engine");
  CHECK(judged(R"({"minimum": 1})", "1e400") ==
        "not assessed: a number is outside the range of a double");
}

TEST_CASE("the two dialects differ where they should") {
  const std::string list = R"({"items": [{"type": "string"}], "additionalItems": false})";
  CHECK(judged(list, "[1]", false, SchemaDialect::Draft07) == "/0 is 1, expected a string");
  CHECK(judged(list, "[1]") == "not assessed: its schema has a faulty 'items'");
  const std::string beside = R"({"$ref": "#/$defs/d", "maximum": 1, "$defs": {"d": {}}})";
  CHECK(judged(beside, "2", false, SchemaDialect::Draft07) == "valid");
  CHECK(judged(beside, "2") == " is 2, above 'maximum' 1");
}

TEST_CASE("a value that may be a secret is not repeated") {
  CHECK(judged(R"({"maxLength": 3})", R"("sesame")", true) ==
        " is a string with 6 characters, above 'maxLength' 3");
  CHECK(judged(R"({"properties": {"apiKey": {"const": "x"}}})", R"({"apiKey": "sesame"})") ==
        "/apiKey is a string, expected 'x'");
}

TEST_CASE("schemas that never end, or branch without measure, are given up") {
  CHECK(judged(R"({"$ref": "#"})", "1") == "not assessed: its schema refers to itself without end");
  CHECK(judged(R"({"allOf": [{"$ref": "#"}, {"$ref": "#"}]})", "1").starts_with("not assessed"));
  std::string doubling = R"({"$ref": "#/$defs/d0", "$defs": {"d40": {"type": "string"})";
  for (int i = 0; i < 40; ++i)
    doubling += fmt::format(
        R"(, "d{}": {{"oneOf": [{{"$ref": "#/$defs/d{}"}}, {{"$ref": "#/$defs/d{}"}}]}})", i, i + 1,
        i + 1);
  CHECK(judged(doubling + "}}", "1") == "not assessed: its schema takes too many steps to judge");
  std::string items;
  for (int i = 0; i < 5000; ++i) items += fmt::format("{}{}", i == 0 ? "" : ",", i);
  CHECK(judged(R"({"uniqueItems": true})", "[" + items + "]") ==
        "not assessed: its schema takes too many steps to judge");
  CHECK(judged(R"j({"pattern": "((a{100}){100}){100}"})j", R"("a")").starts_with("not assessed"));
}

TEST_CASE("patterns mean what ECMA-262 says, or nothing") {
  const auto found = [](std::string_view pattern, std::string_view text) {
    const auto answer = EcmaPattern(pattern).found_in(text);
    return !answer ? "?" : *answer ? "yes" : "no";
  };
  CHECK(found("^[a-z]+$", "abc") == std::string("yes"));
  CHECK(found("^[a-z]+$", "abc\n") == std::string("no"));
  CHECK(found("\\u00e4", "ä") == std::string("yes"));
  CHECK(found("[[]", "[") == std::string("yes"));
  for (const char* unread :
       {"(?=a)", "(?i)a", "\\1", "\\A", "\\p{L}", "[[:alpha:]]", "\\ca", "(", "[^]", "(?<n>a)"})
    CHECK(found(unread, "a") == std::string("?"));
  CHECK(found("\\s", "ä") == std::string("?"));
  CHECK(found("a.b", "a\rb") == std::string("?"));
}

}  // namespace
}  // namespace cardlint::checks
