#include "fuzz/targets.h"

#include <algorithm>
#include <array>

namespace cardlint::fuzz {

std::span<const Target> targets() {
  static constexpr std::array kTargets{Target{"address", run_address},
                                       Target{"answer", run_answer},
                                       Target{"baseline", run_baseline},
                                       Target{"bundle", run_bundle},
                                       Target{"challenge", run_challenge},
                                       Target{"check", run_check},
                                       Target{"companion", run_companion},
                                       Target{"config", run_config},
                                       Target{"git_index", run_git_index},
                                       Target{"json", run_json},
                                       Target{"mcp", run_mcp},
                                       Target{"path", run_path},
                                       Target{"probe", run_probe},
                                       Target{"recording", run_recording},
                                       Target{"report", run_report},
                                       Target{"rule", run_rule},
                                       Target{"schema", run_schema},
                                       Target{"secret", run_secret},
                                       Target{"yaml", run_yaml}};
  return kTargets;
}

const Target* find(std::string_view name) {
  const std::span<const Target> all = targets();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Target& t) { return t.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace cardlint::fuzz
