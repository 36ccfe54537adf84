// How a message says what a misspelt word probably meant: one way for keys, values, ids, options
// and commands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

// "; did you mean 'x'?", to be put behind a message, or "". What is near, nearest() of base/text.h
// decides; besides, the beginning of one candidate is understood ("warn").
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace cardlint
