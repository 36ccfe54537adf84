// The rules of rules/**/*.yaml as constant tables, made at build time by rules/generate_main.cpp.
#pragma once

#include <span>

#include "rules/rule.h"

namespace cardlint {

// Sorted by id. Two libraries: a `check` pays nothing for what a probe asks.
std::span<const RuleInfo> builtin_rules();        // those on documents
std::span<const RuleInfo> builtin_probe_rules();  // rules/probe

}  // namespace cardlint
