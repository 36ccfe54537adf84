// Conditions on other members of the document, as rules write them under 'when' and 'unless':
//   {/authorization_endpoint: present, /grant_types_supported: {lists-none: [authorization_code]}}
// A pointer that leads to nothing is 'absent' and lists nothing.
#pragma once

#include "rules/check.h"

namespace cardlint::checks {

// 'when' and 'unless' of a check: every condition of 'when' holds and none of 'unless'.
bool applies(Value root, const Args& args);

// The texts of a list; items of other types are left out.
std::vector<std::string_view> texts_of(Value list);

}  // namespace cardlint::checks
