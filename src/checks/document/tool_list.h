// The tools that a document lists, for checks that compare documents.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "doc/document.h"

namespace cardlint::checks {

template <class Use>
void each_document(const Project& project, Kind kind, Use&& use) {
  for (const Document& document : project.documents) {
    if (document.kind == kind && document.readable()) use(document);
  }
}

// "'smithery.yaml'", fit for a message.
std::string file_of(const Document& document);
// The member that holds the tools, whatever it is; missing where there is none.
Value tools_of(const Document& document);
// Tool names by first place; entries are objects with a name or, in smithery.yaml, also plain
// names.
std::map<std::string_view, Value> tool_names(Value tools);
// Why a document's tools cannot be compared; empty when they can.
std::string no_tools_because(const Document& document);

}  // namespace cardlint::checks
