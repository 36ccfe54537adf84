// The built-in rules as bytes that the generator writes into the program, and as the table that is
// made of them at a start. Tables of structs would hold thousands of addresses, each of which the
// dynamic loader has to correct before main.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace cardlint {

struct RuleTableImage {
  std::string numbers;  // as base/image.h has them
  std::string texts;    // apart, for a start looks at few of them
};

RuleTableImage rule_table_image(std::span<const RuleInfo> rules);

class RuleTable {
 public:
  // The image comes from rule_table_image and outlives the table.
  RuleTable(std::string_view numbers, std::string_view texts);
  RuleTable(const RuleTable&) = delete;
  RuleTable& operator=(const RuleTable&) = delete;

  std::span<const RuleInfo> rules() const { return rules_; }

 private:
  friend class RuleTableReader;
  std::vector<RuleInfo> rules_;
  std::vector<CaseInfo> cases_;
  std::vector<std::string_view> lists_;  // selectors and references
  std::vector<ConsumerEffect> effects_;
  std::vector<GenerationSeverity> generations_;
  std::vector<SpecSeverity> specs_;
  std::vector<PostureSeverity> postures_;
};

}  // namespace cardlint
