// Judges a JSON Schema that stands inside a document, as data: is it a valid schema of its draft,
// as far as the keywords in use go? Nothing is compiled, no reference is followed, so a hostile
// schema costs one bounded walk.
#pragma once

#include <functional>
#include <string>

#include "doc/tree.h"

namespace cardlint::checks {

// Calls `found(node, detail)` for each keyword whose value its draft forbids: an unknown `type`,
// `required: true`, `properties` that is no object, … `detail` reads "'type' is 'str', which is no
// JSON Schema type". `draft_07` admits the keyword forms that 2020-12 dropped (a list as `items`,
// `dependencies`). Unknown keywords are fine in every draft.
void find_schema_faults(Value schema, bool draft_07,
                        const std::function<void(Value, std::string)>& found);

}  // namespace cardlint::checks
