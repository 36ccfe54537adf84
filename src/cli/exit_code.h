// The exit codes of every command and format.
#pragma once

namespace cardlint {

enum class ExitCode : int {
  Clean = 0,        // nothing at or above --fail-on
  Findings = 1,     // findings at or above --fail-on
  Usage = 2,        // wrong arguments, configuration or rule file
  NotAssessed = 3,  // something could not be assessed: unreadable file, limit hit, nothing to check
  Internal = 70,    // a bug of cardlint
};

}  // namespace cardlint
