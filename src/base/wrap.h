// Paragraphs for people.
#pragma once

#include <string>
#include <string_view>

namespace cardlint {

// One paragraph of at most 78 columns, broken at spaces, every line behind `margin`.
std::string wrapped(std::string_view text, std::string_view margin);

}  // namespace cardlint
