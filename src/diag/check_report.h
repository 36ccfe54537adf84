// All that a `check` or `probe` found out, as plain data: what the report writers print. Knows no
// rules and no trees.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/word_pool.h"
#include "diag/consumer.h"
#include "diag/diagnostic.h"
#include "diag/probe_result.h"
#include "diag/rule_note.h"

namespace cardlint {

struct DocumentSummary {
  std::string path;
  std::string kind;     // "" when none was recognised
  std::string dialect;  // of server cards; else ""
  std::size_t bytes = 0;
  std::vector<ConsumerVerdict>
      verdicts;  // in the order of consumers, only of those that read this kind
};

struct CheckReport {
  std::vector<DocumentSummary> documents;  // by path
  std::vector<Diagnostic> diagnostics;     // by reported_before
  std::vector<TargetSummary> targets;      // of a probe, in the order of the plan
  std::vector<ProbeResult> probes;  // by target in the order of the plan, then by check and URL
  std::shared_ptr<WordPool> words;  // what `probes` point into; null without probes
  std::vector<NotAssessed> not_assessed;
  std::vector<RuleNote> rules;  // of the rules and checks that occur above, by id
};

// Findings by level, failed probes among them; what was not assessed, probes among it.
struct Counts {
  std::size_t errors = 0, warnings = 0, infos = 0, suppressed = 0, not_assessed = 0;
};
Counts count(const CheckReport& report);
// The note on a rule or check; null when the report has none.
const RuleNote* find_note(const CheckReport& report, std::string_view id);

}  // namespace cardlint
