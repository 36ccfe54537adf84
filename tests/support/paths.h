// Folders of the source tree. In a file of its own, so that the other tests compile to the same
// objects wherever the tree lies: a compiler cache then serves every checkout.
#pragma once

#include <string>
#include <string_view>

namespace cardlint {

std::string in_fixtures(std::string_view below);  // fixtures/<below>
std::string in_rules(std::string_view below);     // rules/<below>
std::string in_tests(std::string_view below);     // tests/<below>

}  // namespace cardlint
