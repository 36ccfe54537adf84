// One fault that a JSON Schema finds in a document, as plain data: made by layer schema, read by
// checks.
#pragma once

#include <string>
#include <string_view>

#include "doc/tree.h"

namespace cardlint {

struct SchemaFault {
  NodeId node;               // the value at fault; for `required` the object that lacks the member
  std::string_view keyword;  // of the bundled schema that failed, a literal: "type", "required",
                             // "enum", "pattern", …
  std::string
      member;  // `required`: the missing member; `additionalProperties`: the extra one; else empty
  std::string
      detail;  // "is a number, expected a string": begins with a verb, no full stop, printable
};

}  // namespace cardlint
