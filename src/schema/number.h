// Numbers as JSON Schema sees them: 1.0 is an integer, and what no double holds is infinite or
// zero, never missing.
#pragma once

#include <cmath>
#include <limits>

#include "doc/tree.h"

namespace cardlint {

// Precondition: value.is_number().
inline double schema_number(Value value) {
  if (const auto number = value.number()) return *number;
  const std::string_view text = value.text();
  if (text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos) {
    return 0;
  }
  const double infinity = std::numeric_limits<double>::infinity();
  return text.substr(0, 1) == "-" ? -infinity : infinity;
}

inline bool is_integral(Value value) {
  if (value.is(NodeType::Integer)) return true;
  if (!value.is(NodeType::Number)) return false;
  const double number = schema_number(value);
  return std::isfinite(number) && number == std::trunc(number);
}

}  // namespace cardlint
