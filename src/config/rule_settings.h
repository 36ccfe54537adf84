// The part of a configuration that is about rules: rules of one's own, and what is changed about
// rules that are there.
#pragma once

#include "config/config.h"
#include "config/reading.h"
#include "rules/rule_loader.h"
#include "rules/rule_set.h"

namespace cardlint {

// Adds the rules of config.rule_folders (key `rule-folders`) to `rules`. The store outlives it.
void add_own_rules(Reading& reading, Value list, Config& config, RuleStore& store, RuleSet& rules);
// Levels (into config.lint), arguments and consumers (into `rules`) that the key `rules` changes.
void change_rules(Reading& reading, Value object, Config& config, RuleStore& store, RuleSet& rules);
// Puts levels of rules and groups into `levels`, by rule: a rule's own wins over that of its group.
void set_levels(const std::map<std::string, Severity, std::less<>>& given, const RuleSet& rules,
                std::map<std::string, Severity, std::less<>>& levels);
// Ids and groups, for suggestions.
std::vector<std::string_view> rule_words(const RuleSet& rules, bool groups);

}  // namespace cardlint
