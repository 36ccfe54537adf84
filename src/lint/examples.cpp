#include "lint/examples.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/example_source.h"
#include "lint/linter.h"

namespace cardlint {
namespace {

class ExampleRunner {
 public:
  ExampleRunner(const RuleInfo& rule, const RuleSet& rules, const SchemaSet& schemas)
      : rule_(rule), rules_(rules), schemas_(schemas), source_(rule) {}

  ExampleReport run() {
    const SourceFile source(std::string(rule_.id) + ".yaml", std::string(rule_.text));
    const Loaded loaded = load_yaml(source, Limits{});
    const Value examples = loaded.tree.root()["examples"];
    each(examples, "bad", [&](Value e, bool as_json) { bad(e, as_json); });
    each(examples, "good", [&](Value e, bool as_json) { good(e, as_json); });
    if (examples["bad"].size() == 0 || examples["good"].size() == 0) {
      report_.faults.emplace_back("a rule needs at least one bad and one good example");
    }
    return std::move(report_);
  }

 private:
  template <class Do>
  void each(Value examples, std::string_view list, Do&& run_one) {
    std::size_t number = 0;
    if (!examples[list].is_array())
      return report_.faults.push_back(fmt::format("'examples' has no list '{}'", list));
    for (const Value example : examples[list]) {
      name_ = fmt::format("{} example {}", list, ++number);
      run_one(example, false);
      if (!source_.has_two_forms(example)) continue;
      name_ += " as JSON";
      run_one(example, true);
    }
  }

  CheckReport lint(const Project& project, const LintSettings& settings) const {
    CheckReport report = Linter(rules_, schemas_, settings).lint(project);
    std::vector<Diagnostic>& all = report.diagnostics;  // as a reader sees them
    std::erase_if(all, [](const Diagnostic& d) { return d.suppressed.has_value(); });
    return report;
  }

  Project project_of(Value example, bool as_json) {
    Project project = source_.project(example, as_json);
    if (project.documents.empty()) fault("holds no document: give 'doc', 'text' or 'files'");
    return project;
  }

  void fault(std::string_view what) {
    report_.faults.push_back(fmt::format("{}: {}", name_, what));
  }

  void bad(Value example, bool as_json) {
    ++report_.bad;
    const Project project = project_of(example, as_json);
    LintSettings settings = ExampleSource::settings(example);
    std::multiset<std::string> got;
    for (const Diagnostic& d : lint(project, settings).diagnostics) {
      if (d.rule != rule_.id) continue;
      got.insert(example["files"] ? d.where.path + "#" + d.where.pointer : d.where.pointer);
      check_message(d, example);
    }
    std::multiset<std::string> expected;
    for (const Value pointer : example["expect"]) expected.emplace(pointer.text());
    if (expected.empty()) fault("a bad example needs 'expect'");
    if (got != expected) {
      fault(fmt::format("fires at [{}], expected [{}]", fmt::join(got, ", "),
                        fmt::join(expected, ", ")));
    }
    settings.severities[std::string(rule_.id)] = Severity::Off;
    const Value also = example["also"];
    for (const Diagnostic& d : lint(project, settings).diagnostics) {
      const bool listed =
          std::any_of(also.begin(), also.end(), [&](Value v) { return v.is_text(d.rule); });
      if (d.rule == rule_.id) fault("fires although the rule is off");
      if (d.severity >= Severity::Warning && !listed) {
        fault(fmt::format(
            "'{}' fires too at '{}' ({}); list it under 'also' or keep the example to one fault",
            d.rule, d.where.pointer, d.message));
      }
    }
  }

  void check_message(const Diagnostic& d, Value example) {
    for (const CaseInfo& c : rule_.cases) {
      const std::string_view message = c.message;
      for (std::size_t at = message.find('{'); at != std::string_view::npos;
           at = message.find('{', at + 1)) {
        const std::string_view hole = message.substr(at, message.find('}', at) - at + 1);
        if (hole.size() > 2 && d.message.find(hole) != std::string::npos) {
          fault(fmt::format("nobody fills {} of the message", hole));
        }
      }
    }
    const Value severity = example["severity"];
    if (severity && name(d.severity) != severity.text()) {
      fault(fmt::format("is {} at '{}', expected {}", name(d.severity), d.where.pointer,
                        severity.text()));
    }
  }

  void good(Value example, bool as_json) {
    ++report_.good;
    for (const Diagnostic& d :
         lint(project_of(example, as_json), ExampleSource::settings(example)).diagnostics) {
      if (d.rule != rule_.id && d.severity < Severity::Warning) continue;
      fault(fmt::format("'{}' fires at '{}': {}", d.rule, d.where.pointer, d.message));
    }
  }

  const RuleInfo& rule_;
  const RuleSet& rules_;
  const SchemaSet& schemas_;
  ExampleSource source_;
  std::string name_;
  ExampleReport report_;
};

}  // namespace

ExampleReport run_examples(const RuleInfo& rule, const RuleSet& rules, const SchemaSet& schemas) {
  return ExampleRunner(rule, rules, schemas).run();
}

}  // namespace cardlint
