// The files of schemas/ as data; bundled_schemas.cpp is generated from them at build time.
#pragma once

#include <span>
#include <string_view>

namespace cardlint {

struct SchemaText {
  std::string_view name;  // file name without ".schema.json"
  std::string_view text;
};

std::span<const SchemaText> bundled_schemas();  // sorted by name

}  // namespace cardlint
