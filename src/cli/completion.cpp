#include "cli/completion.h"

#include <algorithm>

#include "base/text.h"

namespace cardlint {
namespace {

void collect(const CommandText& command, std::vector<const CommandText*>& all) {
  all.push_back(&command);
  for (const CommandText& below : command.commands) collect(below, all);
}

void add_kind(std::string_view name, std::vector<const ValueKind*>& kinds) {
  const ValueKind* kind = find_value_kind(name);
  if (kind == nullptr || std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return;
  kinds.push_back(kind);
  add_kind(kind->behind, kinds);
}

}  // namespace

std::vector<const CommandText*> all_commands(const CommandText& program) {
  std::vector<const CommandText*> all;
  collect(program, all);
  return all;
}

std::vector<const ValueKind*> used_kinds(const CommandText& program) {
  std::vector<const ValueKind*> kinds;
  for (const CommandText* command : all_commands(program)) {
    for (const OptionText& option : command->options) add_kind(option.value, kinds);
    for (const OptionText& argument : command->arguments) add_kind(argument.value, kinds);
  }
  return kinds;
}

std::string function_name(std::string_view text) {
  std::string name;
  for (const char c : to_lower_ascii(text)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) name += c;
    if (!letter && !name.empty() && name.back() != '_') name += '_';
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

std::string completion_script(const CommandText& program, std::string_view shell) {
  if (shell == "bash") return bash_completion(program);
  return shell == "zsh" ? zsh_completion(program) : fish_completion(program);
}

}  // namespace cardlint
