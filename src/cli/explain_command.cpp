// `cardlint explain`: all about a rule, a group of rules, or a check that rules call.
#include <algorithm>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "base/wrap.h"
#include "checks/table.h"
#include "cli/commands.h"
#include "config/config_loader.h"
#include "doc/yaml_writer.h"
#include "lint/example_source.h"
#include "lint/linter.h"
#include "lint/secret_masker.h"
#include "rules/builtin.h"
#include "rules/check_options.h"
#include "rules/rule_docs.h"

namespace cardlint {
namespace {

constexpr std::size_t kShownLines = 24;
constexpr std::size_t kShownColumns = 76;

std::string row(std::string_view label, std::string_view text) {
  const std::string margin(12, ' ');
  return fmt::format("{:<12}{}", label, wrapped(text, margin).substr(margin.size()));
}

std::string section(std::string_view title, std::string_view text) {
  return fmt::format("\n{}\n{}", title, wrapped(text, "  "));
}

// A text as it stands in a file, indented, cut to what a page bears.
std::string shown_text(std::string_view text) {
  std::string out;
  std::size_t shown = 0;
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty()) continue;
    if (++shown > kShownLines) return out + "  …\n";
    out += fmt::format("  {}\n", printable(line, kShownColumns));
  }
  return out;
}

class RulePage {
 public:
  RulePage(const RuleInfo& rule, const RuleSet& rules) : rule_(rule), rules_(rules) {}

  std::string text() {
    std::string page = fmt::format("{}\n{}\n", printable(rule_.id, 100), wrapped(rule_.title, ""));
    for (const RuleFact& fact : rule_facts(rule_)) page += row(fact.label, fact.text);
    page += section("Why", rule_.why);
    page += examples();
    page += section("Fix", rule_.fix);
    page += "\nSources\n";
    for (const std::string_view reference : rule_.references) page += wrapped(reference, "  ");
    return page + settings();
  }

 private:
  std::string examples() {
    const SourceFile source("", std::string(rule_.text));
    const Loaded loaded = load_yaml(source, Limits{});
    const Value list = loaded.tree.root()["examples"];
    const Value bad = list["bad"].at(0), good = list["good"].at(0);
    std::string page;
    if (rule_.scope == Scope::Probe) {
      if (bad) {
        page += "\nBad answers (how they differ from those of a sound server)\n" +
                shown_text(to_yaml(bad));
      }
      return page;
    }
    if (bad) page += example("Bad", bad) + findings(bad);
    if (good) page += example("Good", good);
    return page;
  }

  std::string example(std::string_view what, Value example) {
    std::string page;
    for (const ExampleFile& file : ExampleSource(rule_).files(example, false)) {
      page += fmt::format("\n{} example, {}\n", what, printable(file.path, 60));
      if (!file.link.empty()) page += fmt::format("  -> {}\n", printable(file.link, 70));
      if (file.archive) {
        for (const std::string& member : file.archive->members)
          page += fmt::format("  {}\n", printable(member, kShownColumns));
      }
      const std::string& text = file.archive ? file.archive->manifest : file.text;
      SecretMasker masker;
      masker.add_source(text);
      page += shown_text(masker.mask(text));
    }
    return page;
  }

  // What `check` says of the example, as it says it.
  std::string findings(Value example) {
    const Project project = ExampleSource(rule_).project(example, false);
    const LintSettings settings = ExampleSource::settings(example);
    const SchemaSet schemas;
    std::ostringstream out;
    for (Diagnostic& d : Linter(rules_, schemas, settings).lint(project).diagnostics) {
      if (d.rule != rule_.id || d.suppressed) continue;
      d.fix.clear();  // stands below
      out << (out.tellp() == 0 ? "\n" : "");
      write_finding(out, d, {});
    }
    std::string text = out.str();
    if (text.ends_with("\n\n")) text.pop_back();
    return text;
  }

  std::string settings() const {
    std::string page = "\nAnother level, or none\n";
    page += fmt::format("  --rule {}=off\n", rule_.id);
    page += fmt::format("  .cardlint.yaml: rules: {{{}: off}}\n", rule_.id);
    if (rule_.scope == Scope::Probe || group_of(rule_.id) == "suppression") return page;
    page +=
        wrapped(fmt::format("one finding: # cardlint-ignore {} REASON, behind the line or above "
                            "it; or an entry under 'ignore' of .cardlint.yaml",
                            rule_.id),
                "  ");
    return page + options();
  }

  // The arguments of its check that a configuration may set.
  std::string options() const {
    std::set<std::string> names;
    for (const CaseInfo& c : rule_.cases) {
      const CheckEntry* entry = find_check(rules_.checks(), c.check);
      if (entry == nullptr) continue;
      for (const ArgSpec& spec : entry->args) {
        if (is_option(spec)) names.emplace(spec.name);
      }
    }
    if (names.empty()) return {};
    return wrapped(fmt::format("options: {} (cardlint explain {})", fmt::join(names, ", "),
                               rule_.cases.front().check),
                   "  ");
  }

  const RuleInfo& rule_;
  const RuleSet& rules_;
};

std::string group_page(std::string_view group, const std::vector<const RuleInfo*>& rules) {
  std::string page =
      fmt::format("{}, {} rules\n{}\n", group, rules.size(), wrapped(group_text(group), ""));
  for (const RuleInfo* rule : rules) {
    page += fmt::format("{}  {}\n{}", rule->id, name(rule->severity), wrapped(rule->title, "    "));
  }
  return page +
         fmt::format("\nAll off\n  --rule {0}=off\n  .cardlint.yaml: rules: {{{0}: off}}\n", group);
}

std::string_view type_text(ArgSpec::Type type) {
  switch (type) {
    case ArgSpec::Type::Text:
      return "a text";
    case ArgSpec::Type::Texts:
      return "a text or a list of texts";
    case ArgSpec::Type::Flag:
      return "true or false";
    case ArgSpec::Type::Number:
      return "a number that is not negative";
    case ArgSpec::Type::Signed:
      return "a number";
    case ArgSpec::Type::Object:
      return "a map";
  }
  return {};
}

std::string check_page(const CheckEntry& check, const RuleSet& rules) {
  std::string page = fmt::format("{}, a check that rules call\n{}\n", check.name,
                                 wrapped(fmt::format("fires when {}", check.help), ""));
  for (const ArgSpec& arg : check.args) {
    page += row(arg.name, fmt::format("{}{}{}", type_text(arg.type), arg.required ? ", needed" : "",
                                      is_option(arg) ? ", an option of its rules" : ""));
  }
  std::vector<std::string> callers;
  for (const Rule& rule : rules.rules()) {
    const auto& cases = rule.info->cases;
    if (std::any_of(cases.begin(), cases.end(),
                    [&](const CaseInfo& c) { return c.check == check.name; }))
      callers.emplace_back(rule.info->id);
  }
  return page + section("Called by", callers.empty() ? "no built-in rule" : join(callers, ", "));
}

// The rules that hold here: the built-in ones, and those of the configuration where it is sound.
Result<std::shared_ptr<const LoadedConfig>> rules_here(CheckTable checks,
                                                       const RuleTables& builtin) {
  if (const auto file = config_for("."); file && *file) {
    if (auto loaded = load_config(**file, checks, builtin)) return loaded;
  }
  return no_config(checks, builtin);
}

}  // namespace

ExitCode explain_command(const std::vector<std::string>& names, const Console& console) {
  const std::vector<CheckEntry> checks = check_table();
  const auto loaded = rules_here(checks, builtin_tables());
  if (!loaded) {
    complain(console, loaded.error().message);
    return ExitCode::Internal;
  }
  const RuleSet& rules = (*loaded)->rules;
  std::vector<std::string> pages;
  for (const std::string& word : names) {
    std::vector<const RuleInfo*> members;
    std::vector<std::string_view> known;
    for (const Rule& rule : rules.rules()) {
      known.push_back(rule.info->id);
      known.push_back(group_of(rule.info->id));
      if (group_of(rule.info->id) == word) members.push_back(rule.info);
    }
    for (const CheckEntry& check : checks) known.push_back(check.name);
    if (const Rule* rule = rules.find(word)) {
      pages.push_back(RulePage(*rule->info, rules).text());
    } else if (!members.empty()) {
      pages.push_back(group_page(word, members));
    } else if (const CheckEntry* check = find_check(checks, word)) {
      pages.push_back(check_page(*check, rules));
    } else {
      complain(console, fmt::format("there is no rule, group or check '{}'{}", printable(word),
                                    did_you_mean(word, known)));
      return ExitCode::Usage;
    }
  }
  console.out << join(pages, "\n");
  return ExitCode::Clean;
}

}  // namespace cardlint
