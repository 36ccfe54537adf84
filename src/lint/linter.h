// Runs rules over one project. A pure function: no files, no printing, safe to call from several
// threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diag/check_report.h"
#include "doc/document.h"
#include "lint/settings.h"
#include "rules/rule_set.h"
#include "schema/schema_set.h"

namespace cardlint {

class Linter {
 public:
  // All three must outlive the linter.
  Linter(const RuleSet& rules, const SchemaSet& schemas, const LintSettings& settings)
      : rules_(rules), schemas_(schemas), settings_(settings) {}

  CheckReport lint(const Project& project) const;
  const LintSettings& settings() const { return settings_; }

  // A finding of the rule `id` on a file that is no document, at its level for this run; nothing
  // where the rule is off or not asked for.
  struct FilePlace {
    Span span;
    std::string pointer;
  };
  std::optional<Diagnostic> about_file(std::string_view id, const SourceFile& source,
                                       const FilePlace& place, std::string message) const;

 private:
  const RuleSet& rules_;
  const SchemaSet& schemas_;
  const LintSettings& settings_;
};

}  // namespace cardlint
