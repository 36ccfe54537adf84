// The bundled JSON Schemas and what they say of a document. Hides the engine: no other layer knows
// that it is valijson. Only our own schemas are ever compiled; schemas that stand in documents are
// data.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "doc/schema_fault.h"
#include "doc/tree.h"
#include "schema/bundled_schemas.h"
#include "schema/fault_walk.h"
#include "schema/schema_check.h"

namespace cardlint {

class SchemaSet {
 public:
  // All bundled schemas; nothing is parsed yet.
  SchemaSet();
  // These instead. Names and texts must outlive the set. `tested` schemas (the bundled ones: tests
  // load them without it) are not held against what valijson supports again at each start.
  explicit SchemaSet(std::span<const SchemaText> texts, bool tested = false);
  ~SchemaSet();
  SchemaSet(const SchemaSet&) = delete;
  SchemaSet& operator=(const SchemaSet&) = delete;

  std::vector<std::string_view> names() const;         // "server-card.sep-2127", …; sorted
  std::string_view text(std::string_view name) const;  // the JSON text, empty when unknown
  bool has(std::string_view name) const;

  // Every fault of `document` (a whole document or a part of one), each once, sorted by place; at
  // most kMaxSchemaFaults. The first call for a schema loads and compiles it. Any number of threads
  // may call this at once. Fails when the name is unknown or the schema does not load: an error of
  // ours, not of the document. A value that may not be there at all has the keyword "false".
  Result<std::vector<SchemaFault>> validate(std::string_view name, Value document) const;

 private:
  struct Entry;
  const Entry* find(std::string_view name) const;
  std::vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace cardlint
