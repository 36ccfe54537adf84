// Walks as files, to be judged again without a network: bug reports, tests. One JSON file a target;
// credentials are never in it.
#pragma once

#include <string>

#include "base/result.h"
#include "probe/journal.h"
#include "probe/target.h"

namespace cardlint {

struct Recording {
  std::string url;
  std::optional<Posture> posture;
  ProbeSettings settings;
  Journal journal;
};

std::string write_recording(const ProbeTarget& target, const ProbeSettings& settings,
                            const Journal& journal);
// An error names the path and what is wrong. At most 64 MiB.
Result<Recording> read_recording(const std::string& path);

}  // namespace cardlint
