// What --help prints.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "base/wrap.h"
#include "cli/command_text.h"
#include "cli/exit_code.h"

namespace cardlint {
namespace {

constexpr std::size_t kColumn = 24;  // where the texts of options begin

// A name and its text; the text on the next line where the name is too long.
std::string entry(std::string_view name, std::string_view text) {
  const std::string margin(kColumn, ' ');
  std::string body = wrapped(text, margin);
  const std::string head = fmt::format("  {}", name);
  if (head.size() + 2 > kColumn) return head + "\n" + body;
  return head + body.substr(head.size());
}

std::string names_of(const OptionText& option) {
  // Short names stand in a column of their own.
  std::string names = option.names.front().starts_with("--") ? "    " : "";
  names += join(option.names, ", ");
  return option.value.empty() ? names : names + " " + option.value;
}

void add_options(std::string& page, const std::vector<OptionText>& options) {
  std::vector<std::string_view> sections;
  for (const OptionText& option : options) {
    if (std::find(sections.begin(), sections.end(), option.section) == sections.end())
      sections.push_back(option.section);
  }
  // The help option, which CLI11 adds first, comes last.
  std::stable_partition(sections.begin(), sections.end(),
                        [](std::string_view section) { return section != "Options"; });
  for (const std::string_view section : sections) {
    page += fmt::format("\n{}:\n", section);
    for (const OptionText& option : options) {
      if (option.section == section) page += entry(names_of(option), option.text);
    }
  }
}

}  // namespace

const std::vector<ExitCodeText>& exit_code_texts() {
  const auto code = [](ExitCode c) { return static_cast<int>(c); };
  static const std::vector<ExitCodeText> kTexts{
      {code(ExitCode::Clean), "nothing at or above --fail-on"},
      {code(ExitCode::Findings), "findings at or above it"},
      {code(ExitCode::Usage), "wrong arguments, or a faulty configuration or rule file"},
      {code(ExitCode::NotAssessed),
       "something could not be assessed: an unreadable file, a host that does not answer, a limit, "
       "nothing to check"},
      {code(ExitCode::Internal), "internal error"}};
  return kTexts;
}

std::string usage_text(const CommandText& command) {
  std::vector<std::string> words;
  if (!command.options.empty()) words.emplace_back("[OPTIONS]");
  for (const OptionText& argument : command.arguments) {
    const std::string_view more = argument.repeatable ? "..." : "";
    words.push_back(argument.required ? fmt::format("{}{}", argument.value, more)
                                      : fmt::format("[{}]{}", argument.value, more));
  }
  if (!command.commands.empty()) words.emplace_back("COMMAND");
  return join(words, " ");
}

std::string help_page(const CommandText& command) {
  std::string page = wrapped(command.text, "");
  page += fmt::format("\nUsage: {} {}\n", command.path, usage_text(command));
  if (!command.arguments.empty()) page += "\nArguments:\n";
  for (const OptionText& argument : command.arguments) page += entry(argument.value, argument.text);
  if (!command.commands.empty()) page += "\nCommands:\n";
  for (const CommandText& below : command.commands) page += entry(below.name(), below.text);
  add_options(page, command.options);
  if (!command.examples.empty()) page += "\nExamples:\n";
  for (const std::string& example : command.examples) page += fmt::format("  {}\n", example);
  const bool reports =
      std::any_of(command.options.begin(), command.options.end(),
                  [](const OptionText& option) { return option.names.back() == "--fail-on"; });
  if (reports || command.path.find(' ') == std::string::npos) {
    page += "\nExit codes:\n";
    for (const ExitCodeText& row : exit_code_texts())
      page += fmt::format("  {:>2}  {}", row.code, wrapped(row.text, "      ").substr(6));
  }
  if (!command.commands.empty())
    page += fmt::format("\n'{} COMMAND --help' says more of a command.\n", command.path);
  return page;
}

}  // namespace cardlint
