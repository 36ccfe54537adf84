#include "cli/outputs.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <sstream>

#include "base/write_file.h"

namespace cardlint {

ExitCode exit_code(const ExitRules& rules, const CheckReport& report) {
  const bool found =
      std::any_of(
          report.diagnostics.begin(), report.diagnostics.end(),
          [&](const Diagnostic& d) { return !d.suppressed && d.severity >= rules.fail_on; }) ||
      std::any_of(report.probes.begin(), report.probes.end(), [&](const ProbeResult& p) {
        return p.outcome == Outcome::Fail && p.severity >= rules.fail_on;
      });
  const bool not_assessed = std::any_of(report.not_assessed.begin(), report.not_assessed.end(),
                                        [](const NotAssessed& n) { return n.operational; }) ||
                            std::any_of(report.probes.begin(), report.probes.end(),
                                        [](const ProbeResult& p) { return p.operational; });
  if (not_assessed && (rules.strict || !found)) return ExitCode::NotAssessed;
  return found && !rules.exit_zero ? ExitCode::Findings : ExitCode::Clean;
}

void add_rule_notes(CheckReport& report,
                    const std::function<const RuleInfo*(std::string_view)>& find) {
  std::map<std::string_view, std::string_view> pages;
  for (const Diagnostic& d : report.diagnostics) pages.emplace(d.rule, d.url);
  for (const ProbeResult& p : report.probes) pages.emplace(p.check, p.page);
  for (const auto& [id, page] : pages) {
    const RuleInfo* info = find(id);
    if (info == nullptr) continue;
    RuleNote& note = report.rules.emplace_back();
    note.id = id;
    note.group = group_of(id);
    note.title = info->title;
    note.why = info->why;
    note.fix = info->fix;
    note.url = page;
    note.severity = info->severity;
    note.confidence = info->confidence;
    note.references.assign(info->references.begin(), info->references.end());
  }
}

bool write_outputs(const std::vector<Output>& outputs, const ReportOptions& options,
                   const CheckReport& report, const Console& console) {
  bool all = true;
  // One that fails leaves the others: whoever reads a file need not suffer from a closed pipe.
  const auto failed = [&](std::string_view why) {
    console.err << "cardlint: " << why << "\n";
    all = false;
  };
  for (const Output& output : outputs) {
    if (output.file.empty()) {
      if (!console.out) continue;  // said before
      write_report(console.out, output.format, report, options);
      console.out.flush();
      if (!console.out)
        failed(std::string("cannot write the report to standard output: ") + std::strerror(errno));
      continue;
    }
    ReportOptions plain = options;
    plain.color = false;
    std::ostringstream text;
    write_report(text, output.format, report, plain);
    if (const auto written = write_file(output.file, text.str()); !written)
      failed(written.error().message);
  }
  return all;
}

}  // namespace cardlint
