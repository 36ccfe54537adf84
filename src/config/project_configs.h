// Which configuration holds where, and the linter that follows from it: one for each file that is
// met, made once. What the command line says wins.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/config_loader.h"
#include "lint/run.h"
#include "schema/schema_set.h"

namespace cardlint {

struct ConfigChoice {
  bool none = false;                // --no-config
  std::optional<std::string> file;  // --config: this one for every project
};

class ProjectConfigs {
 public:
  // Everything given must outlive the object. `own` is what the command line says.
  ProjectConfigs(ConfigChoice choice, CheckTable checks, const RuleTables& builtin,
                 const SchemaSet& schemas, LintSettings own);
  ~ProjectConfigs();

  Result<ChosenLinter> choose(const std::string& folder, const std::string& repository);
  // The configuration for the run as a whole: that of `path`, the first that was named.
  Result<const Config*> of_path(const std::string& path, const std::optional<std::string>& root);

  // What the run showed of the entries under `ignore`: those that are past their last day, and
  // those that covered nothing although all that they could cover was looked at.
  std::vector<Diagnostic> findings(const RunSettings& run, const CheckReport& report) const;
  // Whether any of the rule sets in use knows this rule or group.
  bool knows(std::string_view word) const;
  std::vector<std::string_view> words() const;      // the rules and groups of all of them
  const RuleInfo* find(std::string_view id) const;  // null when no rule set in use has it

 private:
  struct Prepared;
  Result<Prepared*> prepare(const std::string& folder, const std::string& repository);
  Result<Prepared*> prepare(const std::string& file);
  bool narrowed(const IgnoreEntry& entry) const;

  ConfigChoice choice_;
  CheckTable checks_;
  RuleTables builtin_;
  const SchemaSet& schemas_;
  LintSettings own_;
  ConfigSearch search_;
  std::map<std::string, Result<std::unique_ptr<Prepared>>> prepared_;  // by absolute path; "": none
};

}  // namespace cardlint
