// What a program says of itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

// "cardlint 0.1.0"
std::string version_line(std::string_view program);
// The line, and below it compiler, rules, schemas and libraries. `loaded`: what is known of shared
// libraries only while the program runs; may be empty.
// Whether the arguments are --version with --verbose or -v, in any order.
bool asks_for_details(const std::vector<std::string>& args);
std::string version_page(std::string_view program, std::string_view loaded);

}  // namespace cardlint
