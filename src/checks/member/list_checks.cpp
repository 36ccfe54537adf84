// Predicates on lists of words, and on members that others make necessary: the vocabulary of
// metadata documents, where what one list says decides what must stand beside it.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/member/conditions.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

constexpr std::size_t kShownWords = 8;

std::string shown(const std::vector<std::string_view>& words, std::string_view last) {
  std::string out;
  const std::size_t count = std::min(words.size(), kShownWords);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += i + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    out += fmt::format("'{}'", printable(words[i], 60));
  }
  return words.size() > count ? out + fmt::format(" and {} more", words.size() - count) : out;
}

// One finding for all that is lacking, at the object.
void missing_when(const Target& target, const Args& args, const Reporter& report) {
  const Value object = target.value;
  if (!object.is_object() || !applies(target.document().root(), args)) return;
  std::vector<std::string_view> lacking;
  for (const std::string_view member : args.texts("members")) {
    if (!object[member]) lacking.push_back(member);
  }
  const bool any_will_do = args.flag("any");
  if (lacking.empty() || (any_will_do && lacking.size() < args.texts("members").size())) return;
  report.key(target.document(), object, {{"members", shown(lacking, any_will_do ? "nor" : "and")}});
}

// An empty list says nothing and is another rule's matter, unless 'empty' asks for it.
void list_lacks(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_array() || !applies(target.document().root(), args)) return;
  if (target.value.size() == 0 && !args.flag("empty")) return;
  const auto words = texts_of(target.value);
  if (words.empty() && target.value.size() > 0) return;  // wrong types are another rule's matter
  const auto values = args.texts("values");
  const bool found = std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::find(values.begin(), values.end(), word) != values.end();
  });
  if (found) return;
  report.value(target.document(), target.value,
               {{"listed", words.empty() ? "nothing" : shown(words, "and")},
                {"values", shown(values, "or")}});
}

void item_listed(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_array() || !applies(target.document().root(), args)) return;
  const auto values = args.texts("values");
  for (const Value item : target.value) {
    if (item.is_string() && std::find(values.begin(), values.end(), item.text()) != values.end())
      report.value(target.document(), item);
  }
}

void list_empty(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_array() || target.value.size() > 0) return;
  if (applies(target.document().root(), args)) report.value(target.document(), target.value);
}

void holds_members(const Target& target, const Args& args, const Reporter& report) {
  if (!applies(target.document().root(), args)) return;
  std::vector<std::string_view> found;
  for (const std::string_view member : args.texts("members")) {
    if (target.value[member]) found.push_back(member);
  }
  if (found.empty()) return;
  report.key(target.document(), target.value[found.front()], {{"members", shown(found, "and")}});
}

void value_when(const Target& target, const Args& args, const Reporter& report) {
  if (!applies(target.document().root(), args)) return;
  const auto types = args.texts("types");
  const bool wanted = types.empty() || std::find(types.begin(), types.end(),
                                                 name(target.value.type())) != types.end();
  if (wanted) report.key(target.document(), target.value);
}

constexpr std::array kMissing{
    ArgSpec{"members", Type::Texts, true}, ArgSpec{"any", Type::Flag, false},
    ArgSpec{"when", Type::Object, false}, ArgSpec{"unless", Type::Object, false}};
constexpr std::array kLacks{
    ArgSpec{"values", Type::Texts, true}, ArgSpec{"empty", Type::Flag, false},
    ArgSpec{"when", Type::Object, false}, ArgSpec{"unless", Type::Object, false}};
constexpr std::array kWhen{ArgSpec{"when", Type::Object, false},
                           ArgSpec{"unless", Type::Object, false}};
constexpr std::array kValue{ArgSpec{"types", Type::Texts, false},
                            ArgSpec{"when", Type::Object, false},
                            ArgSpec{"unless", Type::Object, false}};

constexpr std::array kHolds{ArgSpec{"members", Type::Texts, true},
                            ArgSpec{"when", Type::Object, false},
                            ArgSpec{"unless", Type::Object, false}};

constexpr std::array kListed{ArgSpec{"values", Type::Texts, true},
                             ArgSpec{"when", Type::Object, false},
                             ArgSpec{"unless", Type::Object, false}};

constexpr std::array kTable{
    CheckEntry{"holds-members",
               "an object has some of 'members', 'when' and 'unless' permitting: one finding, at "
               "the first",
               kHolds, true, make_simple<holds_members>},
    CheckEntry{"item-listed",
               "an item of a list is one of 'values', 'when' and 'unless' permitting", kListed,
               true, make_simple<item_listed>},
    CheckEntry{"list-empty", "a list has no item, 'when' and 'unless' permitting", kWhen, true,
               make_simple<list_empty>},
    CheckEntry{"list-lacks",
               "a list names none of 'values' (with 'empty': an empty one too), 'when' and "
               "'unless' permitting",
               kLacks, true, make_simple<list_lacks>},
    CheckEntry{"missing-when",
               "an object lacks some of 'members' (with 'any': all of them) 'when' other members "
               "stand so, 'unless' they do",
               kMissing, true, make_simple<missing_when>},
    CheckEntry{"value-when",
               "a value of one of the JSON 'types' (default any) exists 'when' other members stand "
               "so, 'unless' they do",
               kValue, true, make_simple<value_when>},
};

}  // namespace

CheckTable list_checks() {
  return kTable;
}

}  // namespace cardlint::checks
