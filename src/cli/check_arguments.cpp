#include "cli/check_arguments.h"

#include <algorithm>
#include <thread>

#include "base/date.h"
#include "cli/option_maker.h"
#include "cli/value_kinds.h"

namespace cardlint {
namespace {

void fill_lint(const RawCheck& raw, LintSettings& lint) {
  lint.only = raw.only;
  lint.suppressions = !raw.no_suppressions;
  lint.today = today();
  lint.consumers = parse_consumers(raw.consumers);
  lint.spec = parse_spec(raw.spec);
  lint.posture = parse_declared_posture(raw.posture);
  if (!raw.generation.empty()) {
    demand_word("--generation", raw.generation, "GENERATION");
    lint.generation = parse_generation(raw.generation);
  }
}

}  // namespace

void add_check_options(CLI::App& app, RawCheck& raw) {
  OptionMaker make(app);
  make.value("path", raw.paths, "PATH",
             "files and folders; default: the working directory; '-' is standard input");
  make.section("What is checked");
  make.repeatable("--only", raw.only, "RULE", "run only this rule or group of rules");
  make.repeatable("--consumer", raw.consumers, "CONSUMER",
                  "report only what this program cares about, and errors that hold for everyone "
                  "(secrets, escaping paths)");
  make.value("--spec", raw.spec, "REVISION", "MCP revision to enforce, such as 2025-11-25");
  make.value("--generation", raw.generation, "GENERATION",
             "generation of smithery.yaml to enforce: g0, g0x, g1 … g6");
  make.value("--posture", raw.posture, "POSTURE",
             "how the deployment asks for credentials: none, apikey, oauth, mixed or planned");
  make.value("--root", raw.root, "FOLDER", "repository root; default: the nearest one with .git");
  make.value("--kind", raw.kind, "KIND",
             "take every named file for this kind of document, such as server-card");
  make.flag("--ignore-unknown", raw.ignore_unknown,
            "pass over what is no document of a known kind; finding none is no failure");
  make.value("--stdin-filename", raw.stdin_filename, "PATH",
             "the name that standard input is judged by");
  make.section("Configuration");
  CLI::Option* config =
      make.value("--config", raw.config, "FILE",
                 "configuration file; default: the nearest .cardlint.yaml from each project up "
                 "to its repository's root");
  make.flag("--no-config", raw.no_config, "do not look for a configuration file")->excludes(config);
  add_rule_option(make, raw.common);
  make.flag("--no-suppressions", raw.no_suppressions,
            "report also what comments and configurations suppress");
  make.value("--baseline", raw.baseline, "FILE", "accept the findings that this file lists");
  make.value("--write-baseline", raw.write_baseline, "FILE",
             "write the findings of this run to a file, and accept them");
  add_output_options(make, raw.common);
  make.flag("--consumers", raw.table,
            "show what each program that reads the documents does with them");
  add_exit_options(make, raw.common);
  make.section("Options");
  make.value("-j,--jobs", raw.jobs, "NUMBER", "threads; default: one for each processor");
}

ConfigChoice config_choice(const RawCheck& raw) {
  ConfigChoice choice;
  choice.none = raw.no_config;
  if (!raw.config.empty()) choice.file = raw.config;
  return choice;
}

CheckOptions check_options(const RawCheck& raw, const Console& console) {
  CheckOptions options;
  options.run.paths = raw.paths.empty() ? std::vector<std::string>{"."} : raw.paths;
  if (!raw.root.empty()) options.run.discovery.root = raw.root;
  if (!raw.kind.empty()) {
    demand_word("--kind", raw.kind, "KIND");
    options.run.kind = parse_kind(raw.kind);
  }
  options.run.ignore_unknown = options.run.discovery.empty_folders = raw.ignore_unknown;
  if (!raw.stdin_filename.empty()) options.run.stdin_filename = raw.stdin_filename;
  const bool reads_stdin = std::find(raw.paths.begin(), raw.paths.end(), "-") != raw.paths.end();
  if (reads_stdin && raw.stdin_filename.empty())
    throw UsageFault{"'-' needs --stdin-filename: the name decides the kind"};
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  options.run.jobs = raw.jobs == 0 ? processors : std::min(raw.jobs, 256u);
  fill_lint(raw, options.lint);
  const CommonOptions common = parse_common(raw.common, console);
  options.outputs = common.outputs;
  options.fail_on = common.fail_on;
  options.lint.severities = common.severities;
  options.config = config_choice(raw);
  options.baseline = raw.baseline;
  options.write_baseline = raw.write_baseline;
  if (!raw.write_baseline.empty() && !raw.only.empty())
    throw UsageFault{"--write-baseline with --only would forget the findings of all other rules"};
  options.exit_zero = common.exit_zero;
  options.strict = common.strict;
  options.report = common.report;
  options.report.consumers = raw.table;
  return options;
}

}  // namespace cardlint
