// The arguments of `probe`, for cardlint-probe that reads them and for cardlint that tells of them.
#pragma once

#include <string>
#include <vector>

#include "cli/common_options.h"
#include "cli/probe_options.h"

namespace cardlint {

// What CLI11 fills before it becomes ProbeOptions.
struct RawProbe {
  ProbeOptions options;
  CommonRaw common;
  std::string posture, seed, config;
  std::vector<std::string> consumers;
  double timeout = 15;
  bool no_user_agents = false, proxy_from_env = false;
};

extern const char* const kProbeText;
extern const char* const kProbeExamples;
void add_probe_options(CLI::App& app, RawProbe& raw);

}  // namespace cardlint
