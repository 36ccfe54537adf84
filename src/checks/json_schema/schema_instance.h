// Does a value fit a JSON Schema that stands in a document? A walk of our own with a budget,
// because the schema is as untrusted as the value: references may run in circles, branches may
// multiply. It answers "not assessed" rather than guess, and never fetches anything.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "checks/json_schema/ecma_pattern.h"
#include "checks/json_schema/json_schema.h"
#include "doc/tree.h"

namespace cardlint::checks {

enum class Fit { Valid, Invalid, NotAssessed };

struct InstanceResult {
  Fit fit = Fit::Valid;
  Value at;            // Invalid: the value at fault, the first one met
  std::string detail;  // Invalid: "is 'five', expected a number"; NotAssessed: the reason
};

// Bound to one schema document: `root` is what '#' means. Its budget is shared by all calls.
class SchemaInstance {
 public:
  SchemaInstance(Value root, SchemaDialect dialect) : root_(root), dialect_(dialect) {}
  // The dialect to read a schema in that may be of any of `dialects`: 2020-12, else draft-07;
  // nothing where it is neither.
  static std::optional<SchemaDialect> reading(SchemaDialects dialects);

  // Values below `instance` whose member name, or `secret`, speaks of a credential are not repeated
  // in `detail`.
  InstanceResult check(Value instance, Value schema, bool secret = false);

 private:
  friend class InstanceWalk;

  Value root_;
  SchemaDialect dialect_;
  std::size_t spent_ = 0;
  std::map<NodeId, EcmaPattern> patterns_;
  std::map<NodeId, Value> references_;
  std::optional<std::multimap<std::string, Value>> anchors_;
};

}  // namespace cardlint::checks
