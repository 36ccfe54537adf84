// What of a project is here: its documents, and the files beside them. For checks of scope project.
#pragma once

#include <string>
#include <string_view>

#include "doc/companion.h"
#include "rules/check.h"

namespace cardlint::checks {

// The file of that name beside the manifest of the project (or its server.json, …), else in the
// folders above it up to the project's root. Null where there is none, where nothing is known of
// the files beside the documents, and, said as "not assessed", where it cannot be read.
const Document* companion(const Project& project, std::string_view name, const Reporter& report);

// The same, looked for in that folder and those above it.
const Document* companion_above(const Project& project, std::string folder, std::string_view name,
                                const Reporter& report);

// The folder that a document describes: its own, or the one that holds its `.well-known`.
std::string described_folder(const Document& document);

// Null, said as "not assessed", when it could not be read.
const Document* readable(const Companion& companion, const Reporter& report);

// Whether documents were named one by one: that another one is not among them says nothing then.
bool is_partial(const Project& project);

}  // namespace cardlint::checks
