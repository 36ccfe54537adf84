// Single keywords of one schema object and whether a value fits them. Follows no
// reference, gives no wording.
#pragma once

#include <string_view>
#include <vector>

#include "doc/tree.h"

namespace cardlint {

std::vector<std::string_view> types_of(Value schema);  // empty when any type fits
bool fits_type(Value schema, Value value);
// Whether fixed values (const, enum) leave the type of `value` open: "dynamic" is not what an array
// was meant to be.
bool fits_fixed_type(Value schema, Value value);
bool is_one_of(Value value, Value list);

}  // namespace cardlint
