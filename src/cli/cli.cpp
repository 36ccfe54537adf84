// argv → options. Knows CLI11, as do probe_cli.cpp and common_options.cpp (its header costs seconds
// of compile time).
#include "cli/cli.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/date.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/common_options.h"
#include "cli/process.h"
#include "cli/run_probe.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

// What CLI11 fills before it becomes CheckOptions.
struct RawCheck {
  CommonRaw common;
  std::vector<std::string> paths, only, consumers;
  std::string spec, generation, posture, root, kind, stdin_filename, config, baseline,
      write_baseline;
  bool table = false, no_config = false, no_suppressions = false;
  unsigned jobs = 0;
};

void add_check(CLI::App& app, RawCheck& raw) {
  app.add_option("path", raw.paths,
                 "files and folders; default: the working directory; '-' is standard input");
  add_common_options(app, raw.common);
  app.add_option("--only", raw.only, "rule ids or groups to run; repeatable")
      ->allow_extra_args(false);
  app.add_option("--consumer", raw.consumers,
                 "report only what these programs care about, and errors that hold for everyone "
                 "(secrets, escaping paths); repeatable")
      ->allow_extra_args(false);
  app.add_flag("--consumers", raw.table,
               "show what each program that reads the documents does with them");
  app.add_option("--spec", raw.spec,
                 "MCP revision to enforce: 2025-03-26, 2025-06-18, 2025-11-25 or 2026-07-28");
  app.add_option("--generation", raw.generation,
                 "generation of smithery.yaml to enforce: g0, g0x, g1 … g6");
  app.add_option("--posture", raw.posture,
                 "how the deployment asks for credentials: none, apikey, oauth, mixed or planned");
  app.add_option("--root", raw.root, "repository root; default: the nearest folder with .git");
  app.add_option("--kind", raw.kind, "take every named file for this kind of document");
  app.add_option("--stdin-filename", raw.stdin_filename,
                 "the name that standard input is judged by");
  app.add_option("-j,--jobs", raw.jobs, "threads; default: one for each processor");
  CLI::Option* config = app.add_option(
      "--config", raw.config,
      "configuration file; default: the nearest .cardlint.yaml from each project up to its "
      "repository's root");
  app.add_flag("--no-config", raw.no_config, "do not look for a configuration file")
      ->excludes(config);
  app.add_flag("--no-suppressions", raw.no_suppressions,
               "report also what comments and configurations suppress");
  app.add_option("--baseline", raw.baseline, "accept the findings that this file lists");
  app.add_option("--write-baseline", raw.write_baseline,
                 "write the findings of this run to a file, and accept them");
}

void fill_lint(const RawCheck& raw, LintSettings& lint) {
  lint.only = raw.only;
  lint.suppressions = !raw.no_suppressions;
  lint.today = today();
  lint.consumers = parse_consumers(raw.consumers);
  if (!raw.spec.empty() && !is_mcp_revision(raw.spec))
    refuse_word("--spec", raw.spec, fmt::format("{}", fmt::join(kMcpRevisions, ", ")));
  lint.spec = raw.spec;
  if (!raw.posture.empty()) {
    lint.posture = parse_posture(raw.posture);
    if (!lint.posture) refuse_word("--posture", raw.posture, "none, apikey, oauth, mixed, planned");
  }
  if (!raw.generation.empty()) {
    lint.generation = parse_generation(raw.generation);
    if (!lint.generation)
      refuse_word("--generation", raw.generation, "g0, g0x, g1, g2, g3, g4, g5, g6");
  }
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
    options.run.kind = parse_kind(raw.kind);
    if (!options.run.kind)
      refuse_word("--kind", raw.kind, "the kinds that 'cardlint rules list --format json' names");
  }
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

struct Commands {
  explicit Commands(CLI::App& app) {
    check = app.add_subcommand("check", "check files");
    app.add_subcommand("probe",
                       "ask live servers and judge their answers (--help for its options)");
    add_check(*check, raw);
    rules = app.add_subcommand("rules", "what is checked");
    rules->require_subcommand(1);
    list = rules->add_subcommand("list", "every rule in a line");
    list->add_option("--format", list_format, "text or json");
    show = rules->add_subcommand("show", "all about a rule");
    show->add_option("id", names, "rule id")->required();
    test = rules->add_subcommand(
        "test", "run the examples of rule files; without a file those of the built-in rules");
    test->add_option("file", names, "rule file");
    docs = rules->add_subcommand("docs", "the catalogue of rules as Markdown");
    explain = app.add_subcommand("explain", "all about a rule");
    explain->add_option("id", names, "rule id")->required();
    config = app.add_subcommand("config", "the configuration");
    config->require_subcommand(1);
    config_show = config->add_subcommand("show", "the settings that hold, and their file");
    config_show->add_option("path", config_path, "for which file or folder; default: here");
    config_show->add_option("--config", raw.config, "this file instead of the one found");
    config_check = config->add_subcommand("check", "whether the configuration is sound");
    config_check->add_option("file", config_path, "default: the one that holds here");
    schema = app.add_subcommand("schema", "the bundled JSON Schemas");
    schema->require_subcommand(1);
    schema_list = schema->add_subcommand("list", "their names");
    schema_show = schema->add_subcommand("show", "one of them");
    schema_show->add_option("name", schema_name, "schema name")->required();
  }

  ExitCode run(const Console& console) {
    if (*check) return check_command(check_options(raw, console), console);
    if (*schema) return schema_command({bool(*schema_show), schema_name}, console);
    if (*config)
      return config_command({bool(*config_show), config_path, config_choice(raw)}, console);
    if (*explain || *show) return rules_command({RulesAction::Show, false, names}, console);
    if (*test) return rules_command({RulesAction::Test, false, names}, console);
    if (*docs) return rules_command({RulesAction::Docs, false, {}}, console);
    if (!list_format.empty() && list_format != "text" && list_format != "json")
      refuse_word("--format", list_format, "text, json");
    return rules_command({RulesAction::List, list_format == "json", {}}, console);
  }

  CLI::App *check, *rules, *list, *show, *test, *docs, *explain, *config, *config_show,
      *config_check, *schema, *schema_list, *schema_show;
  RawCheck raw;
  std::vector<std::string> names;
  std::string list_format, schema_name, config_path;
};

int run_parsed(const std::vector<std::string>& args, const Console& console) {
  CLI::App app("cardlint checks the files by which an MCP server describes itself", "cardlint");
  app.set_version_flag("--version", "cardlint " CARDLINT_VERSION);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 not assessed, 70 internal error");
  Commands commands(app);
  constexpr std::array kCommands{"check"sv,   "probe"sv,  "rules"sv,
                                 "explain"sv, "config"sv, "schema"sv};
  if (!args.empty() && !args[0].starts_with('-') &&
      std::find(kCommands.begin(), kCommands.end(), args[0]) == kCommands.end()) {
    const std::string_view near = nearest(args[0], {kCommands.begin(), kCommands.end()});
    console.err << fmt::format("cardlint: there is no command '{}'{}\n", printable(args[0]),
                               near.empty() ? "" : fmt::format("; did you mean '{}'?", near));
    return static_cast<int>(ExitCode::Usage);
  }
  if (const auto code = parse_arguments(app, args, console)) return *code;
  try {
    return static_cast<int>(commands.run(console));
  } catch (const UsageFault& fault) {
    console.err << "cardlint: " << fault.message << "\n";
    return static_cast<int>(ExitCode::Usage);
  }
}

}  // namespace

int run_cli(const std::vector<std::string>& args, const Console& console) {
  return run_guarded(console, [&] {
    if (!args.empty() && args[0] == "probe")
      return run_probe_program({args.begin() + 1, args.end()}, console);
    return run_parsed(args, console);
  });
}

}  // namespace cardlint
