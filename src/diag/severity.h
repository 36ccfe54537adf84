// How bad a finding is and how sure we are. The words are those of reports and rule files.
#pragma once

#include <optional>
#include <string_view>

namespace cardlint {

enum class Severity { Off, Info, Warning, Error };
enum class Confidence { Low, Medium, High };

std::string_view name(Severity severity);      // "off", "info", "warning", "error"
std::string_view name(Confidence confidence);  // "low", "medium", "high"
std::optional<Severity> parse_severity(std::string_view word);
std::optional<Confidence> parse_confidence(std::string_view word);

}  // namespace cardlint
