// Writes files, whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace cardlint {

// The new content of a file. It is written beside the file and renamed, so that a failure leaves
// what was there; a link is followed, mode and owner are kept. A pipe, a device and what is open
// under a name such as /dev/stdout are written where they are.
Result<void> write_file(const std::string& path, std::string_view text);

}  // namespace cardlint
