// Predicates on members, types and values that suit any document: the vocabulary of most rules.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "checks/document/asked_for.h"
#include "checks/make_check.h"
#include "checks/member/pattern.h"
#include "checks/table.h"
#include "doc/key_set.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

bool has_type(Value value, std::string_view type) {
  return name(value.type()) == type || (type == "number" && value.is_number());
}

std::string quoted_list(const std::vector<std::string_view>& words, std::string_view last = "or") {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    out += fmt::format("'{}'", printable(words[i]));
  }
  return out;
}

void present(const Target& target, const Args& args, const Reporter& report) {
  for (const std::string_view sibling : args.texts("beside")) {
    if (!target.value.parent()[sibling]) return;
  }
  report.key(target.document(), target.value);
}

void missing(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_object()) return;
  for (const std::string_view member : args.texts("unless")) {
    if (target.value[member]) return;
  }
  std::vector<std::string_view> lacking;
  for (const std::string_view member : args.texts("members")) {
    if (!target.value[member]) lacking.push_back(member);
  }
  if (lacking.empty()) return;
  if (args.flag("together")) {
    report.key(target.document(), target.value, {{"members", quoted_list(lacking, "and")}});
    return;
  }
  for (const std::string_view member : lacking) {
    report.key(target.document(), target.value, {{"member", fmt::format("'{}'", member)}});
  }
}

void type_is(const Target& target, const Args& args, const Reporter& report) {
  const auto types = args.texts("types");
  if (std::any_of(types.begin(), types.end(),
                  [&](std::string_view t) { return has_type(target.value, t); }))
    return;
  const bool fold = args.flag("ignore-case") && target.value.is_string();
  const std::string folded = fold ? to_lower_ascii(target.value.text()) : std::string();
  for (const std::string_view word : args.texts("except")) {
    if (fold ? folded == word : target.value.is_text(word)) return;
  }
  std::string expected;
  for (const std::string_view type : types) {
    expected +=
        fmt::format("{}{} {}", expected.empty() ? "" : " or ",
                    type == "array" || type == "object" || type == "integer" ? "an" : "a", type);
  }
  report.value(target.document(), target.value, {{"expected", expected}});
}

void one_of(const Target& target, const Args& args, const Reporter& report) {
  const Value value = target.value;
  if (!value.is_string() && args.flag("strings-only")) return;
  const auto values = args.texts("values");
  const bool known =
      value.is_string() && std::find(values.begin(), values.end(), value.text()) != values.end();
  if (known) return;
  report.value(target.document(), value,
               {{"expected", quoted_list(values)},
                {"suggestion", value.is_string() ? did_you_mean(value.text(), values) : ""}});
}

void none_of(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_string()) return;
  const std::string lower =
      args.flag("ignore-case") ? to_lower_ascii(target.value.text()) : std::string();
  const std::string_view value = args.flag("ignore-case") ? lower : target.value.text();
  const auto values = args.texts("values");
  if (std::find(values.begin(), values.end(), value) != values.end())
    report.value(target.document(), target.value);
}

void length(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_string()) return;
  const auto count = static_cast<double>(count_code_points(target.value.text()));
  if (count >= args.number("min", 0) && count <= args.number("max", 1e18)) return;
  report.value(target.document(), target.value, {{"length", fmt::format("{:.0f}", count)}});
}

void blank(const Target& target, const Args&, const Reporter& report) {
  if (target.value.is_string() && trim(target.value.text()).empty())
    report.value(target.document(), target.value);
}

std::string tool_or_item_name(Value object) {
  const Value name = object["name"];
  return name.is_string() && !name.text().empty() ? describe(name) : std::string("without a name");
}

// The selected object has no string `member`, or with `blank` also one that says nothing.
class TextMissing final : public Check {
 public:
  explicit TextMissing(Args args) : member_(args.text("member")), blank_(args.flag("blank")) {
    if (args["fetched"]) fetched_ = args.flag("fetched");
  }

  void run(const Target& target, const Reporter& report) const override {
    if (!target.value.is_object()) return;
    if (fetched_ && *fetched_ != asked_for(target.document()).known()) return;
    const Value text = target.value[member_];
    const bool blank = blank_ && text.is_string() && trim(text.text()).empty();
    if (text.is_string() && !blank) return;
    const std::string what =
        !text ? std::string("it is missing") : fmt::format("it is {}", describe(text));
    const Params params{{"member", fmt::format("'{}'", member_)},
                        {"what", what},
                        {"name", tool_or_item_name(target.value)}};
    text ? report.value(target.document(), text, params)
         : report.key(target.document(), target.value, params);
  }

 private:
  std::string_view member_;
  bool blank_;
  std::optional<bool> fetched_;
};

void value_missing(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_object()) return;
  const Value member = target.value[args.text("member")];
  if (member && !member.is(NodeType::Null)) return;
  const Params params{{"name", tool_or_item_name(target.value)}};
  member ? report.value(target.document(), member, params)
         : report.key(target.document(), target.value, params);
}

// An item of a list where objects belong; the marker ["dynamic"] is a form of its own.
void list_item_not_object(const Target& target, const Args&, const Reporter& report) {
  const Value list = target.value.parent();
  if (!list.is_array() || target.value.is_object()) return;
  if (list.size() == 1 && target.value.is_text("dynamic")) return;
  report.value(target.document(), target.value);
}

// `member` is there but no JSON Schema of an object: readers want the literal "type": "object".
class ObjectSchema final : public Check {
 public:
  explicit ObjectSchema(Args args)
      : until_(args.text("until-spec")),
        member_(args.text("member")),
        null_is_missing_(args.flag("null-is-missing")) {}

  void run(const Target& target, const Reporter& report) const override {
    const std::string_view spec = target.settings.spec;
    if (!until_.empty() && !spec.empty() && spec >= until_) return;
    const Value schema = target.value[member_];
    if (!schema || (null_is_missing_ && schema.is(NodeType::Null))) return;
    const Value type = schema["type"];
    if (type.is_text("object")) return;
    const std::string detail = !schema.is_object() ? fmt::format("is {}", describe(schema))
                               : type              ? fmt::format("has 'type' {}", describe(type))
                                                   : std::string("has no 'type'");
    report.value(target.document(), type ? type : schema,
                 {{"detail", detail}, {"name", tool_or_item_name(target.value)}});
  }

 private:
  std::string_view until_;
  std::string_view member_;
  bool null_is_missing_;
};

void number_outside(const Target& target, const Args& args, const Reporter& report) {
  const auto number = target.value.number();
  if (!number || *number < args.number("min", -1e308) || *number > args.number("max", 1e308)) {
    report.value(target.document(), target.value);
  }
}

void unknown_member(const Target& target, const Args& args, const Reporter& report) {
  const auto known = args.texts("known");
  std::vector<std::string_view> unknown;
  for (const Value member : target.value) {
    if (std::find(known.begin(), known.end(), member.key()) != known.end()) continue;
    unknown.push_back(member.key());
    if (!args.flag("together"))
      report.key(target.document(), member, {{"known", quoted_list(known)}});
  }
  if (unknown.empty() || !args.flag("together")) return;
  constexpr std::size_t kShown = 8;
  const std::size_t more = unknown.size() > kShown ? unknown.size() - kShown : 0;
  if (more > 0) unknown.resize(kShown);
  report.key(target.document(), target.value,
             {{"known", quoted_list(known)},
              {"members",
               quoted_list(unknown, "and") + (more > 0 ? fmt::format(" and {} more", more) : "")}});
}

// A member that nobody reads but that differs from a known one only in case, '_', '-' or one
// letter.
class MisspeltMember final : public Check {
 public:
  explicit MisspeltMember(Args args)
      : known_(args.texts("known")), settled_(known_and_also(known_, args.texts("also-known"))) {
    for (const std::string_view word : known_) folded_.push_back(fold_name(word));
  }

  void run(const Target& target, const Reporter& report) const override {
    if (!target.value.is_object()) return;
    std::vector<bool> there;  // the right one is there too: not meant
    for (const Value member : target.value) {
      if (settled_.has(member.node())) continue;
      if (there.empty()) {
        for (const std::string_view word : known_) there.push_back(bool(target.value[word]));
      }
      const std::string folded = fold_name(member.key());
      for (std::size_t i = 0; i < known_.size(); ++i) {
        if (there[i] || !near(folded, i)) continue;
        report.key(target.document(), member, {{"known", fmt::format("'{}'", known_[i])}});
        break;
      }
    }
  }

 private:
  static std::vector<std::string_view> known_and_also(std::vector<std::string_view> known,
                                                      TextList also) {
    known.insert(known.end(), also.begin(), also.end());
    return known;
  }
  bool near(const std::string& folded, std::size_t i) const {
    const std::string& word = folded_[i];
    if (folded == word) return true;
    const bool long_enough = known_[i].size() >= 6;
    const bool similar_length =
        folded.size() + 1 >= word.size() && word.size() + 1 >= folded.size();
    return long_enough && similar_length && edit_distance(folded, word, 1) <= 1;
  }

  std::vector<std::string_view> known_;
  std::vector<std::string> folded_;
  KeySet settled_;
};

class PatternCheck final : public Check {
 public:
  PatternCheck(Args args, bool wanted)
      : args_(args), wanted_(wanted), pattern_(args.text("pattern"), args.flag("ignore-case")) {}
  void run(const Target& target, const Reporter& report) const override {
    if (!target.value.is_string()) {
      if (wanted_ && !args_.flag("strings-only")) report.value(target.document(), target.value);
      return;
    }
    std::string_view found;
    const bool fits = pattern_.matches(target.value.text(), &found) &&
                      (!wanted_ || has_length(target.value.text()));
    if (fits == wanted_) return;
    report.value(target.document(), target.value,
                 {{"found", fmt::format("'{}'", printable(found, 40))}});
  }

 private:
  // An argument rather than '{3,39}' in the pattern: a counted repetition is what takes RE2 longest
  // to compile.
  bool has_length(std::string_view text) const {
    const auto length = static_cast<double>(count_code_points(text));
    return length >= args_.number("min", 0) && length <= args_.number("max", 1e18);
  }

  Args args_;
  bool wanted_;
  Pattern pattern_;
};

template <bool kWanted>
std::unique_ptr<Check> make_pattern(Args args) {
  return std::make_unique<PatternCheck>(args, kWanted);
}

// Members that must not stand together, or stand alone.
void member_together(const Target& target, const Args& args, const Reporter& report) {
  const Value first = target.value[args.text("member")];
  const Value second = target.value[args.text("with")];
  if (first && second)
    report.key(target.document(), first, {{"with", fmt::format("'{}'", args.text("with"))}});
}

constexpr std::array kPresent{ArgSpec{"beside", Type::Texts, false}};
constexpr std::array kMissing{ArgSpec{"members", Type::Texts, true},
                              ArgSpec{"unless", Type::Texts, false},
                              ArgSpec{"together", Type::Flag, false}};
constexpr std::array kTypes{ArgSpec{"types", Type::Texts, true},
                            ArgSpec{"except", Type::Texts, false},
                            ArgSpec{"ignore-case", Type::Flag, false}};
constexpr std::array kOneOf{ArgSpec{"values", Type::Texts, true},
                            ArgSpec{"strings-only", Type::Flag, false}};
constexpr std::array kNoneOf{ArgSpec{"values", Type::Texts, true},
                             ArgSpec{"ignore-case", Type::Flag, false}};
constexpr std::array kLength{ArgSpec{"min", Type::Number, false},
                             ArgSpec{"max", Type::Number, false}};
constexpr std::array kKnown{ArgSpec{"known", Type::Texts, true},
                            ArgSpec{"together", Type::Flag, false}};
constexpr std::array kMisspelt{ArgSpec{"known", Type::Texts, true},
                               ArgSpec{"also-known", Type::Texts, false}};
constexpr std::array kPattern{ArgSpec{"pattern", Type::Text, true},
                              ArgSpec{"strings-only", Type::Flag, false},
                              ArgSpec{"ignore-case", Type::Flag, false}};
constexpr std::array kPatternOfLength{
    ArgSpec{"pattern", Type::Text, true}, ArgSpec{"strings-only", Type::Flag, false},
    ArgSpec{"ignore-case", Type::Flag, false}, ArgSpec{"min", Type::Number, false},
    ArgSpec{"max", Type::Number, false}};
constexpr std::array kTogether{ArgSpec{"member", Type::Text, true},
                               ArgSpec{"with", Type::Text, true}};

constexpr std::array kText{ArgSpec{"member", Type::Text, true}, ArgSpec{"blank", Type::Flag, false},
                           ArgSpec{"fetched", Type::Flag, false}};
constexpr std::array kMember{ArgSpec{"member", Type::Text, true}};
constexpr std::array kObjectSchema{ArgSpec{"member", Type::Text, true},
                                   ArgSpec{"until-spec", Type::Text, false},
                                   ArgSpec{"null-is-missing", Type::Flag, false}};

constexpr std::array kTable{
    CheckEntry{"blank", "a string is empty or white space", {}, true, make_simple<blank>},
    CheckEntry{"length", "a string has fewer than 'min' or more than 'max' code points", kLength,
               true, make_simple<length>},
    CheckEntry{"list-item-not-object",
               "an item of a list is no object (the list [\"dynamic\"] excepted)",
               {},
               true,
               make_simple<list_item_not_object>},
    CheckEntry{"member-together", "'member' stands beside 'with'", kTogether, true,
               make_simple<member_together>},
    CheckEntry{"misspelt-member",
               "a member is nearly one of 'known', but for case, '_', '-' or one letter", kMisspelt,
               true, make_check<MisspeltMember>},
    CheckEntry{
        "missing",
        "an object lacks one of 'members' (one finding for all with 'together') and has none of "
        "'unless'",
        kMissing, true, make_simple<missing>},
    CheckEntry{"none-of", "a string is one of 'values'", kNoneOf, true, make_simple<none_of>},
    CheckEntry{"number-outside", "a value is no number from 'min' to 'max'", kLength, true,
               make_simple<number_outside>},
    CheckEntry{
        "object-schema",
        "'member' is there and no JSON Schema with 'type': 'object' (checked before 'until-spec')",
        kObjectSchema, true, make_check<ObjectSchema>},
    CheckEntry{"one-of", "a value is none of the strings 'values'", kOneOf, true,
               make_simple<one_of>},
    CheckEntry{
        "pattern",
        "a value does not match 'pattern' (RE2, unanchored), or has fewer than 'min' or more "
        "than 'max' characters",
        kPatternOfLength, true, make_pattern<true>},
    CheckEntry{"pattern-found", "a string matches 'pattern' (RE2, unanchored)", kPattern, true,
               make_pattern<false>},
    CheckEntry{"present", "the selected value exists (and each sibling of 'beside')", kPresent,
               true, make_simple<present>},
    CheckEntry{
        "text-missing",
        "an object has no string 'member' (with 'blank': or one that says nothing); 'fetched': "
        "only where it is (not) known what the document was fetched for",
        kText, true, make_check<TextMissing>},
    CheckEntry{"type-is", "a value has none of the JSON types 'types' and is no string of 'except'",
               kTypes, true, make_simple<type_is>},
    CheckEntry{"unknown-member",
               "an object has a member other than 'known' (one finding for all with 'together')",
               kKnown, true, make_simple<unknown_member>},
    CheckEntry{"value-missing", "an object lacks 'member', or it is null", kMember, true,
               make_simple<value_missing>},
};

}  // namespace

CheckTable structure_checks() {
  return kTable;
}

}  // namespace cardlint::checks
