#include "cli/common_options.h"

#include <cstdlib>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"

namespace cardlint {
namespace {

Output parse_output(const std::string& word) {
  const std::size_t equals = word.find('=');
  const auto format = parse_format(word.substr(0, equals));
  if (!format) refuse_word("--format", word, "text, json, github");
  return {*format, equals == std::string::npos ? std::string() : word.substr(equals + 1)};
}

bool wants_color(const CommonRaw& raw, const Console& console) {
  if (raw.color == "always") return true;
  if (raw.color == "never") return false;
  if (raw.color != "auto") refuse_word("--color", raw.color, "auto, always, never");
  const char* no_color = std::getenv("NO_COLOR");
  return console.out_is_terminal && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

void refuse_word(std::string_view option, std::string_view word, std::string_view expected) {
  throw UsageFault{fmt::format("{}: '{}' is none of {}", option, printable(word), expected)};
}

void add_common_options(CLI::App& app, CommonRaw& raw) {
  // A repeatable option takes one value each time: what follows it is no value of it.
  app.add_option("--format", raw.formats,
                 "text, json or github; FORMAT=FILE writes to a file; repeatable")
      ->allow_extra_args(false);
  app.add_option("--fail-on", raw.fail_on,
                 "error, warning or info: the lowest level that gives exit code 1");
  app.add_flag("--exit-zero", raw.exit_zero, "exit with 0 in spite of findings");
  app.add_flag("--strict", raw.strict,
               "exit with 3 when anything was not assessed, findings or not");
  app.add_option("--rule", raw.rules, "ID=off|error|warning|info; repeatable")
      ->allow_extra_args(false);
  app.add_option("--color", raw.color, "auto, always or never (NO_COLOR is honoured)");
  app.add_flag("-q,--quiet", raw.quiet, "one line of place and message for each finding");
  app.add_flag("-v,--verbose", raw.verbose, "also list what was not assessed and why");
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
  const auto fail_on = parse_severity(raw.fail_on);
  if (!fail_on || *fail_on == Severity::Off)
    refuse_word("--fail-on", raw.fail_on, "error, warning, info");
  options.exit = {*fail_on, raw.exit_zero, raw.strict};
  options.report = {CARDLINT_VERSION, wants_color(raw, console), false, raw.quiet, raw.verbose};
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
