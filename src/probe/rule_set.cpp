#include "probe/rule_set.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "doc/tree_image.h"

namespace cardlint {
namespace {

const ProbeCheckEntry* find_entry(ProbeCheckTable checks, std::string_view name) {
  const auto at = std::find_if(checks.begin(), checks.end(),
                               [&](const ProbeCheckEntry& entry) { return entry.name == name; });
  return at == checks.end() ? nullptr : &*at;
}

}  // namespace

Result<ProbeRuleSet> ProbeRuleSet::make(std::span<const RuleInfo> rules, ProbeCheckTable checks) {
  ProbeRuleSet set;
  for (const RuleInfo& info : rules) {
    ProbeRule rule{&info, {}};
    for (const CaseInfo& c : info.cases) {
      const ProbeCheckEntry* entry = find_entry(checks, c.check);
      if (entry == nullptr) {
        return fail(ErrorCode::Usage, fmt::format("rule '{}': there is no probe check '{}'",
                                                  info.id, printable(c.check)));
      }
      auto tree = std::make_shared<const Tree>(tree_of_image(c.arguments));
      if (const std::string fault = argument_fault(entry->name, entry->args, tree->root());
          !fault.empty())
        return fail(ErrorCode::Usage, fmt::format("rule '{}': {}", info.id, fault));
      rule.cases.push_back({&c, entry, std::move(tree)});
    }
    set.rules_.push_back(std::move(rule));
  }
  std::sort(set.rules_.begin(), set.rules_.end(),
            [](const ProbeRule& a, const ProbeRule& b) { return a.info->id < b.info->id; });
  return set;
}

const ProbeRule* ProbeRuleSet::find(std::string_view id) const {
  const auto at = std::find_if(rules_.begin(), rules_.end(),
                               [&](const ProbeRule& rule) { return rule.info->id == id; });
  return at == rules_.end() ? nullptr : &*at;
}

}  // namespace cardlint
