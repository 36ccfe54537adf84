// Faults of the bundled schemas, handed out to the rules that own them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/table.h"
#include "doc/selector.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

constexpr std::size_t kShownTogether = 4;

// `keywords` empty: any. `at` empty: anywhere; a fault counts when its node (for `required` the
// object that lacks the member) is selected. `not-at` leaves places to other rules. `members`
// narrows `required` to these members; `unless-member` leaves objects alone that hold one of these.
// `unless` leaves a value alone that has a fault with one of these keywords too. `value-types` and
// `not-value-types` look at the JSON type of the value at fault: readers differ over null.
// `together` makes one finding of all faults.
class SchemaFaultCheck final : public Check {
 public:
  explicit SchemaFaultCheck(Args args)
      : schema_(args.text("schema")),
        keywords_(args.texts("keywords")),
        members_(args.texts("members")),
        unless_(args.texts("unless")),
        types_(args.texts("value-types")),
        not_types_(args.texts("not-value-types")),
        unless_members_(args.texts("unless-member")),
        at_(selectors(args, "at")),
        not_at_(selectors(args, "not-at")),
        together_(args.flag("together")) {}

  void run(const Target& target, const Reporter& report) const override {
    const Document& document = target.document();
    if (!document.readable()) return;
    const std::vector<SchemaFault>& faults = target.facts->schema_faults(schema_);
    const SchemaFault* first = nullptr;
    std::string details;
    std::size_t count = 0;
    for (const SchemaFault& fault : faults) {
      const Value node(document.tree, fault.node);
      if (!is_ours(fault, node) || has_other_fault(faults, fault)) continue;
      if (!together_) {
        give(document, node, fault, fault.detail, report);
        continue;
      }
      if (first == nullptr) first = &fault;
      if (++count > kShownTogether) continue;
      details += details.empty() ? "" : "; ";
      details += fault.node == first->node ? fault.detail
                                           : fmt::format("{} {}", where(node), fault.detail);
    }
    if (count > kShownTogether)
      details += fmt::format("; and {} more faults", count - kShownTogether);
    if (first != nullptr)
      give(document, Value(document.tree, first->node), *first, details, report);
  }

 private:
  static std::vector<Selector> selectors(Args args, std::string_view name) {
    std::vector<Selector> list;
    for (const std::string_view text : args.texts(name)) {
      if (auto selector = Selector::parse(text)) list.push_back(std::move(*selector));
    }
    return list;
  }
  static bool contains(const std::vector<std::string_view>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  }
  static bool any(const std::vector<Selector>& selectors, Value node) {
    return std::any_of(selectors.begin(), selectors.end(),
                       [&](const Selector& s) { return s.matches(node); });
  }

  bool is_ours(const SchemaFault& fault, Value node) const {
    return (keywords_.empty() || contains(keywords_, fault.keyword)) &&
           (members_.empty() || contains(members_, fault.member)) &&
           (types_.empty() || contains(types_, name(node.type()))) &&
           !contains(not_types_, name(node.type())) && (at_.empty() || any(at_, node)) &&
           !any(not_at_, node) && !holds_excuse(node);
  }
  bool holds_excuse(Value node) const {
    return std::any_of(unless_members_.begin(), unless_members_.end(),
                       [&](std::string_view member) { return bool(node[member]); });
  }
  bool has_other_fault(const std::vector<SchemaFault>& faults, const SchemaFault& fault) const {
    return !unless_.empty() &&
           std::any_of(faults.begin(), faults.end(), [&](const SchemaFault& other) {
             return other.node == fault.node && contains(unless_, other.keyword);
           });
  }
  static std::string where(Value node) {
    const std::string pointer = node.pointer();
    return pointer.empty() ? "the document" : fmt::format("'{}'", printable(pointer, 120));
  }
  static void give(const Document& document, Value node, const SchemaFault& fault,
                   std::string detail, const Reporter& report) {
    const Params params{{"detail", std::move(detail)},
                        {"member", fmt::format("'{}'", printable(fault.member))},
                        {"where", where(node)}};
    // What should not be there is wrong by its name.
    const bool by_name = fault.keyword == "additionalProperties" || fault.keyword == "false";
    by_name ? report.key(document, node, params) : report.value(document, node, params);
  }

  std::string_view schema_;
  std::vector<std::string_view> keywords_;
  std::vector<std::string_view> members_;
  std::vector<std::string_view> unless_;
  std::vector<std::string_view> types_;
  std::vector<std::string_view> not_types_;
  std::vector<std::string_view> unless_members_;
  std::vector<Selector> at_;
  std::vector<Selector> not_at_;
  bool together_;
};

constexpr std::array kArgs{ArgSpec{"schema", Type::Text, true},
                           ArgSpec{"keywords", Type::Texts, false},
                           ArgSpec{"members", Type::Texts, false},
                           ArgSpec{"at", Type::Texts, false},
                           ArgSpec{"not-at", Type::Texts, false},
                           ArgSpec{"unless", Type::Texts, false},
                           ArgSpec{"unless-member", Type::Texts, false},
                           ArgSpec{"value-types", Type::Texts, false},
                           ArgSpec{"not-value-types", Type::Texts, false},
                           ArgSpec{"together", Type::Flag, false}};

constexpr std::array kTable{
    CheckEntry{"schema-fault",
               "the bundled 'schema' finds a fault with one of 'keywords' 'at' these places", kArgs,
               false,
               [](Args args) -> std::unique_ptr<Check> {
                 return std::make_unique<SchemaFaultCheck>(args);
               }},
};

}  // namespace

CheckTable schema_checks() {
  return kTable;
}

}  // namespace cardlint::checks
