// What other programs make of the text of a path: decoded, normalised, read with other separators.
// Each fold is a pure function of the text. Knows no documents and no verdicts.
#pragma once

#include <string>
#include <string_view>

namespace cardlint::checks {

// One round of decoding: %2e, %u002e, 0x2e, \x2e, \u002e, &#46; and overlong UTF-8 in any of them,
// as lax decoders read it. What is no such form stays as it is.
std::string decode_once(std::string_view path);

// Fullwidth and other characters that compatibility normalisation or a person reads as '.', '/',
// '\' and their ASCII kin become these.
std::string fold_look_alikes(std::string_view path);

std::string slashes_forward(std::string_view path);  // '\' as '/'

// The form in which file systems that ignore case and normalisation compare names: ASCII, Latin,
// Greek and Cyrillic letters small, accents of Latin letters behind their letter.
std::string fold_case(std::string_view path);

}  // namespace cardlint::checks
