// The rules of a run: built-in and users', with their checks found and their arguments understood.
// An ordinary object; no rule registers itself.
#pragma once

#include <atomic>
#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "doc/selector.h"
#include "rules/check.h"
#include "rules/rule.h"

namespace cardlint {

// A case that is made ready when it is first needed: a selector when a document may have what it
// selects, its check and the arguments of it when there is a node to look at. Most never get so
// far. Threads may share it.
class RunnableCase {
 public:
  RunnableCase(const CaseInfo& info, CheckTable checks) : info_(&info), checks_(checks) {}
  RunnableCase(RunnableCase&& other) noexcept;
  RunnableCase& operator=(RunnableCase&&) = delete;
  ~RunnableCase();

  const CaseInfo& info() const { return *info_; }
  // Runs the check on every selected node of the target's document, or once where the check selects
  // nothing.
  void run(Target target, const Reporter& report) const;

 private:
  struct Ready;
  struct Selectors;
  const Selectors& selectors() const;
  const Check& check() const;

  const CaseInfo* info_;
  CheckTable checks_;
  mutable std::atomic<const Selectors*> selectors_ = nullptr;
  mutable std::atomic<const Ready*> ready_ = nullptr;
};

struct Rule {
  Rule(const RuleInfo& rule, std::span<const RunnableCase> made)
      : info(&rule), cases(made), kinds(rule.kinds), scope(rule.scope) {}

  const RuleInfo* info;
  std::span<const RunnableCase> cases;  // the set keeps them
  // Those of `info`, nearer: each document is asked for every rule.
  KindSet kinds;
  Scope scope;
};

// Whether a value in a rule file suits an argument of a check. Numbers are at least 0 and at most
// 10^15, so that a check can count with them.
bool fits_argument(Value value, ArgSpec::Type type);

class RuleSet {
 public:
  explicit RuleSet(CheckTable checks) : checks_(checks) {}
  RuleSet(RuleSet&&) = default;

  // Adds rules whose infos outlive the set. Fails on an id that is there already, an unknown check,
  // an argument that the check does not know, lacks or that has the wrong type, and `select` where
  // the check takes none. Of `tested` rules (the built-in ones: tests add them without it) only the
  // ids are looked at. Adds all or, where it fails, none.
  Result<void> add(std::span<const RuleInfo> rules, bool tested = false);
  Result<void> add(const RuleTables& tested);

  // Puts `info`, which outlives the set, in the place of the rule with its id, which must be there.
  Result<void> replace(const RuleInfo& info);

  const std::vector<Rule>& rules() const { return rules_; }  // sorted by id
  const Rule* find(std::string_view id) const;
  CheckTable checks() const { return checks_; }

 private:
  // Empty, or what is wrong with the cases of a rule.
  std::string fault(const RuleInfo& info) const;
  // Makes the cases of a rule at the end of `store`, which has room for them.
  std::span<const RunnableCase> make_cases(const RuleInfo& info,
                                           std::vector<RunnableCase>& store) const;

  CheckTable checks_;
  std::vector<Rule> rules_;
  std::deque<std::vector<RunnableCase>> stores_;
};

// The level of the last of its revisions that is not after the pinned one; none for no `spec`.
std::optional<Severity> pinned_severity(const CaseInfo& c, std::string_view spec);

}  // namespace cardlint
