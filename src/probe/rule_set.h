// The rules of rules/probe with their checks found and their arguments read.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "probe/probe_check.h"
#include "rules/rule.h"

namespace cardlint {

struct ProbeCase {
  const CaseInfo* info;
  const ProbeCheckEntry* entry;
  std::shared_ptr<const Tree> arguments;
};

struct ProbeRule {
  const RuleInfo* info;
  std::vector<ProbeCase> cases;
};

class ProbeRuleSet {
 public:
  // Infos and table must outlive the set. Fails on an unknown check or an argument that does not
  // suit it.
  static Result<ProbeRuleSet> make(std::span<const RuleInfo> rules, ProbeCheckTable checks);

  const std::vector<ProbeRule>& rules() const { return rules_; }
  const ProbeRule* find(std::string_view id) const;

 private:
  std::vector<ProbeRule> rules_;
};

}  // namespace cardlint
