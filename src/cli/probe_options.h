// What the command line of `cardlint probe` says, as plain data.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/outputs.h"
#include "http/transport.h"
#include "probe/target.h"

namespace cardlint {

struct ProbeOptions {
  std::vector<std::string> urls;  // empty: the endpoints that the documents of `project` name
  std::string project = ".";
  ConfigChoice config;
  std::optional<Posture> posture;
  ConsumerSet consumers;
  std::string card;                      // file that the served card must equal
  std::string bearer_env;                // name of an environment variable
  std::vector<std::string> header_envs;  // "Header=VARIABLE"
  std::string future_issuer, client_id;
  bool browsers = false;
  bool plan = false;
  std::string record, replay;  // folders
  ProbeSettings settings;
  HttpSettings http;
  std::string spec;
  std::vector<std::string> only;  // rule ids or groups; empty: all
  std::map<std::string, Severity, std::less<>> severities;
  std::vector<Output> outputs;
  ReportOptions report;
  std::optional<Severity> fail_on;  // none: that of the configuration
  bool exit_zero = false;
  bool strict = false;
  bool progress = false;  // a line on stderr while it runs
};

}  // namespace cardlint
