// Names of HTTP header fields.
#pragma once

#include <string_view>

namespace cardlint::checks {

// A token of RFC 9110 §5.6.2; empty texts, white space and control characters are none.
bool is_header_name(std::string_view text);

}  // namespace cardlint::checks
