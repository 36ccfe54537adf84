// The options that every reporting command shares: formats, levels, exit codes, colour.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/outputs.h"

namespace CLI {
class App;
}

namespace cardlint {

class OptionMaker;

struct UsageFault {
  std::string message;
};

[[noreturn]] void refuse_word(std::string_view option, std::string_view word,
                              std::string_view expected);
// With a suggestion.
[[noreturn]] void refuse_word(std::string_view option, std::string_view word,
                              const std::vector<std::string_view>& expected);

// What CLI11 fills before it becomes CommonOptions.
struct CommonRaw {
  std::vector<std::string> formats, rules;
  std::string fail_on, color = "auto";
  bool exit_zero = false, strict = false, quiet = false, verbose = false;
};

struct CommonOptions {
  std::vector<Output> outputs;
  ReportOptions report;
  std::map<std::string, Severity, std::less<>> severities;
  std::optional<Severity> fail_on;
  bool exit_zero = false;
  bool strict = false;
};

void add_rule_option(OptionMaker& make, CommonRaw& raw);  // into the section at hand
void add_output_options(OptionMaker& make, CommonRaw& raw);
void add_exit_options(OptionMaker& make, CommonRaw& raw);

// Fills the options of `app`; the exit code when that was all: --help, --version, or a wrong word.
std::optional<int> parse_arguments(CLI::App& app, const std::vector<std::string>& args,
                                   const Console& console);
// These throw UsageFault.
Output parse_output(const std::string& word);
CommonOptions parse_common(const CommonRaw& raw, const Console& console);
ConsumerSet parse_consumers(const std::vector<std::string>& words);
std::string parse_spec(const std::string& word);                         // empty: none
std::optional<Posture> parse_declared_posture(const std::string& word);  // empty: nothing

}  // namespace cardlint
