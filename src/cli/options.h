// What the command line says, as plain data; made by cli.cpp, read by the commands.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/project_configs.h"
#include "lint/run.h"
#include "lint/settings.h"
#include "report/writer.h"
#include "rules/rule.h"

namespace cardlint {

struct Output {
  Format format = Format::Text;
  std::string file;  // empty: standard output
};

struct CheckOptions {
  RunSettings run;
  LintSettings lint;  // what the command line says; the configuration says the rest
  ConfigChoice config;
  std::vector<Output> outputs;
  std::optional<Severity> fail_on;
  std::string baseline;        // file; empty: none
  std::string write_baseline;  // file; empty: none
  bool exit_zero = false;
  bool strict = false;
  ReportOptions report;
};

enum class RulesAction { List, Show, Test, Docs };

// Which rules `rules list` lists; what is empty or nothing selects no further.
struct RuleFilter {
  std::string group;
  std::optional<Kind> kind;
  std::optional<Scope> scope;
  std::optional<Consumer> consumer;
  std::optional<Severity> severity;
};

struct RulesOptions {
  RulesAction action = RulesAction::List;
  bool json = false;
  RuleFilter filter;
  std::vector<std::string> names;  // ids for show, files for test
};

struct ConfigOptions {
  bool show = false;  // else check
  std::string path;   // show: what the configuration is for; check: the file, may be empty
  ConfigChoice config;
};

struct SchemaOptions {
  bool show = false;
  std::string name;
};

}  // namespace cardlint
