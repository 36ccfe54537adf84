// Identifiers that look like others, and expressions that readers of a schema cannot compile.
#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/json_schema/ecma_pattern.h"
#include "checks/table.h"
#include "checks/text/look_alikes.h"
#include "checks/text/texts.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;
using Type = ArgSpec::Type;

// Its invisible characters are another rule's.
bool has_visible_foreign(std::string_view name) {
  for (std::size_t i = 0; i < name.size();) {
    const CodePoint c = decode_utf8(name, i);
    if (c.value == 0xFFFD) return false;  // bytes that are no UTF-8: another rule's
    if (c.value >= 0x80 && !is_ignorable(c.value)) return find_hidden(name, true).empty();
    i += c.length;
  }
  return false;
}

// 'same' as another name of the document or one of 'known' once look-alikes are replaced; without
// 'same': as none.
void name_not_ascii(const Target& target, const Args& args, const Reporter& report) {
  if (target.facts->shared<SourceBytes>().ascii) return;
  const std::vector<Text>& names = target.facts->shared<NameTexts>().entries;
  const auto known = args.texts("known");
  std::multimap<std::string, std::string_view> by_skeleton;
  for (const Text& text : names) {
    if (is_ascii(text.text) || !has_visible_foreign(text.text)) continue;
    if (by_skeleton.empty()) {
      for (const Text& other : names) by_skeleton.emplace(skeleton(other.text), other.text);
      for (const std::string_view other : known) by_skeleton.emplace(skeleton(other), other);
    }
    std::string_view same;
    const auto [first, last] = by_skeleton.equal_range(skeleton(text.text));
    for (auto it = first; it != last; ++it) {
      if (it->second != text.text) same = it->second;
    }
    if (same.empty() == args.flag("same")) continue;
    report.span(target.document(), text.at, text.span(),
                {{"name", fmt::format("'{}'", printable(text.text, 60))},
                 {"other", fmt::format("'{}'", printable(same, 60))}});
  }
}

// --- expressions of schemas ---

// What is wrong with the expressions of a document: each is compiled once, and only so many, since
// compiling one costs more than reading it.
class KnownPatterns {
 public:
  explicit KnownPatterns(const Document&) {}

  PatternFault fault_of(std::string_view pattern) const {
    const auto known = faults_.find(pattern);
    if (known != faults_.end()) return known->second;
    const std::size_t cost = pattern.size() + kCost;
    if (cost > left_) return {false, "the document has more expressions than are compiled"};
    left_ -= cost;
    return faults_.emplace(pattern, find_pattern_fault(pattern)).first->second;
  }

 private:
  static constexpr std::size_t kCost = 100;       // of the shortest, in the time that bytes take
  static constexpr std::size_t kMost = 1u << 20;  // about 10,000 expressions
  // A document is judged by one thread.
  mutable std::unordered_map<std::string_view, PatternFault> faults_;
  mutable std::size_t left_ = kMost;
};

// Each 'pattern' and key of 'patternProperties' of a schema; what is data (a default, an example)
// is passed by.
class Patterns {
 public:
  Patterns(const Target& target, const Reporter& report)
      : target_(target), report_(report), known_(target.facts->shared<KnownPatterns>()) {}

  void walk(Value schema) {
    constexpr std::array kData{"default"sv, "const"sv, "enum"sv, "examples"sv, "example"sv};
    for (const Value member : schema) {
      const std::string_view key = member.key();
      if (key == "pattern" && member.is_string()) {
        judge(member, member.text(), false);
      } else if (key == "properties" || key == "$defs" || key == "definitions" ||
                 key == "dependentSchemas") {
        for (const Value part : member) walk(part);
      } else if (key == "patternProperties") {
        for (const Value part : member) {
          judge(part, part.key(), true);
          walk(part);
        }
      } else if (std::find(kData.begin(), kData.end(), key) == kData.end()) {
        walk(member);
      }
    }
  }

 private:
  void judge(Value at, std::string_view pattern, bool is_key) {
    const PatternFault fault = known_.fault_of(pattern);
    if (fault.certain) {
      const Span span = is_key ? at.node().key_span : at.node().span;
      report_.span(
          target_.document(), at, span,
          {{"pattern", fmt::format("'{}'", printable(pattern, 60))}, {"problem", fault.detail}});
    } else if (!fault.detail.empty()) {
      report_.not_assessed(
          fmt::format("{}, '{}'", target_.document().source->path(), printable(at.pointer(), 200)),
          fault.detail);
    }
  }

  const Target& target_;
  const Reporter& report_;
  const KnownPatterns& known_;
};

void pattern_invalid(const Target& target, const Args&, const Reporter& report) {
  // Most schemas have none: a look at their names is quicker than the walk.
  if (!target.value.holds_key("pattern") && !target.value.holds_key("patternProperties")) return;
  Patterns(target, report).walk(target.value);
}

constexpr std::array kNames{ArgSpec{"same", Type::Flag, false},
                            ArgSpec{"known", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"name-not-ascii",
               "a name of a server, tool, prompt or parameter is not ASCII and looks ('same') or "
               "does not look like another name of the document or one of 'known'",
               kNames, false, make_simple<name_not_ascii>},
    CheckEntry{"schema-pattern-invalid",
               "a 'pattern' or key of 'patternProperties' of a JSON Schema is no expression of "
               "ECMA-262",
               {},
               true,
               make_simple<pattern_invalid>},
};

}  // namespace

CheckTable identifier_checks() {
  return kTable;
}

}  // namespace cardlint::checks
