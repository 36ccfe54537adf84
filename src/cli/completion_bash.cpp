#include <fmt/format.h>

#include "base/text.h"
#include "cli/completion.h"

namespace cardlint {
namespace {

// What does not depend on the options. bash splits words at '=' and ':', so they are joined again
// first, and what is offered is cut to the part behind the last '='.
constexpr std::string_view kBegin =
    R"BASH(# bash completion for cardlint, written by `cardlint completion bash`

_cardlint_words() { # WORDS CURRENT
  local word
  for word in $1; do
    [[ $word == "$2"* ]] && COMPREPLY+=("$word")
  done
}

_cardlint() {
  local words=() word path=cardlint current value='' values='' commands='' options='' argument=''
  local i last=0 kind

  # COMP_WORDS with what belongs together joined.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((last > 0)) && [[ $word == '=' || ${words[last]} == *= ]]; then
      words[last]+=$word
    else
      last=${#words[@]}
      words[last]=$word
    fi
  done
  current=${words[last]}
  [[ ${words[0]##*/} == cardlint-probe ]] && path='cardlint probe'
  COMPREPLY=()

  # The command that was named, and the option whose value comes now.
  _cardlint_command
  for word in "${words[@]:1:last-1}"; do
    if [[ -n $value ]]; then
      value=''
    elif [[ $word == -* ]]; then
      [[ $word == *=* || $values != *" $word:"* ]] || value=$word
    elif [[ " $commands " == *" $word "* ]]; then
      path+=" $word"
      _cardlint_command
    fi
  done

  kind=$argument
  if [[ -n $value || $current == --*=* ]]; then
    if [[ -z $value ]]; then
      value=${current%%=*}
      current=${current#*=}
    fi
    [[ $values == *" $value:"* ]] || return 0
    kind=${values#*" $value:"}
    kind=${kind%% *}
  elif [[ $current == -* ]]; then
    _cardlint_words "$options" "$current"
    return 0
  else
    _cardlint_words "$commands" "$current"
  fi
  _cardlint_value "$kind" "$current"
  # What follows a name and '=' goes on with the same word.
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
  # Where bash does not split at '=', the whole word is replaced.
  if [[ $COMP_WORDBREAKS != *=* && ${words[last]} == *=* ]]; then
    COMPREPLY=("${COMPREPLY[@]/#/${words[last]%=*}=}")
  fi
}

_cardlint_files() { # CURRENT OPTION-OF-COMPGEN
  local reply
  compopt -o filenames 2>/dev/null
  while IFS= read -r reply; do COMPREPLY+=("$reply"); done < <(compgen "$2" -- "$1")
}

)BASH";

std::string words_of(const ValueKind& kind, std::string_view behind_each) {
  std::vector<std::string> words;
  if (kind.words != nullptr) {
    for (const std::string_view word : kind.words())
      words.push_back(fmt::format("{}{}", word, behind_each));
  }
  return join(words, " ");
}

// " --format:format_file --spec:revision ": the options that take a value, and its kind.
std::string values_of(const CommandText& command) {
  std::string values = " ";
  for (const OptionText& option : command.options) {
    if (option.value.empty()) continue;
    for (const std::string& name : option.names)
      values += fmt::format("{}:{} ", name, function_name(option.value));
  }
  return values;
}

std::string command_case(const CommandText& command) {
  std::vector<std::string> below, options;
  for (const CommandText& each : command.commands) below.emplace_back(each.name());
  for (const OptionText& option : command.options)
    options.insert(options.end(), option.names.begin(), option.names.end());
  return fmt::format(
      "    '{}')\n      commands='{}'\n      argument='{}'\n      options='{}'\n"
      "      values='{}' ;;\n",
      command.path, join(below, " "),
      command.arguments.empty() ? "" : function_name(command.arguments.front().value),
      join(options, " "), values_of(command));
}

std::string kind_case(const ValueKind& kind) {
  std::string body;
  if (!kind.behind.empty()) {
    body += fmt::format(
        "      if [[ $2 == *=* ]]; then\n        _cardlint_value {} \"${{2#*=}}\"\n"
        "        return\n      fi\n",
        function_name(kind.behind));
  }
  if (kind.words != nullptr) {
    // A file may follow some words, a level must.
    const bool must = kind.name.find('[') == std::string_view::npos && !kind.behind.empty();
    body += fmt::format("      _cardlint_words '{}' \"$2\"\n", words_of(kind, must ? "=" : ""));
  }
  if (kind.files != FileKind::None)
    body += fmt::format("      _cardlint_files \"$2\" {}\n",
                        kind.files == FileKind::Files ? "-f" : "-d");
  return fmt::format("    {})\n{}      ;;\n", function_name(kind.name), body);
}

}  // namespace

std::string bash_completion(const CommandText& program) {
  std::string script(kBegin);
  script += "_cardlint_command() { # sets what the command `path` offers\n  case $path in\n";
  for (const CommandText* command : all_commands(program)) script += command_case(*command);
  script += "  esac\n}\n\n_cardlint_value() { # KIND CURRENT\n  case $1 in\n";
  for (const ValueKind* kind : used_kinds(program)) script += kind_case(*kind);
  return script + "  esac\n}\n\ncomplete -F _cardlint cardlint cardlint-probe\n";
}

}  // namespace cardlint
