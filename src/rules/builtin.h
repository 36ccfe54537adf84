// The rules of rules/**/*.yaml as constant tables, made at build time by rules/generate_main.cpp.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "rules/rule.h"

namespace cardlint {

// Sorted by id. Two libraries: a `check` pays nothing for what a probe asks.
std::span<const RuleInfo> builtin_rules();        // those on documents
std::span<const RuleInfo> builtin_probe_rules();  // rules/probe

// Both, sorted by id.
inline std::vector<RuleInfo> builtin_catalogue() {
  std::vector<RuleInfo> all(builtin_rules().begin(), builtin_rules().end());
  all.insert(all.end(), builtin_probe_rules().begin(), builtin_probe_rules().end());
  std::sort(all.begin(), all.end(),
            [](const RuleInfo& a, const RuleInfo& b) { return a.id < b.id; });
  return all;
}

}  // namespace cardlint
