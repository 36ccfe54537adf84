// The type and value of a YAML scalar in the YAML 1.2 core schema, as npm's `yaml` 2.x reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "doc/tree.h"

namespace cardlint {

struct YamlScalar {
  NodeType type = NodeType::String;
  std::optional<std::string> text;  // canonical text when it is not what was given
};
YamlScalar resolve_yaml_plain(std::string_view text);
// By the full name of a tag; nothing when the tag does not fit or is not of the core schema.
std::optional<YamlScalar> resolve_yaml_tagged(std::string_view tag, std::string_view text);

// The type that YAML 1.1 readers see in a plain scalar where YAML 1.2 has another: "a boolean", "an
// octal number", …
std::optional<std::string_view> yaml_11_reading(std::string_view text);

// A number's text as ECMAScript's Number::toString gives it: the name that a number gets as a key.
std::string number_as_key(std::string_view canonical);

}  // namespace cardlint
