// Reads rule files (YAML). Used for users' rules, for `rules test`, and by the generator that turns
// the built-in rule files into tables at build time: one reader, so both ways give the same rules.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "rules/rule.h"

namespace cardlint {

// Owns what a RuleInfo views. Addresses stay valid for its lifetime, moved or not.
class RuleStore {
 public:
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  template <class T>
  std::span<const T> keep(std::vector<T> items) {
    auto owned = std::make_shared<const std::vector<T>>(std::move(items));
    const std::span<const T> view(*owned);
    owners_.push_back(std::move(owned));
    return view;
  }

 private:
  std::deque<std::string> texts_;
  std::vector<std::shared_ptr<const void>> owners_;
};

// The rule in the text of a rule file. An error names the place: "path:line:column: what is wrong".
// Unknown keys are errors with a suggestion. Check names and arguments are not judged here (see
// RuleSet).
Result<RuleInfo> load_rule(std::string path, std::string text, RuleStore& store);

}  // namespace cardlint
