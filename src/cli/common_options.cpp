#include "cli/common_options.h"

#include <cstdlib>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"

namespace cardlint {
namespace {

bool wants_color(const CommonRaw& raw, const Console& console) {
  if (raw.color == "always") return true;
  if (raw.color == "never") return false;
  if (raw.color != "auto") refuse_word("--color", raw.color, "auto, always, never");
  const char* no_color = std::getenv("NO_COLOR");
  return console.out_is_terminal && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

std::string format_names() {
  std::vector<std::string> names;
  for (const Format format : kAllFormats) names.emplace_back(name(format));
  return join(names, ", ");
}

Output parse_output(const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string wanted = word.substr(0, equals);
  const auto format = parse_format(wanted);
  if (!format) {
    std::vector<std::string_view> known;
    for (const Format each : kAllFormats) known.push_back(name(each));
    const std::string_view near = nearest(wanted, known);
    throw UsageFault{fmt::format("--format: '{}' is none of {}{}", printable(wanted),
                                 format_names(),
                                 near.empty() ? "" : fmt::format("; did you mean '{}'?", near))};
  }
  if (equals + 1 == word.size())
    throw UsageFault{fmt::format("--format {}: the name of the file is missing", printable(word))};
  return {*format, equals == std::string::npos ? std::string() : word.substr(equals + 1)};
}

void refuse_word(std::string_view option, std::string_view word, std::string_view expected) {
  throw UsageFault{fmt::format("{}: '{}' is none of {}", option, printable(word), expected)};
}

void add_common_options(CLI::App& app, CommonRaw& raw) {
  // A repeatable option takes one value each time: what follows it is no value of it.
  app.add_option("--format", raw.formats,
                 format_names() + "; FORMAT=FILE writes to a file; repeatable")
      ->allow_extra_args(false);
  app.add_option("--fail-on", raw.fail_on,
                 "error, warning or info: the lowest level that gives exit code 1; default: error");
  app.add_flag("--exit-zero", raw.exit_zero, "exit with 0 in spite of findings");
  app.add_flag("--strict", raw.strict,
               "exit with 3 when anything was not assessed, findings or not");
  app.add_option("--rule", raw.rules, "ID=off|error|warning|info; repeatable")
      ->allow_extra_args(false);
  app.add_option("--color", raw.color, "auto, always or never (NO_COLOR is honoured)");
  app.add_flag("-q,--quiet", raw.quiet, "one line of place and message for each finding");
  app.add_flag("-v,--verbose", raw.verbose,
               "also notes on what is sound, checks that passed, and what was not assessed");
}

std::optional<int> parse_arguments(CLI::App& app, const std::vector<std::string>& args,
                                   const Console& console) {
  try {
    std::vector<std::string> reversed(args.rbegin(), args.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error, console.out, console.err);
    console.err << "cardlint: " << printable(error.what(), 500) << "\n(--help says more)\n";
    return static_cast<int>(ExitCode::Usage);
  }
  return std::nullopt;
}

CommonOptions parse_common(const CommonRaw& raw, const Console& console) {
  CommonOptions options;
  for (const std::string& word : raw.formats) options.outputs.push_back(parse_output(word));
  if (options.outputs.empty()) options.outputs.push_back({});
  for (const std::string& word : raw.rules) {
    const std::size_t equals = word.find('=');
    const auto severity =
        equals == std::string::npos ? std::nullopt : parse_severity(word.substr(equals + 1));
    if (!severity) refuse_word("--rule", word, "ID=off, ID=error, ID=warning, ID=info");
    options.severities[word.substr(0, equals)] = *severity;
  }
  if (!raw.fail_on.empty()) {
    options.fail_on = parse_severity(raw.fail_on);
    if (!options.fail_on || *options.fail_on == Severity::Off)
      refuse_word("--fail-on", raw.fail_on, "error, warning, info");
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
    const auto consumer = parse_consumer(word);
    if (!consumer) {
      refuse_word(
          "--consumer", word,
          "smithery-cli, smithery-scan, sep-2127, mcp-registry, ts-sdk, py-sdk, claude, openai");
    }
    consumers.add(*consumer);
  }
  return consumers;
}

}  // namespace cardlint
