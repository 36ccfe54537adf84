// Shared by the tests of layer schema: validates a text and gives the faults as lines.
#pragma once

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "doc/load.h"
#include "schema/schema_set.h"

namespace cardlint {

using Lines = std::vector<std::string>;

// "/pointer keyword: detail", in the order in which they are reported.
inline Lines faults_of(const SchemaSet& schemas, std::string_view name, std::string_view json) {
  const SourceFile source("test.json", std::string(json));
  const Loaded loaded = load_json(source, Limits{});
  REQUIRE_FALSE(loaded.tree.empty());
  const auto faults = schemas.validate(name, loaded.tree.root());
  if (!faults) return {"refused: " + faults.error().message};
  Lines lines;
  for (const SchemaFault& fault : *faults) {
    lines.push_back(loaded.tree.pointer(fault.node) + " " + std::string(fault.keyword) + ": " +
                    fault.detail);
  }
  return lines;
}

// The same against a schema of the test's own.
inline Lines faults_under(std::string_view schema, std::string_view json) {
  const SchemaText texts[] = {{"own", schema}};
  return faults_of(SchemaSet(texts), "own", json);
}

}  // namespace cardlint
