// What a client asked for when it got a document: the issuer, or the URL of the MCP server. Known
// of bodies that were fetched, not of files.
#pragma once

#include <string>

#include "doc/document.h"

namespace cardlint::checks {

struct AskedFor {
  std::string identifier;  // empty: not known
  // Given by whoever fetched it. Else it follows from the address of the metadata, which is the
  // same for an identifier with and without a slash at its end.
  bool exact = false;

  bool known() const { return !identifier.empty(); }
};

// Of metadata of authorization servers and of protected resources; nothing of other kinds.
AskedFor asked_for(const Document& document);

}  // namespace cardlint::checks
