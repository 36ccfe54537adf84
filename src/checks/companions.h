// The files beside the documents, for checks of scope project.
#pragma once

#include <string_view>

#include "doc/companion.h"
#include "rules/check.h"

namespace cardlint::checks {

// `name` relative to the project's folder, as a path below the repository root.
std::string in_project(const Project& project, std::string_view name);

// The file at that place; null where there is none, where nothing is known of the files beside the
// documents, and, said as "not assessed", where it cannot be read.
const Document* companion(const Project& project, std::string_view name, const Reporter& report);

}  // namespace cardlint::checks
