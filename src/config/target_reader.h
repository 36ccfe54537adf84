// The part of a configuration that is for `probe`: servers, and what is expected of them.
#pragma once

#include "config/config.h"
#include "config/reading.h"

namespace cardlint {

// `checks`: the ids of the built-in checks that rows may replace.
std::vector<ProbeTargetConfig> read_targets(Reading& reading, Value list, const std::string& folder,
                                            const std::vector<std::string_view>& checks);
ConsumerSet read_consumers(Reading& reading, Value list);
// A path in `folder` (absolute), or nothing when it leaves it, by name or through a link.
std::optional<std::string> read_path(Reading& reading, Value value, const std::string& folder);

}  // namespace cardlint
