// A value in a document of the project, and findings that name two of them.
#pragma once

#include <string>
#include <utility>

#include "rules/check.h"

namespace cardlint::checks {

struct Mention {
  const Document* document;
  Value value;
};

inline Finding finding_at(const Mention& at, Params params) {
  return {at.document, at.value.id(), at.value.node().span, std::move(params), {}};
}

inline Finding::Also also_at(const Mention& at, std::string message) {
  return {at.document, at.value.node().span, at.value.pointer(), std::move(message)};
}

}  // namespace cardlint::checks
