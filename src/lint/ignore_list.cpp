#include "lint/ignore_list.h"

#include <algorithm>

#include "rules/rule.h"

namespace cardlint {
namespace {

bool covers(const Selector& selector, Value node) {
  if (selector.text().empty()) return true;
  for (; node; node = node.parent()) {
    if (selector.matches(node)) return true;
  }
  return false;
}

}  // namespace

bool names_rule(const std::vector<std::string>& names, std::string_view rule) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return name == rule || name == group_of(rule);
  });
}

IgnoreList::IgnoreList(std::shared_ptr<const SourceFile> source, std::vector<IgnoreEntry> entries)
    : source_(std::move(source)), entries_(std::move(entries)), used_(entries_.size()) {}

std::optional<std::string> IgnoreList::reason_for(std::string_view rule, std::string_view path,
                                                  Value node, std::string_view today) const {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const IgnoreEntry& entry = entries_[i];
    if (!entry.until.empty() && entry.until < today) continue;
    if (!entry.rules.empty() && !names_rule(entry.rules, rule)) continue;
    if (entry.files && !entry.files->matches(path)) continue;
    if (entry.pointer && !covers(*entry.pointer, node)) continue;
    used_[i] = true;
    return entry.reason;
  }
  return std::nullopt;
}

}  // namespace cardlint
