#include <algorithm>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/table.h"
#include "cli/commands.h"
#include "rules/builtin.h"

namespace cardlint {
namespace {

// Unknown rule ids and groups are refused: a misspelt `--rule` must not look like success.
std::string unknown_rule(const CheckOptions& options, const RuleSet& rules) {
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules.rules()) ids.push_back(rule.info->id);
  const auto complain = [&](std::string_view id) {
    const std::string_view near = nearest(id, ids);
    return fmt::format("there is no rule '{}'{}", printable(id),
                       near.empty() ? "" : fmt::format("; did you mean '{}'?", near));
  };
  for (const auto& [id, severity] : options.lint.severities) {
    if (rules.find(id) == nullptr) return complain(id);
  }
  for (const std::string& word : options.lint.only) {
    const bool known = std::any_of(ids.begin(), ids.end(), [&](std::string_view id) {
      return id == word || group_of(id) == word;
    });
    if (!known) return complain(word);
  }
  return {};
}

// What writers may tell of the rules that speak in the report.
std::vector<RuleNote> notes_of(const CheckReport& report, const RuleSet& rules) {
  std::map<std::string_view, std::string_view> pages;
  for (const Diagnostic& d : report.diagnostics) pages.emplace(d.rule, d.url);
  std::vector<RuleNote> notes;
  for (const auto& [id, page] : pages) {
    const Rule* rule = rules.find(id);
    if (rule == nullptr) continue;
    const RuleInfo& info = *rule->info;
    RuleNote& note = notes.emplace_back();
    note.id = id;
    note.group = group_of(id);
    note.title = info.title;
    note.why = info.why;
    note.fix = info.fix;
    note.url = page;
    note.severity = info.severity;
    note.confidence = info.confidence;
    note.references.assign(info.references.begin(), info.references.end());
  }
  return notes;
}

ExitCode exit_code(const CheckOptions& options, const CheckReport& report) {
  const bool found = std::any_of(
      report.diagnostics.begin(), report.diagnostics.end(),
      [&](const Diagnostic& d) { return !d.suppressed && d.severity >= options.fail_on; });
  const bool not_assessed = std::any_of(report.not_assessed.begin(), report.not_assessed.end(),
                                        [](const NotAssessed& n) { return n.operational; });
  if (not_assessed && (options.strict || !found)) return ExitCode::NotAssessed;
  return found && !options.exit_zero ? ExitCode::Findings : ExitCode::Clean;
}

bool write_outputs(const CheckOptions& options, const CheckReport& report, const Console& console) {
  for (const Output& output : options.outputs) {
    if (output.file.empty()) {
      write_report(console.out, output.format, report, options.report);
      console.out.flush();
      if (!console.out) {
        console.err << "cardlint: cannot write the report to standard output\n";
        return false;
      }
      continue;
    }
    ReportOptions plain = options.report;
    plain.color = false;
    std::ostringstream text;
    write_report(text, output.format, report, plain);
    if (const auto written = write_file(output.file, text.str()); !written) {
      console.err << "cardlint: " << written.error().message << "\n";
      return false;
    }
  }
  return true;
}

}  // namespace

ExitCode check_command(CheckOptions options, const Console& console) {
  const std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  if (const auto added = rules.add(builtin_rules(), true); !added) {
    console.err << "cardlint: " << added.error().message << "\n";
    return ExitCode::Internal;
  }
  if (const std::string fault = unknown_rule(options, rules); !fault.empty()) {
    console.err << "cardlint: " << fault << "\n";
    return ExitCode::Usage;
  }
  const SchemaSet schemas;
  const Linter linter(rules, schemas, options.lint);
  CheckReport report = run_lint(options.run, linter);
  const bool nothing = std::none_of(report.documents.begin(), report.documents.end(),
                                    [](const DocumentSummary& d) { return !d.kind.empty(); });
  if (nothing && report.not_assessed.empty()) {
    report.not_assessed.push_back({fmt::format("{}", fmt::join(options.run.paths, ", ")),
                                   "nothing to check: no document of a known kind", true});
  }
  report.rules = notes_of(report, rules);
  if (!write_outputs(options, report, console)) return ExitCode::NotAssessed;
  return exit_code(options, report);
}

}  // namespace cardlint
