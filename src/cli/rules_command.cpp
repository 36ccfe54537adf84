#include <algorithm>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/table.h"
#include "cli/commands.h"
#include "lint/examples.h"
#include "probe/checks/table.h"
#include "probe/examples.h"
#include "rules/builtin.h"
#include "rules/rule_docs.h"
#include "rules/rule_loader.h"
#include "rules/scope.h"

namespace cardlint {
namespace {

void list_text(const std::vector<RuleInfo>& rules, std::ostream& out) {
  std::size_t width = 0;
  for (const RuleInfo& rule : rules) width = std::max(width, rule.id.size());
  for (const RuleInfo& rule : rules)
    out << fmt::format("{:<{}} {:<8} {}\n", rule.id, width, name(rule.severity), rule.title);
}

void list_json(const std::vector<RuleInfo>& rules, std::ostream& out) {
  const auto member = [](std::string_view key, std::string_view text) {
    return fmt::format("\"{}\": {}", key, quoted_json(text));
  };
  const auto texts = [](const std::vector<std::string_view>& items) {
    std::vector<std::string> quoted;
    quoted.reserve(items.size());
    for (const std::string_view item : items) quoted.push_back(quoted_json(item));
    return fmt::format("[{}]", join(quoted, ", "));
  };
  std::vector<std::string> entries;
  for (const RuleInfo& info : rules) {
    std::vector<std::string_view> kinds;
    for (std::size_t k = 0; k < kKindCount; ++k) {
      if (info.kinds.has(static_cast<Kind>(k))) kinds.push_back(name(static_cast<Kind>(k)));
    }
    const std::vector<std::string> members{
        member("id", info.id),
        member("group", group_of(info.id)),
        member("title", info.title),
        member("severity", name(info.severity)),
        member("confidence", name(info.confidence)),
        member("since", info.since),
        member("scope", name(info.scope)),
        fmt::format("\"kinds\": {}", texts(kinds)),
        member("fix", info.fix),
        fmt::format("\"references\": {}", texts({info.references.begin(), info.references.end()}))};
    entries.push_back(fmt::format("  {{{}}}", join(members, ", ")));
  }
  out << (entries.empty() ? "[]\n" : fmt::format("[\n{}\n]\n", join(entries, ",\n")));
}

bool matches(const RuleFilter& filter, const RuleInfo& rule) {
  const auto concerns = [&](const CaseInfo& c) {
    return std::any_of(c.consumers.begin(), c.consumers.end(),
                       [&](const ConsumerEffect& e) { return e.consumer == *filter.consumer; });
  };
  return (filter.group.empty() || group_of(rule.id) == filter.group) &&
         (!filter.kind || rule.kinds.has(*filter.kind)) &&
         (!filter.scope || rule.scope == *filter.scope) &&
         (!filter.severity || rule.severity == *filter.severity) &&
         (!filter.consumer || std::any_of(rule.cases.begin(), rule.cases.end(), concerns));
}

ExitCode list(const RulesOptions& options, const Console& console) {
  std::vector<RuleInfo> rules = builtin_catalogue();
  std::erase_if(rules, [&](const RuleInfo& rule) { return !matches(options.filter, rule); });
  options.json ? list_json(rules, console.out) : list_text(rules, console.out);
  return ExitCode::Clean;
}

// A probe rule of a file, with its examples run among all other built-in probe rules.
void test_probe_rule(const RuleInfo& loaded, const RuleSet& document_rules,
                     const SchemaSet& schemas, ExampleReport& totals,
                     std::vector<std::string>& faults) {
  const std::vector<ProbeCheckEntry> checks = probe_check_table();
  std::vector<RuleInfo> all{loaded};
  for (const RuleInfo& info : builtin_probe_rules()) {
    if (info.id != loaded.id) all.push_back(info);
  }
  const auto rules = ProbeRuleSet::make(all, checks);
  if (!rules) return faults.push_back(rules.error().message);
  const LintSettings settings;
  const ExampleReport report =
      run_probe_examples(loaded, *rules, Linter(document_rules, schemas, settings));
  totals.bad += report.bad;
  totals.good += report.good;
  faults.insert(faults.end(), report.faults.begin(), report.faults.end());
}

// The rule of a file, checked as a users' rule would be, with its examples run among all built-in
// rules.
std::vector<std::string> test_file(const std::string& path, const SchemaSet& schemas,
                                   ExampleReport& totals) {
  RuleStore store;
  const auto text = read_file(path, Limits{}.yaml_bytes);
  if (!text) return {text.error().message};
  const auto loaded = load_rule(path, *text, store);
  if (!loaded) return {loaded.error().message};
  std::vector<std::string> faults;
  if (fmt::format("{}.yaml", loaded->id) != base_name(path))
    faults.emplace_back("the file is not called like its rule");
  if (base_name(parent_folder(path)) != group_of(loaded->id) && group_of(loaded->id) != "user") {
    faults.push_back(fmt::format("the file does not lie in a folder '{}'", group_of(loaded->id)));
  }
  const SourceFile source(path, *text);
  const Loaded tree = load_yaml(source, Limits{});
  const char* form = loaded->scope == Scope::Probe ? "probe-rule" : "rule";
  if (schemas.has(form)) {
    const auto found = schemas.validate(form, tree.tree.root());
    if (!found) faults.push_back(found.error().message);
    for (const SchemaFault& fault : found ? *found : std::vector<SchemaFault>{}) {
      faults.push_back(fmt::format("{} {}", Value(tree.tree, fault.node).pointer(), fault.detail));
    }
  }
  const std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  if (loaded->scope == Scope::Probe) {
    if (const auto added = rules.add(builtin_rules(), true); !added) return {added.error().message};
    test_probe_rule(*loaded, rules, schemas, totals, faults);
    return faults;
  }
  std::vector<RuleInfo> all{*loaded};
  for (const RuleInfo& info : builtin_rules()) {
    if (info.id != loaded->id) all.push_back(info);
  }
  if (const auto added = rules.add(all); !added) {
    faults.push_back(added.error().message);
    return faults;
  }
  const ExampleReport report = run_examples(*loaded, rules, schemas);
  totals.bad += report.bad;
  totals.good += report.good;
  faults.insert(faults.end(), report.faults.begin(), report.faults.end());
  return faults;
}

ExitCode test_builtin(const RuleSet& rules, const SchemaSet& schemas, const Console& console) {
  ExampleReport totals;
  bool sound = true;
  for (const Rule& rule : rules.rules()) {
    const ExampleReport report = run_examples(*rule.info, rules, schemas);
    totals.bad += report.bad;
    totals.good += report.good;
    for (const std::string& fault : report.faults)
      console.out << fmt::format("{}: {}\n", rule.info->id, printable(fault, 1000));
    sound = sound && report.faults.empty();
  }
  for (const RuleInfo& info : builtin_probe_rules()) {
    std::vector<std::string> faults;
    test_probe_rule(info, rules, schemas, totals, faults);
    for (const std::string& fault : faults)
      console.out << fmt::format("{}: {}\n", info.id, printable(fault, 1000));
    sound = sound && faults.empty();
  }
  console.out << fmt::format("{} rules, {} bad and {} good examples run\n",
                             builtin_catalogue().size(), totals.bad, totals.good);
  return sound ? ExitCode::Clean : ExitCode::Findings;
}

ExitCode test(const RuleSet& rules, const std::vector<std::string>& files, const Console& console) {
  const SchemaSet schemas;
  if (files.empty()) return test_builtin(rules, schemas, console);
  ExampleReport totals;
  bool sound = true;
  for (const std::string& file : files) {
    for (const std::string& fault : test_file(file, schemas, totals)) {
      console.out << fmt::format("{}: {}\n", printable(file, 400), printable(fault, 1000));
      sound = false;
    }
  }
  console.out << fmt::format("{} rule files, {} bad and {} good examples run\n", files.size(),
                             totals.bad, totals.good);
  return sound ? ExitCode::Clean : ExitCode::Findings;
}

}  // namespace

ExitCode rules_command(const RulesOptions& options, const Console& console) {
  const std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  // Rule files under test may be broken while the built-in tables still hold their last sound
  // state.
  if (const auto added = rules.add(builtin_rules()); !added) {
    console.err << "cardlint: " << added.error().message << "\n";
    return ExitCode::Internal;
  }
  switch (options.action) {
    case RulesAction::List:
      return list(options, console);
    case RulesAction::Show:
      return explain_command(options.names, console);
    case RulesAction::Test:
      return test(rules, options.names, console);
    case RulesAction::Docs:
      console.out << rules_catalogue(builtin_catalogue(), checks);
      return ExitCode::Clean;
  }
  return ExitCode::Internal;
}

}  // namespace cardlint
