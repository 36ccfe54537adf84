#include "checks/command/launch.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "checks/member/pattern.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kPosixShells{"sh"sv, "bash"sv, "zsh"sv, "dash"sv, "ksh"sv, "fish"sv, "ash"sv};
constexpr std::array kInterpreters{"node"sv, "python"sv, "python3"sv, "deno"sv,
                                   "bun"sv,  "ruby"sv,   "perl"sv,    "php"sv};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The words of a command line: blanks separate, quotes hold together.
void split_line(std::string_view line, Value at, Words& words) {
  constexpr std::string_view kBlank = " \t";
  for (std::size_t i = line.find_first_not_of(kBlank); i < line.size();
       i = line.find_first_not_of(kBlank, i)) {
    const bool quoted = line[i] == '"' || line[i] == '\'';
    const std::size_t begin = quoted ? i + 1 : i;
    const std::size_t end =
        std::min(quoted ? line.find(line[i], begin) : line.find_first_of(kBlank, i), line.size());
    words.push_back({line.substr(begin, end - begin), at});
    i = quoted ? std::min(end + 1, line.size()) : end;
  }
}

std::string join_words(std::span<const Word> words) {
  std::string text;
  for (const Word& word : words) {
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  return text;
}

bool is_cmd_option(std::string_view word) {
  return word.size() == 2 && word[0] == '/';
}

// Index of the option that makes the shell at `at` read a text; nothing when it runs a file.
std::optional<std::size_t> script_option(std::span<const Word> words, std::size_t at) {
  const std::string shell = program_name(words[at].text);
  const bool cmd = shell == "cmd";
  const bool power = shell == "powershell" || shell == "pwsh";
  if (!cmd && !power && !contains(kPosixShells, shell)) return std::nullopt;
  for (std::size_t i = at + 1; i < words.size(); ++i) {
    const std::string option = to_lower_ascii(words[i].text);
    if (cmd) {
      if (!is_cmd_option(option)) return std::nullopt;
      if (option == "/c" || option == "/k") return i;
      continue;
    }
    if (option.size() < 2 || option[0] != '-') return std::nullopt;
    if (power) {
      if ("-command"sv.starts_with(option)) return i;
      if ("-encodedcommand"sv.starts_with(option) || option == "-enc") return i;
      if ("-file"sv.starts_with(option)) return std::nullopt;
      const bool has_value = "-executionpolicy"sv.starts_with(option) || option == "-ep" ||
                             "-windowstyle"sv.starts_with(option) ||
                             "-version"sv.starts_with(option);
      i += has_value ? 1 : 0;
      continue;
    }
    if (option.starts_with("--")) continue;
    if (option.find('c') != std::string::npos) return i;
    if (option == "-o") ++i;
  }
  return std::nullopt;
}

bool is_plain_start(std::span<const Word> words) {
  return !words.empty() && words[0].text.find(' ') == std::string_view::npos &&
         std::none_of(words.begin(), words.end(), [](const Word& word) {
           return word.text.find_first_of("&|<>^`") != std::string_view::npos;
         });
}

}  // namespace

Words launch_words(Value command, Value args) {
  Words words;
  if (command.is_string()) {
    const std::string_view line = trim(command.text());
    const std::string_view first = line.substr(0, line.find(' '));
    const bool is_path = first.find_first_of("/\\") != std::string_view::npos;
    if (is_path) {
      words.push_back({line, command});
    } else {
      split_line(line, command, words);
    }
  }
  for (const Value arg : args) {
    if (arg.is_string()) words.push_back({arg.text(), arg});
  }
  return words;
}

std::string program_name(std::string_view word) {
  std::string name = to_lower_ascii(word.substr(word.find_last_of("/\\") + 1));
  for (const std::string_view ending : {".exe", ".cmd", ".bat", ".ps1"}) {
    if (name.ends_with(ending)) name.erase(name.size() - ending.size());
  }
  return name;
}

std::span<const Word> without_wrappers(std::span<const Word> words) {
  while (!words.empty()) {
    const std::string name = program_name(words[0].text);
    std::size_t skip = 1;
    if (name == "cmd") {
      const auto option = script_option(words, 0);
      if (!option) return words;
      skip = *option + 1;
    } else if (name == "env") {
      while (skip < words.size() && (words[skip].text.starts_with('-') ||
                                     words[skip].text.find('=') != std::string_view::npos))
        ++skip;
    } else if (name == "sudo") {
      while (skip < words.size() && words[skip].text.starts_with('-')) ++skip;
    } else {
      return words;
    }
    words = words.subspan(std::min(skip, words.size()));
  }
  return words;
}

std::optional<ShellCall> find_shell(std::span<const Word> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto option = script_option(words, i);
    if (!option) continue;
    const auto rest = words.subspan(*option + 1);
    const std::string name = program_name(words[i].text);
    // A POSIX shell reads one argument, the others become $0, $1, …
    const bool one = contains(kPosixShells, name);
    return ShellCall{&words[i], &words[*option],
                     join_words(one && !rest.empty() ? rest.first(1) : rest),
                     name == "cmd" && is_plain_start(rest)};
  }
  return std::nullopt;
}

bool runs_download(std::string_view script) {
  static const Pattern kPiped(
      R"re(\b(curl|wget)\b[^;|]*\|\s*(sudo\s+(-\S+\s+)*)?(\S*/)?()re"
      R"re((ba|z|da|k|fi|a)?sh(\s+-\w*s\w*\b|(\s+-\S+)*\s*([;&|)"'\n]|$)))re"
      R"re(|(python[\d.]*|node|perl|ruby|php)(\s+-)?\s*([;&|)"'\n]|$)))re");
  static const Pattern kSubstituted(
      R"re(\b((ba|z|da|k|fi|a)?sh|source|eval)\s+(-\w+\s+)*["']?(<\(|\$\()\s*(curl|wget)\b)re"
      R"re(|^\s*["']?\$\(\s*(curl|wget)\b)re");
  static const Pattern kPowerShell(
      R"re(\b(iwr|irm|curl|wget|invoke-webrequest|invoke-restmethod|downloadstring)\b.*\|\s*(iex|invoke-expression)\b)re"
      R"re(|\b(iex|invoke-expression)\b.*\b(iwr|irm|downloadstring|invoke-webrequest|invoke-restmethod)\b)re",
      true);
  return kPiped.matches(script) || kSubstituted.matches(script) || kPowerShell.matches(script);
}

std::string_view shell_syntax(std::span<const Word> words, std::size_t index) {
  constexpr std::array kOperators{"&&"sv, "||"sv, ";"sv, "|"sv, ">"sv, ">>"sv, "<"sv, "2>&1"sv};
  if (index == 0) return {};
  const std::string_view text = words[index].text;
  const std::string_view before = words[index - 1].text;
  // A program text for an interpreter has these signs by right.
  const bool is_code = before == "-e" || before == "-c" || before == "-p" || before == "--eval" ||
                       before == "--print" || before == "eval";
  constexpr std::size_t kStart = 8;  // an interpreter stands near the start: "npx -y tsx node -e"
  const auto start = words.first(std::min(index, kStart));
  if (is_code && std::any_of(start.begin(), start.end(), [](const Word& word) {
        return contains(kInterpreters, program_name(word.text));
      }))
    return {};
  if (contains(kOperators, text)) return text;
  static const Pattern kSubstitution(R"re(\$\([^)]+\))re");
  static const Pattern kBackticks("`[^`]+`");
  static const Pattern kChain(R"re(\s&&\s)re");
  static const Pattern kNextCommand(
      R"re([;|]\s*(sudo|rm|curl|wget|sh|bash|zsh|cat|nc|grep|export|cd|npx|node|python3?)(\s|$))re");
  if (kSubstitution.matches(text)) return "$(";
  if (kBackticks.matches(text)) return "`";
  if (kChain.matches(text)) return "&&";
  std::string_view found;
  if (kNextCommand.matches(text, &found)) return found.substr(0, 1);
  return {};
}

std::string shared_interpreter(std::span<const Word> words) {
  words = without_wrappers(words);
  if (words.empty()) return {};
  static const Pattern kShared(R"re(^(python|pip)(\d+(\.\d+)*)?$)re");
  std::string name = program_name(words[0].text);
  return kShared.matches(name) ? name : std::string();
}

}  // namespace cardlint::checks
