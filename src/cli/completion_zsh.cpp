#include <fmt/format.h>

#include "base/text.h"
#include "cli/completion.h"

namespace cardlint {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

std::string quoted(const std::string& text) {
  return fmt::format("'{}'", replaced(text, "'", "'\\''"));
}

// A text within a specification of _arguments or _describe, where ':' and brackets mean something.
std::string plain(std::string text) {
  for (const std::string_view special : {"\\", ":", "[", "]"})
    text = replaced(std::move(text), special, fmt::format("\\{}", special));
  return text;
}

std::string action(std::string_view kind) {
  return find_value_kind(kind) == nullptr ? " " : "_cardlint_value_" + function_name(kind);
}

// One specification of _arguments for each name, so that each excludes the others.
std::string option_specs(const OptionText& option) {
  std::string specs;
  const std::string others =
      option.names.size() > 1 ? fmt::format("({})", join(option.names, " ")) : "";
  for (const std::string& name : option.names) {
    std::string spec = (option.repeatable ? "*" : others) + name;
    if (!option.value.empty()) spec += name.starts_with("--") ? "=" : "+";
    spec += fmt::format("[{}]", plain(option.text));
    if (!option.value.empty())
      spec += fmt::format(":{}:{}", plain(option.value), action(option.value));
    specs += fmt::format(" \\\n    {}", quoted(spec));
  }
  return specs;
}

std::string command_function(const CommandText& command) {
  const std::string name = function_name(command.path);
  std::string specs;
  for (const OptionText& option : command.options) specs += option_specs(option);
  for (const OptionText& argument : command.arguments)
    specs += fmt::format(" \\\n    {}",
                         quoted(fmt::format("{}:{}:{}", argument.repeatable ? "*" : "1",
                                            plain(argument.value), action(argument.value))));
  if (command.commands.empty())
    return fmt::format("_{}() {{\n  _arguments -s -S{}\n}}\n\n", name, specs);
  std::string list, cases;
  for (const CommandText& below : command.commands) {
    list += fmt::format("\n    {}", quoted(fmt::format("{}:{}", below.name(), plain(below.text))));
    cases += fmt::format("    {}) _{} ;;\n", below.name(), function_name(below.path));
  }
  return fmt::format(
      "_{0}() {{\n  local curcontext=\"$curcontext\" state line\n  local -A opt_args\n"
      "  _arguments -C -s -S{1} \\\n    '1:command:_{0}_commands' \\\n    '*::argument:->below'\n"
      "  [[ $state == below ]] || return 0\n  case $line[1] in\n{2}  esac\n}}\n\n"
      "_{0}_commands() {{\n  local -a offered\n  offered=({3})\n"
      "  _describe -t commands command offered\n}}\n\n",
      name, specs, cases, list);
}

std::string kind_function(const ValueKind& kind) {
  std::string body;
  if (!kind.behind.empty())
    body += fmt::format("  if compset -P 1 '*='; then\n    _cardlint_value_{}\n    return\n  fi\n",
                        function_name(kind.behind));
  if (kind.words != nullptr) {
    std::string words;
    for (const std::string_view word : kind.words()) words += fmt::format(" {}", word);
    const bool must = kind.name.find('[') == std::string_view::npos && !kind.behind.empty();
    body += fmt::format("  compadd {}--{}\n", must ? "-S = " : "", words);
  }
  if (kind.files == FileKind::Files) body += "  _files\n";
  if (kind.files == FileKind::Folders) body += "  _files -/\n";
  return fmt::format("_cardlint_value_{}() {{\n{}}}\n\n", function_name(kind.name), body);
}

}  // namespace

std::string zsh_completion(const CommandText& program) {
  std::string script =
      "#compdef cardlint cardlint-probe\n"
      "# zsh completion for cardlint, written by `cardlint completion zsh`\n\n";
  for (const ValueKind* kind : used_kinds(program)) script += kind_function(*kind);
  for (const CommandText* command : all_commands(program)) {
    std::string function = command_function(*command);
    // The function that zsh calls serves both programs.
    if (command == &program)
      function.insert(function.find('\n') + 1,
                      "  if [[ $service == cardlint-probe ]]; then\n    _cardlint_probe\n"
                      "    return\n  fi\n");
    script += function;
  }
  return script +
         "if [[ $funcstack[1] == _cardlint ]]; then\n  _cardlint \"$@\"\nelse\n"
         "  compdef _cardlint cardlint cardlint-probe\nfi\n";
}

}  // namespace cardlint
