// Documents with a member twice, seen as JSON readers see them: the last one counts. Such a file is
// at fault anyway, but the schema must not add nonsense to that.
#pragma once

#include <vector>

#include "doc/tree.h"

namespace cardlint {

bool has_repeated_members(Value document);

struct SingleMembers {
  Tree tree;
  std::vector<NodeId> origin;  // node of `tree` -> node of the document
};
// A copy of `document` without the members that a later one of the same name hides; its texts are
// views into the original's.
SingleMembers single_members(Value document);

}  // namespace cardlint
