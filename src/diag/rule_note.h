// What a report may tell of a rule (or of a probe's check) beside the finding, as plain data: the
// writers do not see rules.
#pragma once

#include <string>
#include <vector>

#include "diag/severity.h"

namespace cardlint {

struct RuleNote {
  std::string id;
  std::string group;  // "manifest"
  std::string title;
  std::string why;
  std::string fix;
  std::string url;  // of its page; may be relative
  Severity severity = Severity::Warning;
  Confidence confidence = Confidence::High;
  std::vector<std::string> references;
};

}  // namespace cardlint
