// Characters that look like ASCII letters, digits, '_', '-' and '.': Cyrillic а, Greek ο, fullwidth
// ｆ, mathematical 𝐱. A constant table instead of ICU's spoof checker: that would add a data
// library of 30 MB to a binary that starts in a millisecond. The table was made from the facts of
// Unicode 15 as ICU 72 reports them: every character whose skeleton (UTS #39) or compatibility form
// (NFKC) is one such character.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cardlint::checks {

// The ASCII character that `code_point` looks like, or 0.
char look_alike(std::uint32_t code_point);

// What a reader takes an identifier for: look-alikes replaced, combining and invisible characters
// dropped, lower case, and what fonts make equal (1 I l, 0 O, rn m) made equal. Two identifiers
// with one skeleton are easily confused.
std::string skeleton(std::string_view identifier);

}  // namespace cardlint::checks
