#include "schema/schema_set.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "doc/load.h"
#include "schema/engine.h"
#include "schema/single_members.h"

namespace cardlint {
namespace {

// A schema as it is kept once loaded. It never moves: the engine and the tree point to what stands
// above them.
struct LoadedSchema {
  explicit LoadedSchema(const SchemaText& schema)
      : source(std::string(schema.name), std::string(schema.text)) {}

  SourceFile source;
  Tree tree;
  std::optional<SchemaEngine> engine;
};
using LoadedSchemaPtr = std::unique_ptr<LoadedSchema>;

Result<LoadedSchemaPtr> load_schema(const SchemaText& schema, bool tested) {
  auto result = std::make_unique<LoadedSchema>(schema);
  Loaded loaded = load_json(result->source, Limits{});
  if (!loaded.faults.empty()) {
    return fail(ErrorCode::Internal, loaded.faults.front().detail);
  }
  result->tree = std::move(loaded.tree);
  if (!tested) {
    if (const auto checked = check_schema(result->tree); !checked)
      return tl::unexpected<Error>(checked.error());
  }
  auto engine = SchemaEngine::compile(result->tree);
  if (!engine) return tl::unexpected<Error>(engine.error());
  result->engine = std::move(*engine);
  return result;
}

}  // namespace

struct SchemaSet::Entry {
  Entry(const SchemaText& schema_text, bool is_tested) : schema(schema_text), tested(is_tested) {}

  const Result<LoadedSchemaPtr>& get() const {
    std::call_once(once, [&] { loaded = load_schema(schema, tested); });
    return loaded;
  }

  SchemaText schema;
  bool tested;
  mutable std::once_flag once;
  mutable Result<LoadedSchemaPtr> loaded = fail(ErrorCode::Internal, "not loaded");
};

SchemaSet::SchemaSet() : SchemaSet(bundled_schemas(), true) {}

SchemaSet::SchemaSet(std::span<const SchemaText> texts, bool tested) {
  for (const SchemaText& text : texts) entries_.push_back(std::make_unique<Entry>(text, tested));
  std::sort(entries_.begin(), entries_.end(),
            [](const auto& a, const auto& b) { return a->schema.name < b->schema.name; });
}

SchemaSet::~SchemaSet() = default;

const SchemaSet::Entry* SchemaSet::find(std::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const auto& entry) { return entry->schema.name == name; });
  return found == entries_.end() ? nullptr : found->get();
}

std::vector<std::string_view> SchemaSet::names() const {
  std::vector<std::string_view> names;
  for (const auto& entry : entries_) names.push_back(entry->schema.name);
  return names;
}

std::string_view SchemaSet::text(std::string_view name) const {
  const Entry* entry = find(name);
  return entry ? entry->schema.text : std::string_view();
}

bool SchemaSet::has(std::string_view name) const {
  return find(name) != nullptr;
}

Result<std::vector<SchemaFault>> SchemaSet::validate(std::string_view name, Value document) const {
  const auto broken = [&](const std::string& why) {
    return fail(ErrorCode::Internal, fmt::format("schema '{}': {}", printable(name), why));
  };
  const Entry* entry = find(name);
  if (!entry) return broken("there is none of this name");
  if (!document) return broken("there is no document to judge");
  const Result<LoadedSchemaPtr>& loaded = entry->get();
  if (!loaded) return broken(loaded.error().message);
  const LoadedSchema& schema = **loaded;

  std::optional<SingleMembers> single;
  if (has_repeated_members(document)) single = single_members(document);
  const Value judged = single ? single->tree.root() : document;

  const Result<bool> accepted = schema.engine->accepts(judged);
  if (!accepted) return broken(accepted.error().message);
  if (*accepted) return std::vector<SchemaFault>();

  std::vector<SchemaFault> faults = find_schema_faults(schema.tree, judged);
  if (single) {
    for (SchemaFault& fault : faults) fault.node = single->origin[fault.node];
  }
  // The engine has the verdict: a document that it refuses never passes for want of words.
  if (faults.empty()) faults.push_back({document.id(), "schema", "", "does not fit the schema"});
  return faults;
}

}  // namespace cardlint
