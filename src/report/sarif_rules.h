// Rule descriptors of SARIF: of the rules and checks that occur in a report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "diag/check_report.h"

namespace cardlint {

// Where every untrusted text of SARIF goes through, for properties that are read as plain text.
std::string sarif_text(std::string_view text);
// The same for messages, in which "[text](address)" is a link and "[" is written "\[" (§3.11.6).
std::string sarif_message(std::string_view text);

std::string_view sarif_level(Severity severity);

class SarifRules {
 public:
  explicit SarifRules(const CheckReport& report);

  std::size_t index(std::string_view id) const;  // of an id that occurs in the report
  nlohmann::ordered_json descriptors() const;

 private:
  std::vector<RuleNote> notes_;  // by id
};

}  // namespace cardlint
