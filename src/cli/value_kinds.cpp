#include "cli/value_kinds.h"

#include <algorithm>
#include <array>
#include <set>

#include "cli/common_options.h"
#include "diag/protocol.h"
#include "diag/words.h"
#include "doc/kind.h"
#include "doc/kind_words.h"
#include "report/writer.h"
#include "rules/builtin.h"
#include "rules/scope.h"
#include "schema/schema_set.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;
using Words = std::vector<std::string_view>;

Words levels() {
  return {"error", "warning", "info"};
}
Words levels_and_off() {
  return {"off", "error", "warning", "info"};
}
Words whens() {
  return {"auto", "always", "never"};
}
Words list_formats() {
  return {"text", "json"};
}
Words shells() {
  return {"bash", "zsh", "fish"};
}
Words schema_names() {
  return SchemaSet().names();
}

Words rule_ids() {
  Words ids;
  for (const RuleInfo& rule : builtin_catalogue()) ids.push_back(rule.id);
  return ids;
}

Words groups() {
  std::set<std::string_view> groups;
  for (const RuleInfo& rule : builtin_catalogue()) groups.insert(group_of(rule.id));
  return {groups.begin(), groups.end()};
}

Words rules_and_groups() {
  Words words = groups();
  const Words ids = rule_ids();
  words.insert(words.end(), ids.begin(), ids.end());
  return words;
}

constexpr std::array kKinds{
    ValueKind{"FORMAT[=FILE]"sv, format_words, FileKind::None, "FILE"},
    ValueKind{"RULE=LEVEL"sv, rules_and_groups, FileKind::None, "NEW-LEVEL"},
    ValueKind{"NEW-LEVEL"sv, levels_and_off, FileKind::None, ""},
    ValueKind{"LEVEL"sv, levels, FileKind::None, ""},
    ValueKind{"WHEN"sv, whens, FileKind::None, ""},
    ValueKind{"CONSUMER"sv, consumer_words, FileKind::None, ""},
    ValueKind{"REVISION"sv, revision_words, FileKind::None, ""},
    ValueKind{"GENERATION"sv, generation_words, FileKind::None, ""},
    ValueKind{"POSTURE"sv, posture_words, FileKind::None, ""},
    ValueKind{"KIND"sv, kind_words, FileKind::None, ""},
    ValueKind{"RULE"sv, rules_and_groups, FileKind::None, ""},
    ValueKind{"GROUP"sv, groups, FileKind::None, ""},
    ValueKind{"SCOPE"sv, scope_words, FileKind::None, ""},
    ValueKind{"LIST-FORMAT"sv, list_formats, FileKind::None, ""},
    ValueKind{"SCHEMA"sv, schema_names, FileKind::None, ""},
    ValueKind{"SHELL"sv, shells, FileKind::None, ""},
    ValueKind{"PATH"sv, nullptr, FileKind::Files, ""},
    ValueKind{"FILE"sv, nullptr, FileKind::Files, ""},
    ValueKind{"FOLDER"sv, nullptr, FileKind::Folders, ""}};

}  // namespace

std::span<const ValueKind> value_kinds() {
  return kKinds;
}

const ValueKind* find_value_kind(std::string_view name) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](const ValueKind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : &*found;
}

void demand_word(std::string_view option, std::string_view word, std::string_view kind) {
  const Words words = find_value_kind(kind)->words();
  if (std::find(words.begin(), words.end(), word) == words.end()) refuse_word(option, word, words);
}

}  // namespace cardlint
