// What a smithery.yaml's commandFunction says, read from its tokens. It is never executed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/command/js_tokens.h"

namespace cardlint::checks {

// A place where the value of a configuration property is used.
struct ConfigRead {
  std::string property;
  std::size_t first;  // tokens [first, end): "config.apiKey", or the local name it was given
  std::size_t end;
};

struct CommandFunction {
  JsTokens js;
  bool is_function = false;    // an arrow function or a function expression
  bool names_command = false;  // the word 'command' stands in it
  bool reads_whole = false;    // the configuration is used as a whole: which properties is unknown
  std::vector<ConfigRead> reads;  // in text order
};

// `js.complete` false: nothing else is filled in.
CommandFunction read_command_function(std::string_view text);

// A configuration value that becomes part of the text given to a shell ("sh -c", "cmd /c",
// "powershell -Command"). Values that are only tested, converted to numbers or passed through a
// quoting function do not count.
std::vector<ConfigRead> shell_joins(const CommandFunction& function);

// Credential-like properties that become command-line arguments.
std::vector<ConfigRead> secret_arguments(const CommandFunction& function);

// What a commandFunction has no use for: "eval(", "require(", "child_process", "fetch(",
// "process.", "Function(".
std::vector<std::string> foreign_calls(const CommandFunction& function);

}  // namespace cardlint::checks
