// Writes a value as block YAML, for the examples of rules: the same document in the form that
// people write by hand.
#pragma once

#include <string>
#include <string_view>

#include "doc/tree.h"

namespace cardlint {

// Block style; strings in double quotes (JSON strings are YAML strings) but for keys that are plain
// words; empty containers as {} and []; a key too long for `key: value` as `? key`, `: value`.
std::string to_yaml(Value value);

// YAML whose strings are JSON's, made fit for YAML and for a terminal: JSON allows characters that
// YAML does not (C1 controls, DEL) and some that nobody sees. Line ends stay; all else of that sort
// stands inside of strings, where it becomes \uXXXX.
std::string yaml_escaped(std::string_view yaml);

}  // namespace cardlint
