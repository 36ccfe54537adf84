// Facts and pages about rules, written from the rules themselves.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/check.h"
#include "rules/rule.h"

namespace cardlint {

struct RuleFact {
  std::string_view label;  // "severity", "documents", "consumers", …
  std::string text;
};
// What a page says of a rule beside its texts: levels, documents, who refuses, since when.
std::vector<RuleFact> rule_facts(const RuleInfo& rule);
// What a group of built-in rules is about, in half a sentence; "" for others.
std::string_view group_text(std::string_view group);
// rules/README.md: every rule, grouped, in Markdown; then the checks that users' rules can call.
std::string rules_catalogue(std::span<const RuleInfo> rules, CheckTable checks);

}  // namespace cardlint
