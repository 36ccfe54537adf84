// Which arguments of a check are options of the rules that call it.
#pragma once

#include "rules/check.h"

namespace cardlint {

// Whether a configuration may set it: thresholds, lists and switches. Patterns and names of schemas
// are the rule itself.
inline bool is_option(const ArgSpec& spec) {
  return spec.type == ArgSpec::Type::Number || spec.type == ArgSpec::Type::Texts ||
         spec.type == ArgSpec::Type::Flag;
}

}  // namespace cardlint
