// A JSON Schema that stands in a document and a value beside it, {"schema": …, "data": …}: judged
// as data, never compiled. And the bundled schemas on the same value.
#include "checks/json_schema/ecma_pattern.h"
#include "checks/json_schema/schema_instance.h"
#include "doc/load.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/world.h"

namespace cardlint::fuzz {
namespace {

using namespace checks;

void check_schema(Value schema, Value data, SchemaDialects dialects) {
  find_schema_faults(schema, dialects, [&](Value at, const std::string& detail) {
    promise(at && &at.tree() == &schema.tree(), "a fault has its place in the schema");
    promise(!detail.empty(), "a fault has words");
  });
  const auto dialect = SchemaInstance::reading(dialects);
  if (!dialect || !data) return;
  SchemaInstance judge(schema, *dialect);
  const InstanceResult first = judge.check(data, schema);
  SchemaInstance other(schema, *dialect);
  const InstanceResult second = other.check(data, schema);
  promise(first.fit == second.fit && first.detail == second.detail, "a second look says the same");
  if (first.fit == Fit::Invalid)
    promise(first.at && !first.detail.empty(), "an unfit value has a place and words");
  if (first.fit == Fit::NotAssessed)
    promise(!first.detail.empty(), "what is not assessed has a reason");
}

void check_bundled(Value data) {
  for (const std::string_view name : world().schemas.names()) {
    const auto faults = world().schemas.validate(name, data);
    promise(faults.has_value(), "a bundled schema loads", name);
    promise(faults->size() <= kMaxSchemaFaults, "faults are bounded");
  }
}

}  // namespace

void run_schema(std::string_view input) {
  const SourceFile source("input.json", std::string(input));
  const Loaded loaded = load_json(source, Limits{});
  const Value root = loaded.tree.root();
  if (!root.is_object()) {
    const PatternFault fault = find_pattern_fault(input);
    promise(is_visible(fault.detail, false) || find_pattern_fault(input).detail == fault.detail,
            "a pattern is judged the same twice");
    const EcmaPattern pattern(input);
    promise(pattern.found_in(input) == EcmaPattern(input).found_in(input),
            "a pattern is found the same twice");
    return;
  }
  const Value schema = root["schema"] ? root["schema"] : root;
  for (const SchemaDialect dialect : {SchemaDialect::Draft07, SchemaDialect::Draft2020}) {
    if (const auto dialects = dialects_of(schema, SchemaDialects{dialect}))
      check_schema(schema, root["data"], *dialects);
  }
  if (const Value data = root["data"]) check_bundled(data);
}

}  // namespace cardlint::fuzz
