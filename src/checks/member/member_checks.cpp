// Predicates on how members stand together: beside, without, named how.
#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/make_check.h"
#include "checks/member/pattern.h"
#include "checks/member/semver.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

// Keys that never belonged to one form of a document.
void together(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  for (const std::string_view first : args.texts("first")) {
    const Value found = document.tree.resolve(first);
    if (!found) continue;
    for (const std::string_view second : args.texts("with")) {
      const Value other = document.tree.resolve(second);
      if (!other) continue;
      const Node& node = other.node();
      report.finding({&document,
                      found.id(),
                      found.node().key_span,
                      {{"first", fmt::format("'{}'", first.substr(1))},
                       {"with", fmt::format("'{}'", second.substr(1))}},
                      {{&document, node.key_span, other.pointer(),
                        fmt::format("'{}' stands here", other.key())}}});
      break;
    }
  }
}

void present_when(const Target& target, const Args& args, const Reporter& report) {
  const Value other = target.document().tree.resolve(args.text("at"));
  if (!other.is_string() || !args.texts("values").contains(other.text())) return;
  report.key(target.document(), target.value,
             {{"other", fmt::format("'{}' is {}", other.key(), describe(other))}});
}

void stands_without(const Target& target, const Args& args, const Reporter& report) {
  for (const std::string_view member : args.texts("members")) {
    if (!target.value.parent()[member])
      report.key(target.document(), target.value, {{"member", fmt::format("'{}'", member)}});
  }
}

void has_any(const Target& target, const Args& args, const Reporter& report) {
  for (const std::string_view member : args.texts("members")) {
    if (!target.value[member]) continue;
    return report.key(target.document(), target.value, {{"member", fmt::format("'{}'", member)}});
  }
}

class MemberName final : public Check {
 public:
  explicit MemberName(Args args)
      : args_(args), wanted_(!args.flag("found")), pattern_(args.text("pattern")) {}
  void run(const Target& target, const Reporter& report) const override {
    if (!target.value.is_object()) return;
    const auto except = args_.texts("except");
    for (const Value member : target.value) {
      if (pattern_.matches(member.key()) != wanted_ && !except.contains(member.key()))
        report.key(target.document(), member);
    }
  }

 private:
  Args args_;
  bool wanted_;
  Pattern pattern_;
};

class NotSemver final : public Check {
 public:
  explicit NotSemver(Args args) {
    if (args["unless"]) unless_.emplace(args.text("unless"));
  }
  void run(const Target& target, const Reporter& report) const override {
    const Value value = target.value;
    if (!value.is_string() || is_semver(value.text())) return;
    if (!unless_ || !unless_->matches(value.text())) report.value(target.document(), value);
  }

 private:
  std::optional<Pattern> unless_;
};

void named_list(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  const auto bad = [&](Value at, std::string problem) {
    report.value(document, at, {{"problem", std::move(problem)}});
  };
  if (!target.value.is_array())
    return bad(target.value, fmt::format("is {}, expected a list", describe_type(target.value)));
  std::map<std::string_view, Value> seen;
  for (const Value item : target.value) {
    const Value name = item.is_object() ? item["name"] : item;
    if (!name.is_string()) {
      bad(item, item.is_object()
                    ? std::string("has an item without a string 'name'")
                    : fmt::format("has {} as an item, expected a name or a map with a 'name'",
                                  describe(item)));
      continue;
    }
    const auto [first, added] = seen.emplace(name.text(), name);
    if (added) continue;
    report.finding(
        {&document,
         name.id(),
         name.node().span,
         {{"problem", fmt::format("has {} twice", describe(name))}},
         {{&document, first->second.node().span, first->second.pointer(), "first here"}}});
  }
}

void item_count(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_array() && !target.value.is_object()) return;
  const double count = target.value.size();
  if (count >= args.number("min", 0) && count <= args.number("max", 1e18)) return;
  report.key(target.document(), target.value, {{"count", fmt::format("{:.0f}", count)}});
}

// What values take as JSON: several rules ask for the same.
class JsonSizes {
 public:
  explicit JsonSizes(const Document&) {}
  std::size_t of(Value value) const {
    const auto [known, added] = known_.try_emplace(value.id());
    if (added) known->second = json_size(value);
    return known->second;
  }

 private:
  mutable std::map<NodeId, std::size_t> known_;
};

// The size as compact JSON and as it stands in the file; both are given to the message.
void size_over(const Target& target, const Args& args, const Reporter& report) {
  const Span span = target.value.node().span;
  const double source = span.end - span.begin;
  const bool too_long = source > args.number("source-bytes", 1e18);
  if (!too_long && !args["bytes"]) return;
  const auto compact = static_cast<double>(target.facts->shared<JsonSizes>().of(target.value));
  const bool too_large = compact > args.number("bytes", 1e18);
  if ((!too_large && !too_long) || compact > args.number("up-to", 1e18)) return;
  report.key(
      target.document(), target.value,
      {{"bytes", fmt::format("{:.0f}", compact)}, {"source", fmt::format("{:.0f}", source)}});
}

void all_true(const Target& target, const Args& args, const Reporter& report) {
  const std::vector<std::string_view> members = args.texts("members");
  const bool all = std::all_of(members.begin(), members.end(),
                               [&](std::string_view m) { return target.value[m].is_true(); });
  if (all && !members.empty()) report.value(target.document(), target.value[members.back()]);
}

constexpr std::array kCount{ArgSpec{"min", Type::Number, false},
                            ArgSpec{"max", Type::Number, false}};
constexpr std::array kSize{ArgSpec{"bytes", Type::Number, false},
                           ArgSpec{"source-bytes", Type::Number, false},
                           ArgSpec{"up-to", Type::Number, false}};
constexpr std::array kTogether{ArgSpec{"first", Type::Texts, true},
                               ArgSpec{"with", Type::Texts, true}};
constexpr std::array kPresentWhen{ArgSpec{"at", Type::Text, true},
                                  ArgSpec{"values", Type::Texts, true}};
constexpr std::array kMembers{ArgSpec{"members", Type::Texts, true}};
constexpr std::array kMemberName{ArgSpec{"pattern", Type::Text, true},
                                 ArgSpec{"found", Type::Flag, false},
                                 ArgSpec{"except", Type::Texts, false}};
constexpr std::array kUnless{ArgSpec{"unless", Type::Text, false}};

constexpr std::array kTable{
    CheckEntry{"all-true", "each of 'members' of an object is true", kMembers, true,
               make_simple<all_true>},
    CheckEntry{"has-any", "an object has one of 'members'", kMembers, true, make_simple<has_any>},
    CheckEntry{"item-count", "a list or object has fewer than 'min' or more than 'max' entries",
               kCount, true, make_simple<item_count>},
    CheckEntry{
        "member-name",
        "a member's name does not match 'pattern' (with 'found': does match), and is none of "
        "'except'",
        kMemberName, true, make_check<MemberName>},
    CheckEntry{"named-list",
               "a value is no list of names or of maps with a 'name', or names one twice",
               {},
               true,
               make_simple<named_list>},
    CheckEntry{
        "not-semver",
        "a string is no version of SemVer 2.0.0 and does not match 'unless' (RE2, unanchored)",
        kUnless, true, make_check<NotSemver>},
    CheckEntry{"present-when",
               "the selected value exists while the string at the pointer 'at' is one of 'values'",
               kPresentWhen, true, make_simple<present_when>},
    CheckEntry{
        "size-over",
        "a value has more than 'bytes' as compact JSON or 'source-bytes' in the file, and at "
        "most 'up-to' as compact JSON",
        kSize, true, make_simple<size_over>},
    CheckEntry{"stands-without", "the selected value lacks one of the siblings 'members'", kMembers,
               true, make_simple<stands_without>},
    CheckEntry{"together",
               "one of the pointers 'first' and one of the pointers 'with' exist in one document",
               kTogether, false, make_simple<together>},
};

}  // namespace

CheckTable member_checks() {
  return kTable;
}

}  // namespace cardlint::checks
