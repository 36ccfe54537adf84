// A whole `check`: discovery, loading, linting, over several threads, with the same result for any
// number of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lint/discovery.h"
#include "lint/linter.h"

namespace cardlint {

struct RunSettings {
  std::vector<std::string> paths;
  DiscoverySettings discovery;
  std::optional<Kind> kind;  // --kind: for every named file
  // --ignore-unknown: named files are passed over like those met by walking when neither name nor
  // content is of a known kind.
  bool ignore_unknown = false;
  std::optional<std::string>
      stdin_filename;  // "-" among the paths is standard input under this name
  unsigned jobs = 1;
};

// The linter of a project: a configuration can lie in each folder.
struct ChosenLinter {
  const Linter* linter = nullptr;
  std::string config_folder;  // absolute; empty without a configuration
};
// Asked once for each project, before it is judged, by one thread at a time. Both folders are
// absolute: the search for a configuration begins in one and does not leave the other.
using ChooseLinter =
    std::function<Result<ChosenLinter>(const std::string& folder, const std::string& repository)>;

// `diagnostics` sorted, `documents` by path. Source texts are freed project by project, so memory
// does not grow with the number of files but only with the number of findings.
CheckReport run_lint(const RunSettings& run, const Linter& linter);
// Fails when a linter cannot be chosen: with every different reason, one a line.
Result<CheckReport> run_lint(const RunSettings& run, const ChooseLinter& choose);

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
