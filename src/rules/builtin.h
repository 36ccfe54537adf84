// The rules of rules/**/*.yaml as constant tables, made at build time by rules/generate_main.cpp.
#pragma once

#include <span>

#include "rules/rule.h"

namespace cardlint {

std::span<const RuleInfo> builtin_rules();  // sorted by id

}  // namespace cardlint
