// Inside of schema_instance: one value on its way through one schema. Each keyword of a schema is
// one function here; what looks at a value alone is in schema_assertions.
#pragma once

#include <deque>

#include "checks/json_schema/schema_assertions.h"
#include "checks/json_schema/schema_instance.h"

namespace cardlint::checks {

class InstanceWalk {
 public:
  InstanceWalk(SchemaInstance& shared, Shown shown) : shared_(shared), shown_(shown) {}

  InstanceResult schema(Value instance, Value schema);

  // What must all hold, joined; true when the answer is settled.
  static bool add(InstanceResult& sum, InstanceResult part) {
    if (part.fit == Fit::Invalid || sum.fit == Fit::Valid) sum = std::move(part);
    return sum.fit == Fit::Invalid;
  }

  // One value alone; the assertion is given as a template argument.
  template <InstanceResult (*kAssert)(Value, Value, const Shown&)>
  InstanceResult alone(Value instance, Value keyword) {
    return spend(cost_of(instance, keyword)) ? kAssert(instance, keyword, shown_) : exhausted();
  }
  InstanceResult pattern(Value instance, Value keyword);
  InstanceResult unique_items(Value instance, Value keyword);

  // Lists and objects: schema_containers.cpp.
  InstanceResult prefix_items(Value instance, Value keyword);
  InstanceResult items(Value instance, Value keyword);
  InstanceResult additional_items(Value instance, Value keyword);
  InstanceResult contains(Value instance, Value keyword);
  InstanceResult properties(Value instance, Value keyword);
  InstanceResult pattern_properties(Value instance, Value keyword);
  InstanceResult additional_properties(Value instance, Value keyword);
  InstanceResult property_names(Value instance, Value keyword);
  InstanceResult dependent(Value instance, Value keyword);
  InstanceResult unevaluated(Value instance, Value keyword);

  // Schemas of schemas: schema_instance.cpp.
  InstanceResult all_of(Value instance, Value keyword);
  InstanceResult any_of(Value instance, Value keyword);
  InstanceResult one_of(Value instance, Value keyword);
  InstanceResult negation(Value instance, Value keyword);
  InstanceResult conditional(Value instance, Value keyword);
  InstanceResult ref(Value instance, Value keyword);
  InstanceResult dynamic_ref(Value instance, Value keyword);

 private:
  bool is_draft_07() const { return shared_.dialect_ == SchemaDialect::Draft07; }
  InstanceResult members(Value instance, Value schema);
  InstanceResult rest_of_items(Value instance, std::size_t skip, Value rest);
  std::optional<bool> matches(Value owner, std::string_view pattern, std::string_view text);
  // Whether a key of `patterns` is found in the name.
  std::optional<bool> covered(Value patterns, std::string_view name);

  Value target_of(Value reference);
  Value resource_of(Value schema) const;
  void collect_anchors();

  bool spend(std::size_t steps);
  static std::size_t cost_of(Value instance, Value keyword);
  static InstanceResult exhausted();

  SchemaInstance& shared_;
  Shown shown_;
  int depth_ = 0;
  std::deque<Tree> names_;  // member names as values, for propertyNames
};

}  // namespace cardlint::checks
