// Finds every fault of a document that valijson has refused: valijson gives neither the keyword nor
// all faults, stays silent for some and repeats others once for each level. Judges by the same
// schema, with the keywords that check_schema admits, and gives each fault once.
#pragma once

#include <cstddef>
#include <vector>

#include "doc/schema_fault.h"
#include "doc/tree.h"

namespace cardlint {

// More faults than these are not listed: a hostile file of a million wrong values would fill the
// memory.
inline constexpr std::size_t kMaxSchemaFaults = 10'000;

// Sorted by place; empty when the document fits. No object of `document` may hold a member twice.
std::vector<SchemaFault> find_schema_faults(const Tree& schema, Value document);

}  // namespace cardlint
