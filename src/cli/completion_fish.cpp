#include <fmt/format.h>

#include "base/text.h"
#include "cli/completion.h"

namespace cardlint {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

// What does not depend on the options.
constexpr std::string_view kBegin =
    R"FISH(# fish completion for cardlint, written by `cardlint completion fish`

# The command that was named so far: "cardlint rules list".
function __cardlint_path
    set -l path cardlint
    set -l values
    set -l commands
    set -l skip no
    __cardlint_command
    for word in (commandline -opc)[2..-1]
        if test $skip = yes
            set skip no
        else if string match -q -- '-*' $word
            contains -- $word $values; and set skip yes
        else if contains -- $word $commands
            set path "$path $word"
            __cardlint_command
        end
    end
    echo $path
end

function __cardlint_at
    set -l path (__cardlint_path)
    test "$path" = "$argv[1]"
end

# The value that is being typed, without the option before it.
function __cardlint_token
    string replace -r -- '^--[a-z-]+=' '' (commandline -ct)
end

)FISH";

std::string words_of(const ValueKind& kind) {
  std::vector<std::string> words;
  for (const std::string_view word : kind.words()) words.emplace_back(word);
  return join(words, " ");
}

// Completes the value of a kind that goes on behind a '='.
std::string kind_function(const ValueKind& kind) {
  const ValueKind* behind = find_value_kind(kind.behind);
  if (behind == nullptr) return {};
  const bool must = kind.name.find('[') == std::string_view::npos;
  return fmt::format(
      "function __cardlint_{}\n    set -l token (__cardlint_token)\n"
      "    if string match -q -- '*=*' $token\n"
      "        set -l head (string replace -r -- '=.*' '=' $token)\n"
      "        for reply in {}\n            echo $head$reply\n        end\n    else\n"
      "        printf '%s{}\\n' {}\n    end\nend\n\n",
      function_name(kind.name),
      behind->words != nullptr
          ? words_of(*behind)
          : "(__fish_complete_path (string replace -r -- '^[^=]*=' '' $token))",
      must ? "=" : "", words_of(kind));
}

// How fish is to complete a value: "-x -a 'none apikey'".
std::string value_flags(std::string_view name) {
  const ValueKind* kind = find_value_kind(name);
  if (kind == nullptr) return "-x";
  if (!kind->behind.empty()) return fmt::format("-x -a '(__cardlint_{})'", function_name(name));
  if (kind->words != nullptr) return fmt::format("-x -a {}", quoted(words_of(*kind)));
  return kind->files == FileKind::Folders ? "-x -a '(__fish_complete_directories)'" : "-r -F";
}

std::string command_case(const CommandText& command) {
  std::string commands, values;
  for (const CommandText& below : command.commands) commands += fmt::format(" {}", below.name());
  for (const OptionText& option : command.options) {
    if (!option.value.empty()) values += " " + join(option.names, " ");
  }
  return fmt::format("        case {}\n            set commands{}\n            set values{}\n",
                     quoted(command.path), commands, values);
}

std::string command_lines(const CommandText& command) {
  const std::string at = fmt::format("complete -c cardlint -n {}",
                                     quoted(fmt::format("__cardlint_at \"{}\"", command.path)));
  std::string lines;
  for (const CommandText& below : command.commands)
    lines += fmt::format("{} -a {} -d {}\n", at, below.name(), quoted(below.text));
  for (const OptionText& argument : command.arguments) {
    const std::string flags = value_flags(argument.value);
    if (flags.starts_with("-x -a")) lines += fmt::format("{} {}\n", at, flags.substr(3));
    if (flags == "-r -F") lines += fmt::format("{} -F\n", at);
  }
  for (const OptionText& option : command.options) {
    std::string names;
    for (const std::string& name : option.names)
      names += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    lines += fmt::format("{}{}{} -d {}\n", at, names,
                         option.value.empty() ? "" : " " + value_flags(option.value),
                         quoted(option.text));
  }
  return lines;
}

}  // namespace

std::string fish_completion(const CommandText& program) {
  std::string script(kBegin);
  script += "function __cardlint_command --no-scope-shadowing\n    switch $path\n";
  for (const CommandText* command : all_commands(program)) script += command_case(*command);
  script += "    end\nend\n\n";
  for (const ValueKind* kind : used_kinds(program)) script += kind_function(*kind);
  script += "complete -c cardlint -f\n";
  for (const CommandText* command : all_commands(program)) script += command_lines(*command);
  return script + "complete -c cardlint-probe -w 'cardlint probe'\n";
}

}  // namespace cardlint
