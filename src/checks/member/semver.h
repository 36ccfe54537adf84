// Semantic Versioning 2.0.0.
#pragma once

#include <string_view>

namespace cardlint::checks {

// Whether the text is a version: MAJOR.MINOR.PATCH (§2), then perhaps a pre-release (§9) and build
// metadata (§10).
bool is_semver(std::string_view text);

}  // namespace cardlint::checks
