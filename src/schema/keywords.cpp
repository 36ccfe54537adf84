#include "schema/keywords.h"

#include <algorithm>

#include "schema/number.h"

namespace cardlint {
namespace {

bool has_type(Value value, std::string_view type) {
  if (type == "integer") return is_integral(value);
  if (type == "number") return value.is_number();
  return !value.is_number() && name(value.type()) == type;
}

}  // namespace

std::vector<std::string_view> types_of(Value schema) {
  const Value type = schema["type"];
  if (type.is_string()) return {type.text()};
  std::vector<std::string_view> types;
  for (const Value item : type) types.push_back(item.text());
  return types;
}

bool fits_type(Value schema, Value value) {
  const auto types = types_of(schema);
  return types.empty() || std::any_of(types.begin(), types.end(),
                                      [&](std::string_view type) { return has_type(value, type); });
}

bool fits_fixed_type(Value schema, Value value) {
  const auto same_type = [&](Value fixed) {
    return fixed.type() == value.type() || (fixed.is_number() && value.is_number());
  };
  const Value only = schema["const"];
  const Value list = schema["enum"];
  return (!only || same_type(only)) && (!list || std::any_of(list.begin(), list.end(), same_type));
}

bool is_one_of(Value value, Value list) {
  return std::any_of(list.begin(), list.end(), [&](Value item) { return same_value(item, value); });
}

}  // namespace cardlint
