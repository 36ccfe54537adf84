// Message templates of rules: "'{key}' is {value}, expected …".
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "rules/check.h"

namespace cardlint {

// Fills {value}, {key}, {type}, {pointer} from the node and every other name from `params`. "{{"
// and "}}" are braces. A name that nobody provides stays as it is, and `rules test` refuses such a
// rule.
// `mask` takes out of each value that fills a name what nobody may see.
std::string render_message(std::string_view text, Value node, const Params& params,
                           const std::function<std::string(std::string_view)>& mask = {});

}  // namespace cardlint
