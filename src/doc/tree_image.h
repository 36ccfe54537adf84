// A tree as bytes that are read in one go, for small trees that are known when the program is
// built: the arguments of rules. Without spans.
#pragma once

#include <string>
#include <string_view>

#include "doc/tree.h"

namespace cardlint {

// The number of nodes, then each in document order: type (twice, and one more
// for an object that repeats a member), number of children (containers), key
// (members) and text (scalars).
std::string tree_image(Value root);
// `image` comes from tree_image, never from outside: nothing is checked. It outlives the tree.
Tree tree_of_image(std::string_view image);

}  // namespace cardlint
