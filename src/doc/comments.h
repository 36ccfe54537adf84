// The comments of a document that was read: `#` in YAML, `//` in JSON with comments. Knows nothing
// of what they say.
#pragma once

#include <vector>

#include "doc/tree.h"

namespace cardlint {

struct Comment {
  Span span;              // from the mark to the end of its line
  bool own_line = false;  // nothing but white space stands before it
};

// In document order. Comments within a string or block scalar are text and not among them.
std::vector<Comment> find_comments(const SourceFile& source, const Tree& tree,
                                   std::string_view mark);

}  // namespace cardlint
