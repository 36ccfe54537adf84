// The alphabets of tokens, by the letter that pattern files use.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cardlint {

struct CharacterClass {
  char letter;
  std::string_view characters;
};

#define CARDLINT_LOWER "abcdefghijklmnopqrstuvwxyz"
#define CARDLINT_UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define CARDLINT_DIGIT "0123456789"
inline constexpr std::array kCharacterClasses{
    CharacterClass{'d', CARDLINT_DIGIT},
    CharacterClass{'x', CARDLINT_DIGIT "abcdefABCDEF"},
    CharacterClass{'h', CARDLINT_DIGIT "abcdef"},
    CharacterClass{'a', CARDLINT_LOWER CARDLINT_UPPER},
    CharacterClass{'n', CARDLINT_LOWER CARDLINT_UPPER CARDLINT_DIGIT},
    CharacterClass{'l', CARDLINT_LOWER CARDLINT_DIGIT},
    CharacterClass{'u', CARDLINT_UPPER CARDLINT_DIGIT},
    CharacterClass{'t', CARDLINT_UPPER "234567"},
    CharacterClass{'w', CARDLINT_LOWER CARDLINT_UPPER CARDLINT_DIGIT "_-"},
    CharacterClass{'b', CARDLINT_LOWER CARDLINT_UPPER CARDLINT_DIGIT "+/"},
    CharacterClass{'p', CARDLINT_LOWER CARDLINT_UPPER CARDLINT_DIGIT "/"},
    CharacterClass{'v', CARDLINT_LOWER CARDLINT_UPPER CARDLINT_DIGIT "_-."},
    CharacterClass{'q', CARDLINT_LOWER CARDLINT_UPPER CARDLINT_DIGIT "_-.~"},
    CharacterClass{'g', CARDLINT_LOWER CARDLINT_UPPER CARDLINT_DIGIT "_-+/="},
    CharacterClass{'m', CARDLINT_LOWER CARDLINT_UPPER CARDLINT_DIGIT "_-.="},
    CharacterClass{'e', CARDLINT_LOWER CARDLINT_UPPER CARDLINT_DIGIT "%"},
};
#undef CARDLINT_LOWER
#undef CARDLINT_UPPER
#undef CARDLINT_DIGIT

// One bit a class for each byte, so that a test is one load.
constexpr std::array<std::uint16_t, 256> make_class_bits() {
  std::array<std::uint16_t, 256> bits{};
  for (std::size_t i = 0; i < kCharacterClasses.size(); ++i) {
    for (const char c : kCharacterClasses[i].characters)
      bits[static_cast<unsigned char>(c)] |= static_cast<std::uint16_t>(1U << i);
  }
  return bits;
}
inline constexpr std::array<std::uint16_t, 256> kClassBits = make_class_bits();

constexpr std::uint16_t class_bit(char letter) {
  for (std::size_t i = 0; i < kCharacterClasses.size(); ++i) {
    if (kCharacterClasses[i].letter == letter) return static_cast<std::uint16_t>(1U << i);
  }
  return 0;
}
constexpr bool in_class(char c, std::uint16_t bit) {
  return (kClassBits[static_cast<unsigned char>(c)] & bit) != 0;
}
constexpr bool is_word_character(char c) {
  return in_class(c, class_bit('w'));
}

}  // namespace cardlint
