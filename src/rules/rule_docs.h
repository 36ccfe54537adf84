// Pages about rules, written from the rules themselves.
#pragma once

#include <span>
#include <string>

#include "rules/check.h"
#include "rules/rule.h"

namespace cardlint {

// What, why, who refuses, fix, examples, sources: plain text for a terminal.
std::string rule_page(const RuleInfo& rule);
// rules/README.md: every rule, grouped, in Markdown; then the checks that users' rules can call.
std::string rules_catalogue(std::span<const RuleInfo> rules, CheckTable checks);

}  // namespace cardlint
