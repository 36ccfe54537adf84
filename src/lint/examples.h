// Runs the examples of rule files: what `cardlint rules test` does, for built-in and users' rules
// alike.
#pragma once

#include <string>
#include <vector>

#include "rules/rule_set.h"
#include "schema/schema_set.h"

namespace cardlint {

struct ExampleReport {
  std::size_t bad = 0;  // examples run; each form (YAML, JSON) counts
  std::size_t good = 0;
  std::vector<std::string> faults;  // empty: the rule holds its promises
};

// Each bad example fires at exactly the expected pointers and, with the rule off, nothing of level
// warning or above fires but what `also` lists; each good example is silent for this rule and free
// of errors and warnings of any rule. Manifest documents given as values are run as block YAML and
// as JSON.
ExampleReport run_examples(const RuleInfo& rule, const RuleSet& rules, const SchemaSet& schemas);

}  // namespace cardlint
