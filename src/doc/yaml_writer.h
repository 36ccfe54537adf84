// Writes a value as block YAML, for the examples of rules: the same document in the form that
// people write by hand.
#pragma once

#include <string>

#include "doc/tree.h"

namespace cardlint {

// Block style; strings in double quotes (JSON strings are YAML strings) but for keys that are plain
// words; empty containers as {} and [].
std::string to_yaml(Value value);

}  // namespace cardlint
