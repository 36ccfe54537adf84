// The loader's refusal: a schema passes only when every keyword is one that our engine handles
// soundly. Nothing is skipped silently, because valijson ignores what it does not know, typing
// errors included.
#pragma once

#include <string_view>

#include "base/result.h"
#include "doc/tree.h"

namespace cardlint {

// The schema that a "#/definitions/…" reference names, or a missing value.
Value resolve_reference(Value root, std::string_view reference);

Result<void> check_schema(const Tree& schema);
Result<void> check_schema_text(std::string_view json);

}  // namespace cardlint
