// Runs rules over one project. A pure function: no files, no printing, safe to call from several threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diag/consumer.h"
#include "diag/diagnostic.h"
#include "doc/document.h"
#include "lint/settings.h"
#include "rules/rule_set.h"
#include "schema/schema_set.h"

namespace cardlint {

struct DocumentReport {
  std::string path;
  std::optional<Kind> kind;
  Dialect dialect = Dialect::None;
  std::size_t bytes = 0;
  std::vector<ConsumerVerdict> verdicts;  // by consumer, only for those that read this kind
};

struct LintResult {
  std::vector<DocumentReport> documents;
  std::vector<Diagnostic> diagnostics;  // sorted
  std::vector<NotAssessed> not_assessed;
};

class Linter {
 public:
  // All three must outlive the linter.
  Linter(const RuleSet& rules, const SchemaSet& schemas, const LintSettings& settings)
      : rules_(rules), schemas_(schemas), settings_(settings) {}

  LintResult lint(const Project& project) const;

 private:
  const RuleSet& rules_;
  const SchemaSet& schemas_;
  const LintSettings& settings_;
};

// The consumers that a document is meant for when nobody says otherwise: a manifest for smithery-cli; a card for
// smithery-scan when it is of Smithery's dialect or lies where the scan looks, for sep-2127 when it claims that form.
ConsumerSet default_targets(const Document& document);

}  // namespace cardlint
