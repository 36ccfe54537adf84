// A whole `check`: discovery, loading, linting, over several threads, with the same result for any
// number of them.
#pragma once

#include <string>
#include <vector>

#include "lint/discovery.h"
#include "lint/linter.h"

namespace cardlint {

struct RunSettings {
  std::vector<std::string> paths;
  DiscoverySettings discovery;
  std::optional<Kind> kind;  // --kind: for every named file
  std::optional<std::string>
      stdin_filename;  // "-" among the paths is standard input under this name
  unsigned jobs = 1;
};

// `diagnostics` sorted, `documents` by path. Source texts are freed project by project, so memory
// does not grow with the number of files but only with the number of findings.
CheckReport run_lint(const RunSettings& run, const Linter& linter);

// Where a text was fetched, and for what: see Document. Both empty for a file.
struct FetchedText {
  std::string from;
  std::string identifier;
};

// One text as a project of its own.
CheckReport lint_text(const Linter& linter, const std::string& path, std::string text,
                      std::optional<Kind> kind, const Limits& limits,
                      const FetchedText& fetched = {});

}  // namespace cardlint
