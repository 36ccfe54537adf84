// What the command line says, as plain data; made by cli.cpp, read by the commands.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lint/run.h"
#include "lint/settings.h"
#include "report/writer.h"

namespace cardlint {

struct Output {
  Format format = Format::Text;
  std::string file;  // empty: standard output
};

struct CheckOptions {
  RunSettings run;
  LintSettings lint;
  std::vector<Output> outputs;
  Severity fail_on = Severity::Error;
  bool exit_zero = false;
  bool strict = false;
  ReportOptions report;
};

enum class RulesAction { List, Show, Test, Docs };

struct RulesOptions {
  RulesAction action = RulesAction::List;
  bool json = false;
  std::vector<std::string> names;  // ids for show, files for test
};

struct SchemaOptions {
  bool show = false;
  std::string name;
};

}  // namespace cardlint
