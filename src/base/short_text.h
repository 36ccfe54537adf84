// Comparing names: most are a few bytes long, and a call of memcmp costs more than they do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace cardlint {

template <class Word>
Word read_word(const char* at) {
  Word word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// left == right, eight bytes at a time.
inline bool same_text(std::string_view left, std::string_view right) {
  const char* const a = left.data();
  const char* const b = right.data();
  const std::size_t size = left.size();
  if (size != right.size()) return false;
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8) {
      if (read_word<std::uint64_t>(a + at) != read_word<std::uint64_t>(b + at)) return false;
    }
    return read_word<std::uint64_t>(a + size - 8) == read_word<std::uint64_t>(b + size - 8);
  }
  if (size >= 4) {
    return read_word<std::uint32_t>(a) == read_word<std::uint32_t>(b) &&
           read_word<std::uint32_t>(a + size - 4) == read_word<std::uint32_t>(b + size - 4);
  }
  return size == 0 || (a[0] == b[0] && a[size / 2] == b[size / 2] && a[size - 1] == b[size - 1]);
}

}  // namespace cardlint
