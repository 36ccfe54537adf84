#include "diag/check_report.h"

namespace cardlint {

Counts count(const std::vector<Diagnostic>& diagnostics) {
  Counts counts;
  for (const Diagnostic& d : diagnostics) {
    if (d.suppressed) {
      ++counts.suppressed;
    } else if (d.severity == Severity::Error) {
      ++counts.errors;
    } else if (d.severity == Severity::Warning) {
      ++counts.warnings;
    } else {
      ++counts.infos;
    }
  }
  return counts;
}

}  // namespace cardlint
