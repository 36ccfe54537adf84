// The settings that hold, as YAML that is itself a configuration.
#pragma once

#include <string>

#include "config/config.h"

namespace cardlint {

// What the file says is written as it is understood; what it leaves open stands in comments.
std::string show_config(const Config& config);

}  // namespace cardlint
