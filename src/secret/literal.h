// Texts that could be a credential because they are nothing else: no reference, no placeholder, no
// word, no address.
#pragma once

#include <cstddef>
#include <string_view>

namespace cardlint {

inline constexpr std::size_t kLongestLiteral = 4096;  // of a token that stands alone

// `least` characters or more in one word, and `floor` bits a character or more.
bool is_literal(std::string_view text, std::size_t least, double floor);
// The base64 of "user:password" with a password that is no sample.
bool is_basic_secret(std::string_view encoded);

}  // namespace cardlint
