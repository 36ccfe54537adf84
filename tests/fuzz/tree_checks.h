// What holds of every located tree, whichever loader made it.
#pragma once

#include "doc/load.h"

namespace cardlint::fuzz {

enum class Places { Exact, Loose };  // Exact: JSON, where every node lies inside its parent

// Links between nodes, spans in the text, in their parents and in order, pointers that lead back.
void check_tree(const SourceFile& source, const Tree& tree, Places places);
// Faults have their place in the text and speak in printable words.
void check_faults(const SourceFile& source, const std::vector<LoadFault>& faults);
// Byte offsets become lines and columns, and back.
void check_positions(const SourceFile& source);

}  // namespace cardlint::fuzz
