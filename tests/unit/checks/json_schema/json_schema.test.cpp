#include "checks/json_schema/json_schema.h"

#include <catch2/catch.hpp>

#include "doc/load.h"

namespace cardlint::checks {
namespace {

constexpr SchemaDialects kOld{SchemaDialect::Draft07};
constexpr SchemaDialects kNew{SchemaDialect::Draft2020};
constexpr SchemaDialects kEither{SchemaDialect::Draft07, SchemaDialect::Draft2020};

// The faults as "/place detail", one a line.
std::string faults(const std::string& schema, SchemaDialects dialects) {
  const SourceFile source("schema.json", schema);
  const Loaded loaded = load_json(source, Limits{});
  std::string out;
  find_schema_faults(loaded.tree.root(), dialects, [&](Value at, const std::string& detail) {
    out += at.pointer() + " " + detail + "\n";
  });
  return out;
}

TEST_CASE("each fault has its own place") {
  CHECK(
      faults(R"({"type": "object", "properties": {"a": {"type": "str"}, "b": 5}, "minLength": -1})",
             kNew) ==
      "/properties/a/type 'type' is 'str', which is no JSON Schema type\n"
      "/properties/b 5 stands where a schema belongs\n"
      "/minLength 'minLength' is -1, expected a whole number of at least 0\n");
}

TEST_CASE("a keyword is judged only by dialects that know it") {
  CHECK(faults(R"({"prefixItems": 5, "$anchor": 1, "dependentRequired": 1})", kOld).empty());
  CHECK_FALSE(faults(R"({"prefixItems": 5})", kNew).empty());
  CHECK(faults(R"({"prefixItems": 5})", kEither).empty());
  CHECK_FALSE(faults(R"({"items": [{}]})", kNew).empty());
  CHECK(faults(R"({"items": [{}]})", kOld).empty());
  CHECK(faults(R"({"items": [{}]})", kEither).empty());
  CHECK_FALSE(faults(R"({"items": []})", kEither).empty());
  CHECK(faults(R"({"enum": []})", kEither).empty());
  CHECK_FALSE(faults(R"({"enum": []})", {SchemaDialect::Draft06}).empty());
  CHECK(faults(R"({"$id": "#name"})", kOld).empty());
  CHECK_FALSE(faults(R"({"$id": "#name"})", kNew).empty());
}

TEST_CASE("a subschema may name its own dialect") {
  CHECK(faults(R"({"$defs": {"a": {"$schema": "http://json-schema.org/draft-07/schema#",
                                   "items": [{}]}}})",
               kNew)
            .empty());
  CHECK(faults(R"({"$defs": {"a": {"$schema": "https://example.com/own", "type": 5}}})", kNew)
            .empty());
}

TEST_CASE("values are no schemas") {
  CHECK(faults(R"({"default": {"type": 5}, "const": {"type": 5}, "enum": [{"type": 5}],
                   "examples": [{"type": 5}]})",
               kNew)
            .empty());
}

TEST_CASE("the names of dialects") {
  CHECK(parse_schema_dialect("http://json-schema.org/draft-07/schema#") == SchemaDialect::Draft07);
  CHECK(parse_schema_dialect("https://json-schema.org/draft/2020-12/schema") ==
        SchemaDialect::Draft2020);
  CHECK_FALSE(parse_schema_dialect("http://json-schema.org/draft-04/schema#"));
  CHECK_FALSE(parse_schema_dialect("http://json-schema.org/schema#"));
}

}  // namespace
}  // namespace cardlint::checks
