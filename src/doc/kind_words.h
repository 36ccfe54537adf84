// All words of kinds, dialects and generations: for messages, suggestions and completion.
#pragma once

#include <string_view>
#include <vector>

namespace cardlint {

std::vector<std::string_view> kind_words();
std::vector<std::string_view> dialect_words();
std::vector<std::string_view> generation_words();

}  // namespace cardlint
