#include <catch2/catch.hpp>

#include <string>

#include "schema/schema_check.h"
#include "schema/schema_set.h"

using namespace cardlint;

namespace {

std::string refusal(std::string_view json) {
  const auto checked = check_schema_text(json);
  return checked ? "" : checked.error().message;
}

}  // namespace

TEST_CASE("every bundled schema passes the loader's check") {
  REQUIRE(bundled_schemas().size() >= 13);
  for (const SchemaText& schema : bundled_schemas()) {
    INFO(schema.name);
    CHECK(refusal(schema.text) == "");
  }
}

TEST_CASE("keywords of the supported subset pass") {
  CHECK(refusal(
            R"({"$schema": "http://json-schema.org/draft-07/schema#", "$id": "urn:x", "title": "t",
                    "$comment": "c", "default": 1, "examples": [{"format": "free"}]})") == "");
  CHECK(refusal(R"({"properties": {"format": {"enum": [{"$ref": "no keyword here"}]}}})") == "");
  CHECK(refusal(R"({"items": {"$ref": "#/definitions/a"},
                    "definitions": {"a": {"items": {"$ref": "#/definitions/a"}}}})") == "");
}

TEST_CASE("an unsupported keyword refuses to load, with its name and place") {
  CHECK(refusal(R"({"properties": {"url": {"type": "string", "format": "uri"}}})") ==
        "at '/properties/url/format': keyword 'format' is not supported");
  CHECK(refusal(R"({"requird": ["a"]})") == "at '/requird': keyword 'requird' is not supported");
  CHECK(refusal(R"({"anyOf": [true, {"multipleOf": 2}]})") ==
        "at '/anyOf/1/multipleOf': keyword 'multipleOf' is not supported");
  CHECK(refusal(R"({"items": [{"uniqueItems": true}]})") ==
        "at '/items/0/uniqueItems': keyword 'uniqueItems' is not supported");
  CHECK(refusal(R"({"$defs": {}})") == "at '/$defs': keyword '$defs' is not supported");
  CHECK(refusal(R"({"not": {"$id": "urn:x"}})") ==
        "at '/not/$id': keyword '$id' is supported at the root only");
}

TEST_CASE("a keyword with a value that the engine misreads refuses to load") {
  CHECK(refusal(R"({"minLength": 2.0})") ==
        "at '/minLength': the value of 'minLength' is not one it may have");
  for (const char* schema :
       {R"({"type": "str"})", R"({"type": []})", R"({"required": "name"})",
        R"({"required": ["a", "a"]})", R"({"pattern": "(?=look)x"})", R"({"pattern": "["})",
        R"({"patternProperties": {"[": true}})", R"({"enum": []})", R"({"anyOf": []})",
        R"({"properties": {"a": 1}})", R"({"minItems": -1})", R"({"maximum": "1"})",
        R"({"dependencies": {"a": "b"}})", R"({"additionalProperties": null})", R"([])",
        R"({"items": [1]})", R"({"maximum": 1e999})"}) {
    INFO(schema);
    CHECK(refusal(schema) != "");
  }
}

TEST_CASE("dangling references refuse to load") {
  for (const char* schema :
       {R"({"items": {"$ref": "#/definitions/none"}})", R"({"$ref": "#"})",
        R"({"$ref": "other.json"})", R"({"$ref": "#/definitions/"})",
        R"({"$ref": "#/definitions/a%2Fb", "definitions": {"a/b": {}}})",
        R"({"$ref": "#/definitions/a", "definitions": {"a": true}, "type": "string"})"}) {
    INFO(schema);
    CHECK(refusal(schema) != "");
  }
}

TEST_CASE("references that lead back to themselves refuse to load") {
  for (const char* schema :
       {R"({"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/a"}}})",
        R"({"items": {"$ref": "#/definitions/a"},
            "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}})",
        R"({"definitions": {"a": {"allOf": [{"$ref": "#/definitions/a"}]}}})",
        R"({"definitions": {"a": {"if": {"not": {"$ref": "#/definitions/b"}}},
                            "b": {"dependencies": {"x": {"$ref": "#/definitions/a"}}}}})"}) {
    INFO(schema);
    CHECK(refusal(schema).find("leads back to itself") != std::string::npos);
  }
}

TEST_CASE("a schema that is no JSON refuses to load, with the place") {
  CHECK(refusal("{\n  \"type\": }").substr(0, 17) == "line 2, column 11");
  CHECK(refusal(R"({"type": "string", "type": "object"})") != "");
}
