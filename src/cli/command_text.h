// The commands and options of a program as plain data, read from the tree of CLI11: help, man page
// and completions are written from it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace cardlint {

struct OptionText {
  std::vector<std::string> names;  // "-j", "--jobs"; of an argument its name alone
  std::string value;               // what help calls its value; empty for a flag
  std::string text;
  std::string section;
  bool repeatable = false;
  bool required = false;
};

struct CommandText {
  std::string path;  // "cardlint rules list"
  std::string text;
  std::vector<OptionText> arguments;
  std::vector<OptionText> options;
  std::vector<CommandText> commands;
  std::vector<std::string> examples;  // "cardlint check .  # what it does"

  std::string_view name() const;  // the last word of the path
};

CommandText command_text(const CLI::App& app);

// "[OPTIONS] [PATH]...": what may follow the path.
std::string usage_text(const CommandText& command);

// Everything about a command, at most 80 columns wide.
std::string help_page(const CommandText& command);
// The whole program as a page for man(1).
std::string man_page(const CommandText& program);

struct ExitCodeText {
  int code;
  std::string_view text;
};
const std::vector<ExitCodeText>& exit_code_texts();

}  // namespace cardlint
