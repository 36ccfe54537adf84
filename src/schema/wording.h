// How schema faults are put into words. Knows values, not schemas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doc/tree.h"

namespace cardlint {

// "a string", "an object", "null"; any number is "a number".
std::string type_phrase(Value value);
// The same for a type name of JSON Schema: "integer" is "an integer".
std::string type_name_phrase(std::string_view type);
// A scalar as people would write it, shortened and escaped ('stdio', 12, true); for the rest its
// type.
std::string value_phrase(Value value);
// "'a'", "'a' or 'b'", "'a', 'b' or 'c'"; long lists are cut.
std::string alternatives(const std::vector<std::string>& parts);
// "1 item", "2 items".
std::string counted(std::size_t count, std::string_view noun);
std::string quoted(std::string_view name);

}  // namespace cardlint
