// A rule file of a user: read, made ready, and its examples run.
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/world.h"
#include "lint/examples.h"
#include "probe/examples.h"
#include "rules/rule_loader.h"

namespace cardlint::fuzz {
namespace {

void run_probe_rule(const RuleInfo& info, const LintSettings& settings) {
  const auto rules = ProbeRuleSet::make({&info, 1}, world().probe_checks);
  if (!rules) return promise(is_visible(rules.error().message, true), "an error is printable");
  const RuleSet none(world().checks);
  const Linter linter(none, world().schemas, settings);
  for (const std::string& fault : run_probe_examples(info, *rules, linter).faults)
    promise(fault.size() < 100'000, "what is wrong with an example is short");
}

}  // namespace

void run_rule(std::string_view input) {
  RuleStore store;
  const auto rule = load_rule("x/user-rule.yaml", std::string(input), store);
  if (!rule) {
    promise(rule.error().message.starts_with("x/user-rule.yaml:"), "an error names its place",
            rule.error().message);
    promise(is_visible(rule.error().message, true), "an error is printable", rule.error().message);
    return;
  }
  const LintSettings settings;
  if (rule->scope == Scope::Probe) return run_probe_rule(*rule, settings);
  RuleSet rules(world().checks);
  const auto added = rules.add({&*rule, 1});
  if (!added) {
    promise(is_visible(added.error().message, true), "an error is printable",
            added.error().message);
    return;
  }
  const ExampleReport report = run_examples(*rule, rules, world().schemas);
  for (const std::string& fault : report.faults)
    promise(fault.size() < 100'000, "what is wrong with an example is short");
}

}  // namespace cardlint::fuzz
