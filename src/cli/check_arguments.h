// The arguments of `check`: argv → CheckOptions.
#pragma once

#include <string>
#include <vector>

#include "cli/common_options.h"
#include "cli/options.h"

namespace cardlint {

// What CLI11 fills before it becomes CheckOptions.
struct RawCheck {
  CommonRaw common;
  std::vector<std::string> paths, only, consumers;
  std::string spec, generation, posture, root, kind, stdin_filename, config, baseline,
      write_baseline;
  bool table = false, no_config = false, no_suppressions = false, ignore_unknown = false;
  unsigned jobs = 0;
};

void add_check_options(CLI::App& app, RawCheck& raw);
// Throws UsageFault.
CheckOptions check_options(const RawCheck& raw, const Console& console);
ConfigChoice config_choice(const RawCheck& raw);

}  // namespace cardlint
