// All words of the enumerations of this layer: for messages, suggestions and completion.
#pragma once

#include <string_view>
#include <vector>

namespace cardlint {

std::vector<std::string_view> severity_words();
std::vector<std::string_view> confidence_words();
std::vector<std::string_view> consumer_words();
std::vector<std::string_view> posture_words();
std::vector<std::string_view> revision_words();  // of MCP

}  // namespace cardlint
