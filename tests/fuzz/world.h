// All rules, made once a process, and the settings that a byte chooses.
#pragma once

#include <string>
#include <vector>

#include "checks/table.h"
#include "lint/linter.h"
#include "probe/evaluate.h"

namespace cardlint::fuzz {

struct World {
  World();
  std::vector<CheckEntry> checks = check_table();
  std::vector<ProbeCheckEntry> probe_checks;
  std::vector<RuleInfo> catalogue;
  RuleSet rules{CheckTable(checks)};
  ProbeRuleSet probe_rules;
  SchemaSet schemas;
};
const World& world();

// Consumers, spec, generation, posture: what the command line can change.
LintSettings settings_of(std::uint8_t choice);

// Where documents of each kind lie. More paths than kinds: the text decides with them.
std::size_t path_count();
std::string path_of(std::size_t index);

}  // namespace cardlint::fuzz
