// What a run may change about the rules. Filled from the command line and the configuration.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "diag/consumer.h"
#include "diag/protocol.h"
#include "diag/severity.h"
#include "doc/kind.h"
#include "lint/ignore_list.h"

namespace cardlint {

struct LintSettings {
  // Report only what these consumers care about, and errors that hold for everyone; judge every
  // document as if it were meant for them. Empty: the targets follow from each document (see
  // default_targets) and everything is reported.
  ConsumerSet consumers;
  std::string spec;                      // MCP revision to enforce; empty: accept every one
  std::optional<Generation> generation;  // of smithery.yaml; nothing: the severities of today's CLI
  std::optional<Posture> posture;  // declared; nothing: the documents say it as far as they do
  std::map<std::string, Severity, std::less<>> severities;  // by rule id
  std::vector<std::string> only;                            // rule ids or groups; empty: all
  Limits limits;
  std::shared_ptr<const IgnoreList> ignores;  // of the configuration; may be null
  bool suppressions = true;  // whether `ignores` and comments in documents suppress anything
  std::string today;         // "2027-01-31", for suppressions that expire; empty: none does
};

}  // namespace cardlint
