#include "cli/common_options.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "cli/option_maker.h"
#include "cli/value_kinds.h"

namespace cardlint {
namespace {

bool wants_color(const CommonRaw& raw, const Console& console) {
  demand_word("--color", raw.color, "WHEN");
  if (raw.color != "auto") return raw.color == "always";
  const char* no_color = std::getenv("NO_COLOR");
  return console.out_is_terminal && (no_color == nullptr || *no_color == '\0');
}

// The app and, below it, the commands that were named.
std::vector<const CLI::App*> named(const CLI::App& app) {
  std::vector<const CLI::App*> chain{&app};
  while (!chain.back()->get_subcommands().empty())
    chain.push_back(chain.back()->get_subcommands().front());
  return chain;
}

// What is wrong with a word that `app` does not know.
std::string unknown_word(const CLI::App& app, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> known;
  if (word.starts_with('-') && word != "-") {
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& s : option->get_snames()) known.push_back("-" + s);
      for (const std::string& l : option->get_lnames()) known.push_back("--" + l);
    }
    return fmt::format("there is no option '{}'{}", printable(name),
                       did_you_mean(name, {known.begin(), known.end()}));
  }
  for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; }))
    known.push_back(below->get_name());
  if (known.empty()) return fmt::format("'{}' is one argument too many", printable(word));
  return fmt::format("there is no command '{}'{}", printable(word),
                     did_you_mean(word, {known.begin(), known.end()}));
}

std::string message_of(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<const CLI::App*> chain = named(app);
  for (const CLI::App* each : chain) {
    if (const auto unknown = each->remaining(); !unknown.empty())
      return unknown_word(*each, unknown.front());
  }
  std::vector<std::string> commands;
  for (const CLI::App* below : chain.back()->get_subcommands([](const CLI::App*) { return true; }))
    commands.push_back(below->get_name());
  if (!commands.empty() && error.get_name() == "RequiredError")
    return fmt::format("a command is missing: {}", join(commands, ", "));
  return printable(error.what(), 500);
}

void demand_one_place_each(const std::vector<Output>& outputs) {
  // Lines for people and commands for a workflow's log can stand together; a document cannot.
  const auto shares = [](const Output& o) {
    return o.format == Format::Text || o.format == Format::Github || o.format == Format::Markdown;
  };
  for (auto one = outputs.begin(); one != outputs.end(); ++one) {
    const auto other = std::find_if(outputs.begin(), outputs.end(), [&](const Output& o) {
      return &o != &*one && o.file == one->file;
    });
    if (other == outputs.end()) continue;
    if (!one->file.empty())
      throw UsageFault{fmt::format("--format: two reports go to '{}'", printable(one->file))};
    if (!shares(*one))
      throw UsageFault{
          fmt::format("--format {0}: needs standard output for itself; write '{0}=FILE', "
                      "or the other one to a file",
                      name(one->format))};
  }
}

}  // namespace

Output parse_output(const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string wanted = word.substr(0, equals);
  const auto format = parse_format(wanted);
  if (!format) refuse_word("--format", wanted, format_words());
  if (equals != std::string::npos && equals + 1 == word.size())
    throw UsageFault{fmt::format("--format {}: the name of the file is missing", printable(word))};
  std::string file = equals == std::string::npos ? std::string() : word.substr(equals + 1);
  return {*format, file == "-" ? std::string() : std::move(file)};
}

void refuse_word(std::string_view option, std::string_view word, std::string_view expected) {
  throw UsageFault{fmt::format("{}: '{}' is none of {}", option, printable(word), expected)};
}

void refuse_word(std::string_view option, std::string_view word,
                 const std::vector<std::string_view>& expected) {
  refuse_word(option, word,
              fmt::format("{}{}", fmt::join(expected, ", "), did_you_mean(word, expected)));
}

void add_rule_option(OptionMaker& make, CommonRaw& raw) {
  make.repeatable("--rule", raw.rules, "RULE=LEVEL",
                  "level of a rule or group: off, error, warning or info");
}

void add_output_options(OptionMaker& make, CommonRaw& raw) {
  make.section("Output");
  make.repeatable(
      "--format", raw.formats, "FORMAT[=FILE]",
      fmt::format("{}; default: text; with =FILE into a file", fmt::join(format_words(), ", ")));
  make.value("--color", raw.color, "WHEN", "auto, always or never (NO_COLOR is honoured)");
  make.flag("-q,--quiet", raw.quiet, "one line of place and message for each finding");
  make.flag("-v,--verbose", raw.verbose,
            "also notes on what is sound, checks that passed, and what was not assessed");
}

void add_exit_options(OptionMaker& make, CommonRaw& raw) {
  make.section("Exit code");
  make.value("--fail-on", raw.fail_on, "LEVEL",
             "error, warning or info: the lowest level that gives exit code 1; default: error");
  make.flag("--exit-zero", raw.exit_zero, "exit with 0 in spite of findings");
  make.flag("--strict", raw.strict, "exit with 3 when anything was not assessed, findings or not");
}

std::optional<int> parse_arguments(CLI::App& app, const std::vector<std::string>& args,
                                   const Console& console) {
  try {
    std::vector<std::string> reversed(args.rbegin(), args.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error, console.out, console.err);
    std::string command;
    for (const CLI::App* each : named(app)) command += each->get_name() + " ";
    console.err << "cardlint: " << message_of(app, error) << "\n('" << command
                << "--help' says more)\n";
    return static_cast<int>(ExitCode::Usage);
  }
  return std::nullopt;
}

CommonOptions parse_common(const CommonRaw& raw, const Console& console) {
  CommonOptions options;
  for (const std::string& word : raw.formats) options.outputs.push_back(parse_output(word));
  if (options.outputs.empty()) options.outputs.push_back({});
  demand_one_place_each(options.outputs);
  for (const std::string& word : raw.rules) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos)
      refuse_word("--rule", word, "RULE=off, RULE=error, RULE=warning, RULE=info");
    const std::string level = word.substr(equals + 1);
    demand_word("--rule " + printable(word.substr(0, equals + 1)), level, "NEW-LEVEL");
    options.severities[word.substr(0, equals)] = *parse_severity(level);
  }
  if (!raw.fail_on.empty()) {
    demand_word("--fail-on", raw.fail_on, "LEVEL");
    options.fail_on = parse_severity(raw.fail_on);
  }
  options.exit_zero = raw.exit_zero;
  options.strict = raw.strict;
  options.report.version = CARDLINT_VERSION;
  options.report.color = wants_color(raw, console);
  options.report.quiet = raw.quiet;
  options.report.verbose = raw.verbose;
  options.report.fail_on = options.fail_on.value_or(Severity::Error);
  return options;
}

ConsumerSet parse_consumers(const std::vector<std::string>& words) {
  ConsumerSet consumers;
  for (const std::string& word : words) {
    demand_word("--consumer", word, "CONSUMER");
    consumers.add(*parse_consumer(word));
  }
  return consumers;
}

std::string parse_spec(const std::string& word) {
  if (!word.empty()) demand_word("--spec", word, "REVISION");
  return word;
}

std::optional<Posture> parse_declared_posture(const std::string& word) {
  if (word.empty()) return std::nullopt;
  demand_word("--posture", word, "POSTURE");
  return parse_posture(word);
}

}  // namespace cardlint
