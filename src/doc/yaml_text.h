// What a YAML scalar says: its text without quotes, escapes, folding and indentation, as npm's
// `yaml` 2.x reads it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cardlint {

// Source text with line breaks folded; plain scalars and what stands between single quotes.
std::string fold_yaml_lines(std::string_view raw);
std::string decode_yaml_single(std::string_view inner);
// Escapes are known to be well-formed. `lone_surrogate` is set when half a pair became U+FFFD.
std::string decode_yaml_double(std::string_view inner, bool& lone_surrogate);
// `header` begins with '|' or '>'; `raw` are the lines behind it, of which `indent` columns are
// stripped.
std::string decode_yaml_block(std::string_view header, std::string_view raw, std::size_t indent);

}  // namespace cardlint
