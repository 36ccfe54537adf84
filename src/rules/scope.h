// The words for what a rule looks at.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace cardlint {

std::string_view name(Scope scope);  // "document", "project", "probe"
std::optional<Scope> parse_scope(std::string_view word);
std::vector<std::string_view> scope_words();

}  // namespace cardlint
