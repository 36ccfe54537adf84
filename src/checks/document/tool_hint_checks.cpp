// What a tool tells its clients beside name and schema: annotations, titles, headers.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "base/word_set.h"
#include "checks/document/header_name.h"
#include "checks/table.h"
#include "doc/key_set.h"
#include "secret/credential_name.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;
using Type = ArgSpec::Type;

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// --- annotations ---

// `select` is the tool. A name that begins with a word of reading (list_delete_requests,
// preview_purge) is believed; two hints that contradict each other are another rule's.
void destructive_name(const Target& target, const Args&, const Reporter& report) {
  static constexpr WordSet kDestructive(
      std::array{"delete"sv, "drop"sv, "remove"sv, "destroy"sv, "purge"sv, "wipe"sv, "truncate"sv});
  static constexpr WordSet kReading(std::array{
      "get"sv,     "list"sv,    "search"sv,   "find"sv,  "show"sv,  "read"sv,     "describe"sv,
      "preview"sv, "check"sv,   "validate"sv, "count"sv, "plan"sv,  "simulate"sv, "dry"sv,
      "can"sv,     "explain"sv, "estimate"sv, "is"sv,    "query"sv, "view"sv});
  const Value name = target.value["name"];
  const Value hints = target.value["annotations"];
  const Value read_only = hints["readOnlyHint"];
  const Value destructive = hints["destructiveHint"];
  if (!name.is_string()) return;
  const bool harmless = destructive.is_boolean() && !destructive.is_true();
  const Value claim = read_only.is_true() && !destructive.is_true() ? read_only
                      : harmless                                    ? destructive
                                                                    : Value();
  if (!claim) return;
  bool first = true, reading = false;
  std::string found;
  each_word(name.text(), [&](std::string_view spelled) {
    if (reading || !found.empty()) return;
    const std::string word = to_lower_ascii(spelled);
    reading = std::exchange(first, false) && kReading.contains(word);
    if (kDestructive.contains(word)) found = word;
  });
  if (reading || found.empty()) return;
  report.value(target.document(), claim,
               {{"name", describe(name)}, {"word", fmt::format("'{}'", found)}});
}

// `select` is the list of tools.
void tools_without_annotations(const Target& target, const Args&, const Reporter& report) {
  if (!target.value.is_array()) return;
  std::size_t tools = 0;
  std::size_t bare = 0;
  for (const Value tool : target.value) {
    if (!tool.is_object()) continue;
    ++tools;
    bare += !tool["annotations"] || tool["annotations"].is(NodeType::Null) ? 1 : 0;
  }
  if (bare > 0)
    report.key(target.document(), target.value,
               {{"count", fmt::format("{}", bare)}, {"tools", fmt::format("{}", tools)}});
}

// `select` is the tool.
void titles_differ(const Target& target, const Args&, const Reporter& report) {
  const Value title = target.value["title"];
  const Value other = target.value["annotations"]["title"];
  if (title.is_string() && other.is_string() && title.text() != other.text())
    report.value(target.document(), other, {{"title", describe(title)}});
}

// --- members of their own ---

// `select` is a list of tools, resources or prompts; one finding for each unknown name. A known
// name but for case, '_' and '-' is a misspelling, which is another rule.
class UnknownItemMember final : public Check {
 public:
  explicit UnknownItemMember(Args args) : known_(args.texts("known")) {
    for (const std::string_view name : args.texts("known")) folded_.insert(fold_name(name));
  }

  void run(const Target& target, const Reporter& report) const override {
    if (!target.value.is_array()) return;
    struct Seen {
      Value first;
      std::size_t count = 0;
    };
    std::map<std::string_view, Seen> unknown;
    for (const Value item : target.value) {
      if (!item.is_object()) continue;
      for (const Value member : item) {
        if (known_.has(member.node()) || folded_.contains(fold_name(member.key()))) continue;
        Seen& seen = unknown[member.key()];
        if (seen.count++ == 0) seen.first = member;
      }
    }
    for (const auto& [name, seen] : unknown) {
      report.key(target.document(), seen.first,
                 {{"count", fmt::format("{} of {}", seen.count, target.value.size())}});
    }
  }

 private:
  KeySet known_;  // most members are these, and need no folding
  std::set<std::string> folded_;
};

// --- x-mcp-header (MCP 2026-07-28) ---

struct HeaderMark {
  Value mark;      // the value of x-mcp-header
  Value property;  // the schema that carries it
  bool reachable;  // from the root through 'properties' alone
};

// All marks of an input schema in document order; depth is bounded by the loaders.
class HeaderMarks {
 public:
  explicit HeaderMarks(Value schema) {
    if (schema.holds_key(kMark)) walk(schema, true);
  }
  std::vector<HeaderMark> found;

 private:
  static constexpr std::string_view kMark = "x-mcp-header";

  void walk(Value schema, bool reachable) {
    constexpr std::array kMaps{"$defs"sv, "definitions"sv, "patternProperties"sv,
                               "dependentSchemas"sv};
    constexpr std::array kLists{"allOf"sv, "anyOf"sv, "oneOf"sv, "prefixItems"sv};
    constexpr std::array kSchemas{
        "items"sv, "additionalProperties"sv, "contains"sv, "not"sv, "if"sv, "then"sv, "else"sv};
    if (!schema.is_object()) return;
    for (const Value member : schema) {
      if (member.key() == kMark) {
        found.push_back({member, schema, reachable});
      } else if (member.key() == "properties") {
        if (member.is_object()) each(member, reachable);
      } else if (contains(kMaps, member.key()) || contains(kLists, member.key())) {
        each(member, false);
      } else if (contains(kSchemas, member.key())) {
        member.is_array() ? each(member, false) : walk(member, false);
      }
    }
  }
  void each(Value container, bool reachable) {
    for (const Value schema : container) walk(schema, reachable);
  }
};

bool fits_a_header(Value type) {
  constexpr std::array kTypes{"string"sv, "integer"sv, "boolean"sv};
  if (!type) return true;  // not said here: a '$ref' or 'enum' may
  if (type.is_string()) return contains(kTypes, type.text());
  return std::all_of(type.begin(), type.end(), [&](Value t) {
    return !t.is_string() || contains(kTypes, t.text()) || t.text() == "null";
  });
}

void x_mcp_header(const Target& target, const Args&, const Reporter& report) {
  std::map<std::string, Value> names;
  for (const HeaderMark& at : HeaderMarks(target.value).found) {
    const auto tell = [&](std::string problem) {
      report.value(target.document(), at.mark, {{"problem", std::move(problem)}});
    };
    if (!at.mark.is_string() || !is_header_name(at.mark.text())) {
      tell(fmt::format("is {}, expected a header name (RFC 9110 token)", describe(at.mark)));
      continue;
    }
    const auto [first, added] = names.try_emplace(to_lower_ascii(at.mark.text()), at.mark);
    if (!at.reachable) {
      tell("stands where 'properties' alone do not lead from the root of the schema");
    } else if (!fits_a_header(at.property["type"])) {
      tell(fmt::format("stands on a parameter of type {}, expected string, integer or boolean",
                       describe(at.property["type"])));
    } else if (!added) {
      tell(fmt::format("is {}, the same header as {} (case does not count)", describe(at.mark),
                       describe(first->second)));
    }
  }
}

void x_mcp_header_secret(const Target& target, const Args&, const Reporter& report) {
  for (const HeaderMark& at : HeaderMarks(target.value).found) {
    if (is_credential_like(at.property.key()))
      report.value(target.document(), at.mark,
                   {{"property", fmt::format("'{}'", printable(at.property.key(), 60))}});
  }
}

constexpr std::array kKnown{ArgSpec{"known", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"destructive-name",
               "a tool whose name says that it deletes is annotated as read-only or harmless",
               {},
               true,
               make_simple<destructive_name>},
    CheckEntry{"items-unknown-member",
               "objects of a list have members other than 'known' (one finding for each name)",
               kKnown, true,
               [](Args args) -> std::unique_ptr<Check> {
                 return std::make_unique<UnknownItemMember>(args);
               }},
    CheckEntry{"titles-differ",
               "'title' and 'annotations.title' of a tool differ",
               {},
               true,
               make_simple<titles_differ>},
    CheckEntry{"tools-without-annotations",
               "tools of a list have no 'annotations' (one finding)",
               {},
               true,
               make_simple<tools_without_annotations>},
    CheckEntry{"x-mcp-header",
               "an 'x-mcp-header' of an input schema breaks the rules of MCP 2026-07-28",
               {},
               true,
               make_simple<x_mcp_header>},
    CheckEntry{"x-mcp-header-secret",
               "an 'x-mcp-header' of an input schema stands on a parameter named like a credential",
               {},
               true,
               make_simple<x_mcp_header_secret>},
};

}  // namespace

CheckTable tool_hint_checks() {
  return kTable;
}

}  // namespace cardlint::checks
