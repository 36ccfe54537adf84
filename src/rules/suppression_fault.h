// What is wrong with a comment that suppresses findings, as plain data: made by layer lint, which
// knows what became of it, read by a check.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/source_file.h"

namespace cardlint {

struct SuppressionFault {
  std::string_view code;  // "malformed", "unknown-rule", "unused", "expired": a literal
  Span span;
  std::vector<std::pair<std::string_view, std::string>> params;  // fill the message of the rule
};

}  // namespace cardlint
