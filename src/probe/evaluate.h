// Judges a walk that is over: reads the answers, runs the linter over the documents they brought,
// then every probe rule. A pure function of the exchanges, so a recording is judged like a live
// answer.
#pragma once

#include <map>
#include <string>

#include "base/word_pool.h"
#include "lint/linter.h"
#include "probe/journal.h"
#include "probe/rule_set.h"
#include "probe/target.h"

namespace cardlint {

struct ProbeJudge {
  const ProbeRuleSet& rules;
  const Linter& linter;
  const std::map<std::string, Severity, std::less<>>& severities;  // by rule id: the user's word
  std::string_view spec;  // the MCP revision that is pinned; "" for none
};

struct ProbeVerdict {
  TargetSummary target;
  std::vector<ProbeResult> probes;         // by check, then by URL
  std::vector<DocumentSummary> documents;  // what was served, the URL as path
  std::vector<Diagnostic> diagnostics;
  std::vector<NotAssessed> not_assessed;
};

// The results point into `words`.
ProbeVerdict evaluate(const ProbeTarget& target, const ProbeSettings& settings,
                      const Journal& journal, const ProbeJudge& judge, WordPool& words);

}  // namespace cardlint
