#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "unit/schema/samples.h"

using namespace cardlint;

namespace {

std::string repeat(std::string_view piece, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

}  // namespace

TEST_CASE("a schema set knows its schemas by name") {
  const SchemaSet schemas;
  const auto names = schemas.names();
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(schemas.has("server-card.sep-2127"));
  CHECK(schemas.text("server-card.sep-2127").find("\"urn:cardlint:server-card.sep-2127\"") !=
        std::string_view::npos);
  CHECK_FALSE(schemas.has("server-card"));
  CHECK(schemas.text("server-card") == "");
  CHECK(faults_of(schemas, "nothing", "{}") ==
        Lines{"refused: schema 'nothing': there is none of this name"});
  CHECK_FALSE(schemas.validate("config", Value()));
}

TEST_CASE("a schema that does not load refuses each use, and says why") {
  CHECK(
      faults_under(R"({"properties": {"a": {"format": "uri"}}})", "{}") ==
      Lines{"refused: schema 'own': at '/properties/a/format': keyword 'format' is not supported"});
  CHECK(faults_under(R"({"items": {"$ref": "#/definitions/a"},
                         "definitions": {"a": {"$ref": "#/definitions/a"}}})",
                     "{}")
            .front()
            .find("leads back to itself") != std::string::npos);
}

TEST_CASE("a fault is at the exact node") {
  const std::string text = R"({"a": {"b/c": [1, "x" ]}, "d": {}})";
  const SourceFile source("test.json", text);
  const Loaded loaded = load_json(source, Limits{});
  const SchemaText texts[] = {
      {"own", R"({"properties": {"a": {"additionalProperties": {"items": {"type": "integer"}}},
                                 "d": {"required": ["e"]}}, "maxProperties": 1})"}};
  const SchemaSet schemas(texts);
  const auto faults = schemas.validate("own", loaded.tree.root());
  REQUIRE(faults);
  REQUIRE(faults->size() == 3);
  const SchemaFault& count = (*faults)[0];
  CHECK(loaded.tree.pointer(count.node) == "");
  CHECK(count.keyword == "maxProperties");
  const SchemaFault& type = (*faults)[1];
  CHECK(loaded.tree.pointer(type.node) == "/a/b~1c/1");
  CHECK(source.slice(loaded.tree.node(type.node).span) == "\"x\"");
  const SchemaFault& missing = (*faults)[2];
  CHECK(source.slice(loaded.tree.node(missing.node).span) == "{}");
  CHECK(missing.member == "e");

  // A part of a document is judged where it stands.
  const auto part = schemas.validate("own", loaded.tree.resolve("/a"));
  REQUIRE(part);
  CHECK(part->empty());
}

TEST_CASE("details name the value and what was expected") {
  CHECK(faults_under(R"({"type": "string"})", R"({})") ==
        Lines{" type: is an object, expected a string"});
  CHECK(faults_under(R"({"items": {"type": ["string", "null"]}})", R"({})").empty());
  CHECK(faults_under(R"({"additionalProperties": {"type": ["string", "null"]}})", R"({"a": 1})") ==
        Lines{"/a type: is a number, expected a string or null"});
  CHECK(faults_under(R"({"additionalProperties": {"type": "integer"}})",
                     R"({"a": 1.5, "b": 1.0, "c": 1e3, "d": "1", "e": 12345678901234567890})") ==
        Lines{"/a type: is 1.5, expected an integer", "/d type: is a string, expected an integer"});
  CHECK(faults_under(R"({"additionalProperties": {"enum": ["a", 1, null]}})",
                     R"({"x": "b", "y": 1.0})") ==
        Lines{"/x enum: is 'b', expected 'a', 1 or null"});
  CHECK(faults_under(R"({"additionalProperties": {"const": "sse"}})", R"({"x": true})") ==
        Lines{"/x const: is true, expected 'sse'"});
  CHECK(faults_under(R"({"additionalProperties": {"pattern": "^a"}})", R"({"x": "b\u001b"})") ==
        Lines{"/x pattern: is 'b\\u{1B}', which does not match the pattern '^a'"});
  CHECK(faults_under(R"({"additionalProperties": {"title": "a word with a", "pattern": "^a"}})",
                     R"({"x": "b"})") == Lines{"/x pattern: is 'b', expected a word with a"});
  CHECK(faults_under(R"({"additionalProperties": {"minimum": 1, "exclusiveMaximum": 5}})",
                     R"({"x": 0, "y": 5, "z": 3, "w": 18446744073709551616})") ==
        Lines{"/x minimum: is 0, expected at least 1",
              "/y exclusiveMaximum: is 5, expected less than 5",
              "/w exclusiveMaximum: is 18446744073709551616, expected less than 5"});
}

TEST_CASE("lengths count code points, a NUL among them") {
  const char* schema = R"({"additionalProperties": {"minLength": 2, "maxLength": 3}})";
  CHECK(faults_under(schema, R"({"a": "éé", "b": "😀😀😀", "c": "a\u0000b"})").empty());
  CHECK(faults_under(schema, R"({"a": "😀", "b": "日本語字", "c": "", "d": "\u0000"})") ==
        Lines{"/a minLength: has 1 character, at least 2 are needed",
              "/b maxLength: has 4 characters, at most 3 are allowed",
              "/c minLength: is empty, at least 2 are needed",
              "/d minLength: has 1 character, at least 2 are needed"});
}

TEST_CASE("every missing and every extra member is named, once") {
  const char* schema =
      R"({"required": ["name", "version"], "properties": {"name": {}, "version": {}},
                           "additionalProperties": false})";
  CHECK(
      faults_under(schema, R"({"Name": 1, "vesion": 2, "zzz": 3})") ==
      Lines{" required: lacks the member 'name', has 'Name'",
            " required: lacks the member 'version'",
            "/Name additionalProperties: is no member that is known here, did you mean 'name'",
            "/vesion additionalProperties: is no member that is known here, did you mean 'version'",
            "/zzz additionalProperties: is no member that is known here"});
}

TEST_CASE("what valijson fails in silence is said") {
  CHECK(
      faults_under(R"({"propertyNames": {"maxLength": 2}})", R"({"ab": 1, "abc": 2, "abcd": 3})") ==
      Lines{"/abc propertyNames: has a name that has 3 characters, at most 2 are allowed",
            "/abcd propertyNames: has a name that has 4 characters, at most 2 are allowed"});
  CHECK(faults_under(R"({"properties": {"a": false}})", R"({"a": 1})") ==
        Lines{"/a false: is not allowed here"});
  CHECK(faults_under(R"({"not": {"required": ["a"]}})", R"({"a": 1})") ==
        Lines{" not: must not have 'a'"});
  CHECK(
      faults_under(R"({"properties": {"a": {"contains": {"type": "string"}}}})", R"({"a": [1]})") ==
      Lines{"/a contains: has no item of the form that is needed"});
  CHECK(faults_under(R"({"dependencies": {"a": ["b", "c"], "d": {"required": ["e"]}}})",
                     R"({"a": 1, "b": 1, "d": 1})") ==
        Lines{" dependencies: lacks the member 'c', which 'a' needs",
              " required: lacks the member 'e'"});
  CHECK(faults_under(
            R"({"properties": {"a": {"items": [{}, {"type": "null"}], "additionalItems": false}}})",
            R"({"a": [1, 2, 3]})") ==
        Lines{"/a/1 type: is a number, expected null", "/a/2 false: is not allowed here"});
}

TEST_CASE("a choice gives one fault, or those of the branch that was meant") {
  const char* types =
      R"({"additionalProperties": {"anyOf": [
          {"type": "string"}, {"type": "array", "items": {"type": "string"}}]}})";
  CHECK(faults_under(types, R"({"a": 1, "b": ["x", 2, 3]})") ==
        Lines{"/a anyOf: is a number, expected a string or an array",
              "/b/1 type: is a number, expected a string",
              "/b/2 type: is a number, expected a string"});
  const char* tagged = R"({"oneOf": [
      {"properties": {"type": {"const": "http"}}, "required": ["type", "url"]},
      {"properties": {"type": {"const": "stdio"}}, "required": ["type", "command"]}]})";
  CHECK(faults_under(tagged, R"({"type": "http"})") == Lines{" required: lacks the member 'url'"});
  CHECK(faults_under(tagged, R"({"type": "ws"})") ==
        Lines{" oneOf: has none of the 2 forms that are allowed here"});
  const char* one = R"({"oneOf": [{"required": ["doc"]}, {"required": ["text"]}]})";
  CHECK(faults_under(one, R"({})") == Lines{" oneOf: needs one of 'doc' or 'text'"});
  CHECK(faults_under(one, R"({"doc": 1, "text": 2})") ==
        Lines{" oneOf: has more than one of 'doc' or 'text'"});
}

TEST_CASE("the same demand twice gives one fault") {
  const char* schema = R"({"allOf": [{"required": ["a"]}, {"required": ["a"]}], "required": ["a"],
                           "if": {"required": ["b"]}, "then": {"required": ["a"]}})";
  CHECK(faults_under(schema, R"({"b": 1})") == Lines{" required: lacks the member 'a'"});
}

TEST_CASE("of a member that stands twice the last one is judged") {
  const char* schema =
      R"({"properties": {"a": {"type": "string"}, "b": {"items": {"type": "null"}}},
                           "additionalProperties": false})";
  CHECK(faults_under(schema, R"({"a": 1, "a": "x"})").empty());
  CHECK(faults_under(schema, R"({"a": "x", "b": [{"c": 1, "c": 2}, null], "a": 1})") ==
        Lines{"/b/0 type: is an object, expected null", "/a type: is a number, expected a string"});
  CHECK(faults_under(schema, R"({"b": [], "c": 1, "c": 2})").size() == 1);
}

TEST_CASE("no string kills or stalls the engine") {
  const char* schema = R"({"additionalProperties": {"pattern": "^(a|b)*$", "maxLength": 2000000}})";
  const std::string fitting = repeat("ab", 1u << 19);
  CHECK(faults_under(schema, R"({"x": ")" + fitting.substr(8) + R"("})").empty());
  CHECK(faults_under(schema, R"({"x": ")" + fitting.substr(8) + R"(c"})").size() == 1);
  const char* nested = R"({"additionalProperties": {"pattern": "^(a+)+$"}})";
  CHECK(faults_under(nested, R"({"x": ")" + repeat("a", 1u << 19) + R"(!"})").size() == 1);
}

TEST_CASE("many faults are bounded") {
  const std::string json = R"({"x": [)" + repeat("1,", 30'000) + "1]}";
  CHECK(faults_under(R"({"properties": {"x": {"items": {"type": "string"}}}})", json).size() ==
        kMaxSchemaFaults);
  std::string members;
  for (int i = 0; i < 30'000; ++i) members += "\"m" + std::to_string(i) + "\":1,";
  CHECK(faults_under(R"({"properties": {"a": {}}, "additionalProperties": false})",
                     "{" + members + "\"z\":1}")
            .size() == kMaxSchemaFaults);
}

TEST_CASE("threads may share a set from the first use on") {
  const std::string text =
      R"({"serverInfo": {"name": "a"}, "tools": [{"name": 1, "inputSchema": {"type": "x"}}]})";
  const SourceFile source("test.json", text);
  const Loaded loaded = load_json(source, Limits{});
  for (int round = 0; round < 5; ++round) {
    const SchemaSet schemas;
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 50; ++n) {
          const char* name = n % 2 == 0 ? "server-card.smithery" : "server-card.sep-2127";
          const auto faults = schemas.validate(name, loaded.tree.root());
          if (faults && faults->size() == (n % 2 == 0 ? 3u : 4u)) ++right;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(right == 100);
  }
}
