// A fixed set of words, made by the compiler: one look tells whether a word is in it. For lists
// that every member of every document is held against.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "base/short_text.h"

namespace cardlint {

template <std::size_t N>
class WordSet {
 public:
  constexpr explicit WordSet(const std::array<std::string_view, N>& words) : words_(words) {
    for (std::size_t i = 0; i < N; ++i) {
      std::size_t slot = slot_of(words[i]);
      while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
      slots_[slot] = static_cast<std::uint8_t>(i + 1);
    }
  }

  constexpr bool contains(std::string_view word) const { return find(word) != N; }
  // The place of the word in the list; N where it is not in it.
  constexpr std::size_t find(std::string_view word) const {
    for (std::size_t slot = slot_of(word); slots_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (same(words_[slots_[slot] - 1u], word)) return slots_[slot] - 1u;
    }
    return N;
  }

 private:
  static_assert(N < 255);
  static constexpr std::size_t kSlots = std::bit_ceil(N * 4);

  static constexpr bool same(std::string_view a, std::string_view b) {
    return std::is_constant_evaluated() ? a == b : same_text(a, b);
  }
  static constexpr std::size_t slot_of(std::string_view word) {
    if (word.empty()) return 0;
    const auto byte = [](char c) { return std::size_t{static_cast<unsigned char>(c)}; };
    return (word.size() * 37 + byte(word.front()) * 11 + byte(word[word.size() / 2]) * 5 +
            byte(word.back())) %
           kSlots;
  }

  std::array<std::string_view, N> words_;
  std::array<std::uint8_t, kSlots> slots_{};  // 1 + the place in words_; 0 is free
};

}  // namespace cardlint
