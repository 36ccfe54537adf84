// The rules of rules/**/*.yaml as tables, made at build time by rules/generate_main.cpp.
#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

#include "rules/rule.h"

namespace cardlint {

// Sorted by id. Two libraries: a `check` pays nothing for what a probe asks.
std::span<const RuleInfo> builtin_rules();        // those on documents
std::span<const RuleInfo> builtin_probe_rules();  // rules/probe

// Both, as they are; and one after the other, sorted by id.
inline RuleTables builtin_tables() {
  return {builtin_rules(), builtin_probe_rules()};
}
inline std::vector<RuleInfo> builtin_catalogue() {
  const auto documents = builtin_rules(), probes = builtin_probe_rules();
  std::vector<RuleInfo> all;
  all.reserve(documents.size() + probes.size());
  std::merge(documents.begin(), documents.end(), probes.begin(), probes.end(),
             std::back_inserter(all),
             [](const RuleInfo& a, const RuleInfo& b) { return a.id < b.id; });
  return all;
}

}  // namespace cardlint
