#include "diag/check_report.h"

#include <algorithm>

namespace cardlint {
namespace {

void add(Counts& counts, Severity severity) {
  if (severity == Severity::Error) {
    ++counts.errors;
  } else if (severity == Severity::Warning) {
    ++counts.warnings;
  } else {
    ++counts.infos;
  }
}

}  // namespace

Counts count(const CheckReport& report) {
  Counts counts;
  for (const Diagnostic& d : report.diagnostics) {
    if (d.suppressed) {
      ++counts.suppressed;
    } else {
      add(counts, d.severity);
    }
  }
  counts.not_assessed = report.not_assessed.size();
  for (const ProbeResult& p : report.probes) {
    if (p.outcome == Outcome::Fail) add(counts, p.severity);
    if (p.outcome == Outcome::NotAssessed) ++counts.not_assessed;
  }
  return counts;
}

const RuleNote* find_note(const CheckReport& report, std::string_view id) {
  const auto at =
      std::lower_bound(report.rules.begin(), report.rules.end(), id,
                       [](const RuleNote& note, std::string_view word) { return note.id < word; });
  return at != report.rules.end() && at->id == id ? &*at : nullptr;
}

}  // namespace cardlint
