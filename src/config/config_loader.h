// Finds and reads configuration files. A file may be hostile: it is bounded, never executed, and
// leads nowhere out of its folder.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/result.h"
#include "config/config.h"
#include "rules/rule_loader.h"
#include "rules/rule_set.h"

namespace cardlint {

// How the name of each file begins that is a configuration, or looks like one.
inline constexpr std::string_view kConfigPrefix = ".cardlint";

class ConfigSearch {
 public:
  // The file that holds in `folder`: the nearest upwards, not above `top` (both absolute). Fails
  // where two stand side by side, or one has a name that is never read. A folder is looked at once.
  Result<std::optional<std::string>> find(const std::string& folder, const std::string& top);

 private:
  std::map<std::pair<std::string, std::string>, Result<std::optional<std::string>>> known_;
};

// A configuration with the rules that it leads to: the built-in ones, changed as it says, and its
// own. Does not move: the rules point into the store.
struct LoadedConfig {
  explicit LoadedConfig(CheckTable checks) : rules(checks) {}
  Config config;
  RuleStore store;
  RuleSet rules;
};

// Without a file: no settings, all built-in rules.
Result<std::shared_ptr<const LoadedConfig>> no_config(CheckTable checks, const RuleTables& builtin);
// The error holds every fault of the file, one a line: "path:line:column: what is wrong".
Result<std::shared_ptr<const LoadedConfig>> load_config(const std::string& path, CheckTable checks,
                                                        const RuleTables& builtin);

}  // namespace cardlint
