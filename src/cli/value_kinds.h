// What the value of an option can be: the word that stands for it in help texts, and what it is
// chosen from. Arguments are checked, and completions made, from this one table.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace cardlint {

enum class FileKind { None, Files, Folders };

struct ValueKind {
  std::string_view name;                     // "POSTURE"
  std::vector<std::string_view> (*words)();  // null: nothing to choose from
  FileKind files = FileKind::None;           // what a shell offers besides
  std::string_view behind;                   // the kind of what follows a '=', or ""
};

std::span<const ValueKind> value_kinds();
// Null for a value of any form ("SECONDS").
const ValueKind* find_value_kind(std::string_view name);
// Refuses a word that is none of the kind's, with a suggestion (UsageFault).
void demand_word(std::string_view option, std::string_view word, std::string_view kind);

}  // namespace cardlint
