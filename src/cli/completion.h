// Scripts by which shells complete command lines of cardlint, written from its tree of options.
// They stand alone: a shell that uses them starts nothing and reads no file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_text.h"
#include "cli/value_kinds.h"

namespace cardlint {

// `shell`: bash, zsh or fish.
std::string completion_script(const CommandText& program, std::string_view shell);

std::string bash_completion(const CommandText& program);
std::string zsh_completion(const CommandText& program);
std::string fish_completion(const CommandText& program);

// For all three: the command and those below it, depth first.
std::vector<const CommandText*> all_commands(const CommandText& program);
// The kinds of values that occur in the program, each once, but only those a shell can complete.
std::vector<const ValueKind*> used_kinds(const CommandText& program);
// A name for functions: "cardlint rules list" → "cardlint_rules_list", "RULE=LEVEL" → "rule_level".
std::string function_name(std::string_view text);

}  // namespace cardlint
