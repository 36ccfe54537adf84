// argv → options. Knows CLI11, as do the other files that include cli/option_maker.h.
#include "cli/cli.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/check_arguments.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/option_maker.h"
#include "cli/probe_arguments.h"
#include "cli/run_probe.h"
#include "cli/value_kinds.h"
#include "cli/version.h"
#include "rules/scope.h"

namespace cardlint {
namespace {

// The whole command line of cardlint; the commands in the order in which help lists them.
class Commands {
 public:
  // `check_only`: what no check needs is left out, for its start counts.
  Commands(CLI::App& app, bool check_only) : app_(app) {
    set_up(app);
    app.footer(
        "cardlint check                     # every document below this folder\n"
        "cardlint check --format sarif=out.sarif --format text .\n"
        "cardlint explain manifest-target-enum\n"
        "cardlint probe https://mcp.example.com/mcp --posture oauth");
    app.set_version_flag("--version", version_line("cardlint"),
                         "print the version, with --verbose "
                         "those of libraries and schemas");
    check_ = add_command(app, "check", "Checks the files by which an MCP server describes itself.",
                         "cardlint check                     # every document below this folder\n"
                         "cardlint check smithery.yaml       # one file\n"
                         "cardlint check --consumers         # and who accepts what\n"
                         "cardlint check --format github --format sarif=out.sarif .\n"
                         "git show :server.json | cardlint check - --stdin-filename server.json");
    add_check_options(*check_, check_raw_);
    if (check_only) return;
    add_probe();
    add_rules();
    add_config();
    add_schema();
    add_help();
  }

  ExitCode run(const Console& console) {
    if (*check_) return check_command(check_options(check_raw_, console), console);
    if (*schema_) return schema_command({bool(*schema_show_), schema_name_}, console);
    if (*config_)
      return config_command({bool(*config_show_), config_path_, config_choice(check_raw_)},
                            console);
    if (*completion_) return completion(console);
    if (*man_) return print(console, man_page(command_text(app_)));
    if (*version_) return print(console, version_page("cardlint", ""));
    return rules_command(rules_options(), console);
  }

 private:
  // cardlint-probe reads these; they stand here for help, man page and completions.
  void add_probe() {
    add_probe_options(*add_command(app_, "probe", kProbeText, kProbeExamples), probe_raw_);
  }

  void add_rules() {
    explain_ = add_command(app_, "explain", "Says all about a rule, a group of rules or a check.",
                           "cardlint explain manifest-target-enum\n"
                           "cardlint explain secret            # the rules of a group");
    OptionMaker(*explain_).value("id", names_, "RULE", "id of a rule, or a group")->required();
    CLI::App* rules_app = add_command(app_, "rules", "Lists, shows and tests what is checked.");
    rules_app->require_subcommand(1);
    list_ = add_command(*rules_app, "list", "Lists the rules, one a line.",
                        "cardlint rules list --consumer smithery-cli --severity error");
    OptionMaker make(*list_);
    make.section("Only the rules that …");
    make.value("--group", filter_.group, "GROUP", "belong to this group");
    make.value("--kind", filter_.kind, "KIND", "look at this kind of document");
    make.value("--scope", filter_.scope, "SCOPE",
               "look at one document, at a project, or at answers of live servers (probe)");
    make.value("--consumer", filter_.consumer, "CONSUMER",
               "say that this program refuses or ignores something");
    make.value("--severity", filter_.severity, "LEVEL", "have this level");
    make.section("Output");
    make.value("--format", list_format_, "LIST-FORMAT", "text or json");
    show_ = add_command(*rules_app, "show", "The same as 'cardlint explain'.");
    OptionMaker(*show_).value("id", names_, "RULE", "id of a rule, or a group")->required();
    test_ = add_command(*rules_app, "test", "Runs the examples of rule files.");
    OptionMaker(*test_).value("file", names_, "FILE", "rule files; default: the built-in rules");
    docs_ = add_command(*rules_app, "docs", "Prints the catalogue of rules as Markdown.");
  }

  void add_config() {
    config_ = add_command(app_, "config", "Shows or checks the configuration.");
    config_->require_subcommand(1);
    config_show_ = add_command(*config_, "show", "Prints the settings that hold.");
    OptionMaker show(*config_show_);
    show.value("path", config_path_, "PATH", "for which file or folder; default: here");
    show.value("--config", check_raw_.config, "FILE", "this file instead of the one found");
    CLI::App* config_check =
        add_command(*config_, "check", "Says whether a configuration is sound.");
    OptionMaker(*config_check)
        .value("file", config_path_, "FILE", "default: the one that holds here");
  }

  void add_schema() {
    schema_ = add_command(app_, "schema", "Gives the bundled JSON Schemas.",
                          "cardlint schema show config        # for your editor");
    schema_->require_subcommand(1);
    add_command(*schema_, "list", "Prints their names.");
    schema_show_ = add_command(*schema_, "show", "Prints one of them.");
    OptionMaker(*schema_show_).value("name", schema_name_, "SCHEMA", "its name")->required();
  }

  void add_help() {
    completion_ = add_command(app_, "completion", "Prints the completions of a shell.",
                              "source <(cardlint completion bash)       # in ~/.bashrc\n"
                              "source <(cardlint completion zsh)        # in ~/.zshrc\n"
                              "cardlint completion fish | source        # in config.fish");
    OptionMaker(*completion_).value("shell", shell_, "SHELL", "bash, zsh or fish")->required();
    man_ = add_command(app_, "man", "Prints the manual page.", "cardlint man | man -l -");
    version_ =
        add_command(app_, "version", "Prints the version and those of libraries and schemas.");
    app_.add_subcommand("help", "Prints the help of a command.")->footer("cardlint help check");
  }

  static ExitCode print(const Console& console, const std::string& text) {
    console.out << text;
    console.out.flush();
    if (console.out) return ExitCode::Clean;
    complain(console, "cannot write to standard output");
    return ExitCode::NotAssessed;
  }

  ExitCode completion(const Console& console) {
    demand_word("completion", shell_, "SHELL");
    return print(console, completion_script(command_text(app_), shell_));
  }

  RulesOptions rules_options() {
    RulesOptions options;
    options.names = names_;
    if (*test_) options.action = RulesAction::Test;
    if (*docs_) options.action = RulesAction::Docs;
    if (*explain_ || *show_) options.action = RulesAction::Show;
    demand_word("--format", list_format_, "LIST-FORMAT");
    options.json = list_format_ == "json";
    const auto demand = [](std::string_view option, const std::string& word,
                           std::string_view kind) {
      if (!word.empty()) demand_word(option, word, kind);
    };
    demand("--group", filter_.group, "GROUP");
    demand("--kind", filter_.kind, "KIND");
    demand("--scope", filter_.scope, "SCOPE");
    demand("--consumer", filter_.consumer, "CONSUMER");
    demand("--severity", filter_.severity, "LEVEL");
    options.filter = {filter_.group, parse_kind(filter_.kind), parse_scope(filter_.scope),
                      parse_consumer(filter_.consumer), parse_severity(filter_.severity)};
    return options;
  }

  CLI::App& app_;
  CLI::App *check_ = nullptr, *explain_ = nullptr, *list_ = nullptr, *show_ = nullptr,
           *test_ = nullptr, *docs_ = nullptr, *config_ = nullptr, *config_show_ = nullptr,
           *schema_ = nullptr, *schema_show_ = nullptr, *completion_ = nullptr, *man_ = nullptr,
           *version_ = nullptr;
  RawCheck check_raw_;
  RawProbe probe_raw_;
  struct {
    std::string group, kind, scope, consumer, severity;
  } filter_;
  std::vector<std::string> names_;
  std::string list_format_ = "text", schema_name_, config_path_, shell_;
};

// `help COMMAND` is `COMMAND --help`; `--version --verbose` says more.
std::vector<std::string> rewritten(const std::vector<std::string>& args) {
  if (!args.empty() && args[0] == "help") {
    std::vector<std::string> words(args.begin() + 1, args.end());
    words.emplace_back("--help");
    return words;
  }
  return asks_for_details(args) ? std::vector<std::string>{"version"} : args;
}

int run_parsed(const std::vector<std::string>& given, const Console& console) {
  const std::vector<std::string> args = rewritten(given);
  CLI::App app(
      "cardlint checks the files by which an MCP server describes itself, and asks live servers.",
      "cardlint");
  Commands commands(app, !args.empty() && args[0] == "check");
  app.require_subcommand(1);
  if (const auto code = parse_arguments(app, args, console)) return *code;
  try {
    return static_cast<int>(commands.run(console));
  } catch (const UsageFault& fault) {
    complain(console, fault.message);
    return static_cast<int>(ExitCode::Usage);
  }
}

}  // namespace

int run_cli(const std::vector<std::string>& args, const Console& console) {
  try {
    // Asked by scripts at each start: nothing else is set up for it.
    if (args.size() == 1 && args[0] == "--version") {
      console.out << version_line("cardlint") << "\n";
      return static_cast<int>(ExitCode::Clean);
    }
    if (!args.empty() && args[0] == "probe")
      return run_probe_program({args.begin() + 1, args.end()}, console);
    return run_parsed(args, console);
  } catch (const std::exception& error) {
    console.err << "cardlint: internal error: " << printable(error.what(), 500) << "\n";
    return static_cast<int>(ExitCode::Internal);
  }
}

}  // namespace cardlint
