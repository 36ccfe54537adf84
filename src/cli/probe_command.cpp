#include "cli/probe_command.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iterator>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/write_file.h"
#include "checks/table.h"
#include "cli/probe_targets.h"
#include "cli/process.h"
#include "config/project_configs.h"
#include "config/rule_settings.h"
#include "lint/ignore_list.h"
#include "probe/checks/table.h"
#include "probe/driver.h"
#include "probe/evaluate.h"
#include "probe/plan.h"
#include "probe/recording.h"
#include "rules/builtin.h"

namespace cardlint {
namespace {

// All that judging needs, alive for the length of a run.
struct Judge {
  std::vector<CheckEntry> checks = check_table();
  std::vector<ProbeCheckEntry> probe_checks = probe_check_table();
  std::vector<RuleInfo> probe_infos;
  SchemaSet schemas;
  LintSettings own;
  std::optional<ProjectConfigs> configs;
  const Config* config = nullptr;
  LintSettings lint;
  ProbeRuleSet probe_rules;
  RuleSet rules{CheckTable(checks)};

  // The configuration is that of the project's folder.
  Result<void> make(const ProbeOptions& options) {
    own.spec = options.spec;
    own.severities = options.severities;
    own.posture = options.posture;
    configs.emplace(options.config, checks, builtin_tables(), schemas, own);
    auto found = configs->of_path(options.project.empty() ? "." : options.project, std::nullopt);
    if (!found) return tl::unexpected(found.error());
    config = *found;
    lint = config->lint;
    if (auto added = rules.add(builtin_tables()); !added) return added;
    set_levels(own.severities, rules, lint.severities);
    if (!own.spec.empty()) lint.spec = own.spec;
    if (own.posture) lint.posture = own.posture;
    lint.only = options.only;
    const auto& all = builtin_probe_rules();
    std::copy_if(
        all.begin(), all.end(), std::back_inserter(probe_infos),
        [&](const RuleInfo& info) { return lint.only.empty() || names_rule(lint.only, info.id); });
    auto made = ProbeRuleSet::make(probe_infos, probe_checks);
    if (!made) return tl::unexpected(made.error());
    probe_rules = std::move(*made);
    return {};
  }
};

// A misspelt --rule or --only must not look like success.
std::string unknown_rule(const ProbeOptions& options, const Judge& judge) {
  std::vector<std::string> named = options.only;
  for (const auto& [id, severity] : options.severities) named.push_back(id);
  for (const std::string& id : named) {
    if (judge.configs->knows(id)) continue;
    return fmt::format("there is no rule and no group '{}'{}", printable(id),
                       did_you_mean(id, judge.configs->words()));
  }
  return {};
}

void take(CheckReport& report, ProbeVerdict verdict) {
  const auto move_to = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    from = {};
  };
  report.targets.push_back(std::move(verdict.target));
  move_to(report.probes, verdict.probes);
  move_to(report.documents, verdict.documents);
  move_to(report.diagnostics, verdict.diagnostics);
  move_to(report.not_assessed, verdict.not_assessed);
}

// Judged as soon as a walk is over, so that memory holds findings and not answers. False, said on
// stderr, when one of them could not be recorded.
Result<bool> run_live(const ProbeOptions& options, const std::vector<ProbeTarget>& targets,
                      const ProbeJudge& judge, const Console& console,
                      const MakeTransport& make_transport, CheckReport& report) {
  const auto transport = make_transport(options.http);
  if (!transport) return tl::unexpected(transport.error());
  std::vector<ProbeVerdict> verdicts(targets.size());
  Result<void> recorded;
  const auto done = [&](std::size_t index, const Journal& journal) {
    if (!options.record.empty() && recorded) {
      const std::string file =
          join_path(options.record, fmt::format("target-{:04}.json", index + 1));
      recorded = write_file(file, write_recording(targets[index], options.settings, journal));
    }
    verdicts[index] = evaluate(targets[index], options.settings, journal, judge, *report.words);
  };
  const auto tell = [&](const ProbeProgress& now) {
    if (!options.progress) return;
    console.err << fmt::format("\rprobe: {} of {} targets, {} exchanges\033[K", now.targets_done,
                               now.targets, now.exchanges);
    console.err.flush();
  };
  run_walks(targets, options.settings, **transport, done, tell);
  if (options.progress) console.err << "\r\033[K";
  std::size_t results = 0;
  for (const ProbeVerdict& verdict : verdicts) results += verdict.probes.size();
  report.probes.reserve(results);
  for (ProbeVerdict& verdict : verdicts) take(report, std::move(verdict));
  if (!recorded) console.err << "cardlint: " << recorded.error().message << "\n";
  return recorded.has_value();
}

Result<void> run_replay(const ProbeOptions& options, const ProbeTarget& base,
                        const ProbeJudge& judge, CheckReport& report) {
  const auto entries = list_folder(options.replay);
  if (!entries) return tl::unexpected(entries.error());
  bool any = false;
  for (const Entry& entry : *entries) {
    if (entry.type != EntryType::File || !std::string_view(entry.name).ends_with(".json")) continue;
    const auto recording = read_recording(join_path(options.replay, entry.name));
    if (!recording) return tl::unexpected(recording.error());
    ProbeTarget target = base;
    target.url = recording->url;
    if (!target.posture) target.posture = recording->posture;
    take(report, evaluate(target, recording->settings, recording->journal, judge, *report.words));
    any = true;
  }
  if (!any)
    return fail(ErrorCode::Unreadable,
                fmt::format("{}: holds no recording", printable(options.replay, 300)));
  return {};
}

ExitCode code_of(const Error& error, const Console& console) {
  console.err << "cardlint: " << error.message << "\n";
  if (error.code == ErrorCode::Usage) return ExitCode::Usage;
  return error.code == ErrorCode::Internal ? ExitCode::Internal : ExitCode::NotAssessed;
}

constexpr std::string_view kNoTarget = "no document here names an endpoint, and no URL was given";

void show_plan(const ProbeOptions& options, const std::vector<ProbeTarget>& targets,
               const Console& console) {
  if (targets.empty())
    console.err << "cardlint: " << printable(options.project, 300) << ": " << kNoTarget << "\n";
  const bool json = !options.outputs.empty() && options.outputs.front().format == Format::Json;
  console.out << (json ? plan_json(targets, options.settings)
                       : plan_text(targets, options.settings));
}

}  // namespace

ExitCode probe_command(ProbeOptions options, const Console& console,
                       const MakeTransport& make_transport) {
  if (!has_working_folder(console)) return ExitCode::NotAssessed;
  Judge judge;
  if (const auto made = judge.make(options); !made) return code_of(made.error(), console);
  if (const std::string fault = unknown_rule(options, judge); !fault.empty())
    return code_of({ErrorCode::Usage, fault}, console);
  CheckReport report;
  report.words = std::make_shared<WordPool>();
  auto targets = options.replay.empty() ? probe_targets(options, judge.config, report)
                                        : Result<std::vector<ProbeTarget>>();
  if (!targets) return code_of(targets.error(), console);
  if (options.plan) {
    show_plan(options, *targets, console);
    return ExitCode::Clean;
  }
  bool recorded = true;
  const Linter linter(judge.rules, judge.schemas, judge.lint);
  const ProbeJudge parts{judge.probe_rules, linter, judge.lint.severities, judge.lint.spec};
  if (!options.replay.empty()) {
    ProbeTarget base;
    base.posture = options.posture;
    base.consumers = options.consumers;
    const auto replayed = run_replay(options, base, parts, report);
    if (!replayed) return code_of(replayed.error(), console);
  } else if (targets->empty()) {
    report.not_assessed.push_back({printable(options.project, 300), std::string(kNoTarget), true});
  } else {
    const auto ran = run_live(options, *targets, parts, console, make_transport, report);
    if (!ran) return code_of(ran.error(), console);
    recorded = *ran;
  }
  std::sort(report.diagnostics.begin(), report.diagnostics.end(), reported_before);
  options.report.fail_on =
      options.fail_on.value_or(judge.config->fail_on.value_or(Severity::Error));
  options.report.now = static_cast<std::int64_t>(std::time(nullptr));
  add_rule_notes(report, [&](std::string_view id) -> const RuleInfo* {
    const Rule* rule = judge.rules.find(id);
    return rule == nullptr ? nullptr : rule->info;
  });
  if (!write_outputs(options.outputs, options.report, report, console) || !recorded)
    return ExitCode::NotAssessed;
  return exit_code({options.report.fail_on, options.exit_zero, options.strict}, report);
}

}  // namespace cardlint
