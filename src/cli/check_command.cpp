#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/heap.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/write_file.h"
#include "checks/table.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "cli/process.h"
#include "config/baseline.h"
#include "rules/builtin.h"

namespace cardlint {
namespace {

// Unknown rule ids and groups are refused: a misspelt `--rule` must not look like success. A rule
// may come from the configuration of any project.
std::string unknown_rule(const CheckOptions& options, const ProjectConfigs& configs) {
  const auto complaint = [&](std::string_view id) {
    return fmt::format("there is no rule and no group '{}'{}", printable(id),
                       did_you_mean(id, configs.words()));
  };
  for (const auto& [id, severity] : options.lint.severities) {
    if (!configs.knows(id)) return complaint(id);
  }
  for (const std::string& word : options.lint.only) {
    if (!configs.knows(word)) return complaint(word);
  }
  return {};
}

// What becomes of a baseline after the run; an exit code when it could not be written.
std::optional<ExitCode> use_baseline(const CheckOptions& options, std::optional<Baseline> baseline,
                                     CheckReport& report, const Console& console) {
  if (!options.write_baseline.empty()) {
    baseline = Baseline::of(report);
    if (const auto written = write_file(options.write_baseline, baseline->to_json()); !written) {
      complain(console, written.error().message);
      return ExitCode::NotAssessed;
    }
    complain(console,
             fmt::format("{}: {} finding{} written", printable(options.write_baseline, 200),
                         baseline->size(), baseline->size() == 1 ? "" : "s"));
  }
  if (!baseline) return std::nullopt;
  baseline->apply(report);
  if (!options.lint.only.empty() || !options.lint.consumers.empty()) return std::nullopt;
  constexpr std::size_t kShown = 20;
  const std::vector<std::string> stale = baseline->stale(report);
  for (std::size_t i = 0; i < std::min(stale.size(), kShown); ++i) complain(console, stale[i]);
  if (stale.size() > kShown)
    complain(console, fmt::format("and {} more such entries", stale.size() - kShown));
  if (!stale.empty()) complain(console, "--write-baseline renews the baseline");
  return std::nullopt;
}

void add_config_findings(const ProjectConfigs& configs, const RunSettings& run,
                         CheckReport& report) {
  std::vector<Diagnostic> more = configs.findings(run, report);
  if (more.empty()) return;
  std::move(more.begin(), more.end(), std::back_inserter(report.diagnostics));
  std::sort(report.diagnostics.begin(), report.diagnostics.end(), reported_before);
}

// All that a check works with and comes to.
struct CheckWork {
  explicit CheckWork(const CheckOptions& options)
      : configs(options.config, checks, builtin_tables(), schemas, options.lint) {}

  const std::vector<CheckEntry> checks = check_table();
  const SchemaSet schemas;
  ProjectConfigs configs;
  Result<CheckReport> report;
};

ExitCode refused(const Error& error, const Console& console) {
  complain(console, error.message);
  return error.code == ErrorCode::Internal ? ExitCode::Internal : ExitCode::Usage;
}

}  // namespace

void complain(const Console& console, std::string_view text) {
  for (const std::string_view line : split(text, '\n')) console.err << "cardlint: " << line << "\n";
}

ExitCode check_command(CheckOptions options, const Console& console) {
  if (!has_working_folder(console)) return ExitCode::NotAssessed;
  warm_heap();
  map_code();
  const auto work = std::make_shared<CheckWork>(options);
  if (console.kept != nullptr) console.kept->push_back(work);
  ProjectConfigs& configs = work->configs;
  std::optional<Baseline> baseline;
  if (!options.baseline.empty()) {
    auto loaded = Baseline::load(options.baseline);
    if (!loaded) return refused(loaded.error(), console);
    baseline = *std::move(loaded);
  }
  const std::string& first =
      options.run.paths.front() == "-" ? *options.run.stdin_filename : options.run.paths.front();
  const auto config = configs.of_path(first, options.run.discovery.root);
  if (!config) return refused(config.error(), console);
  options.run.discovery.limits = (*config)->lint.limits;
  options.run.discovery.config_prefix = kConfigPrefix;
  const Severity fail_on = options.fail_on.value_or((*config)->fail_on.value_or(Severity::Error));
  options.report.fail_on = fail_on;

  Result<CheckReport>& report = work->report;
  report = run_lint(options.run, [&](const std::string& folder, const std::string& top) {
    return configs.choose(folder, top);
  });
  if (!report) return refused(report.error(), console);
  if (const std::string fault = unknown_rule(options, configs); !fault.empty()) {
    complain(console, fault);
    return ExitCode::Usage;
  }
  const bool nothing = std::none_of(report->documents.begin(), report->documents.end(),
                                    [](const DocumentSummary& d) { return !d.kind.empty(); });
  if (nothing && report->not_assessed.empty() && !options.run.ignore_unknown) {
    report->not_assessed.push_back({fmt::format("{}", fmt::join(options.run.paths, ", ")),
                                    "nothing to check: no document of a known kind", true});
  }
  add_config_findings(configs, options.run, *report);
  if (const auto code = use_baseline(options, std::move(baseline), *report, console)) return *code;
  add_rule_notes(*report, [&](std::string_view id) { return configs.find(id); });
  if (!write_outputs(options.outputs, options.report, *report, console))
    return ExitCode::NotAssessed;
  return exit_code({fail_on, options.exit_zero, options.strict}, *report);
}

}  // namespace cardlint
