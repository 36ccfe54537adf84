// The keywords of JSON Schema that look at one value alone: its type, size and bounds. They know no
// subschemas, no references and no budget.
#pragma once

#include "checks/json_schema/schema_instance.h"

namespace cardlint::checks {

// How a value is named in a fault: not at all where it may be a secret.
struct Shown {
  Value top;  // the value that the check began with
  bool secret = false;
  std::string operator()(Value value) const;
};

inline InstanceResult fits() {
  return {};
}
inline InstanceResult unfit(Value at, std::string detail) {
  return {Fit::Invalid, at, std::move(detail)};
}
inline InstanceResult unassessed(std::string reason) {
  return {Fit::NotAssessed, {}, std::move(reason)};
}
// For a keyword whose value its metaschema forbids.
InstanceResult malformed(Value keyword);

InstanceResult assert_type(Value instance, Value keyword, const Shown& shown);
InstanceResult assert_enum(Value instance, Value keyword, const Shown& shown);
InstanceResult assert_const(Value instance, Value keyword, const Shown& shown);
// minimum, maximum, exclusiveMinimum, exclusiveMaximum
InstanceResult assert_bound(Value instance, Value keyword, const Shown& shown);
InstanceResult assert_multiple(Value instance, Value keyword, const Shown& shown);
// minLength, maxLength, minItems, maxItems, minProperties, maxProperties
InstanceResult assert_size(Value instance, Value keyword, const Shown& shown);
InstanceResult assert_required(Value instance, Value names, const Shown& shown);

// True when the value is of the JSON Schema type; 1.0 is an integer (draft-06 and later).
bool has_schema_type(Value value, std::string_view type);

}  // namespace cardlint::checks
