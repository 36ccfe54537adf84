// The index that a scan of text goes by: the first two bytes of a prefix. Computed by the compiler.
#pragma once

#include <array>

#include "secret/family.h"

namespace cardlint {

// 0: nothing begins so; else 1 + the place of the first family with these two bytes.
using FamilyIndex = std::array<std::uint8_t, 128 * 128>;

constexpr std::size_t pair_of(char first, char second) {
  const auto a = static_cast<unsigned char>(first);
  const auto b = static_cast<unsigned char>(second);
  return a < 128 && b < 128 ? a * 128U + b : 0U;
}

// Begins of what is no family: addresses, JSON Web Tokens, PEM blocks plain and in base64.
inline constexpr std::array<std::string_view, 5> kShapeBegins{"//", "ey", "--", "LS", "Pu"};
inline constexpr std::uint8_t kShapeOnly = 255;

constexpr FamilyIndex make_family_index(std::span<const Family> families) {
  FamilyIndex index{};
  for (const std::string_view begin : kShapeBegins) index[pair_of(begin[0], begin[1])] = kShapeOnly;
  for (std::size_t i = families.size(); i-- > 0;) {
    index[pair_of(families[i].prefix[0], families[i].prefix[1])] = static_cast<std::uint8_t>(i + 1);
  }
  return index;
}

const FamilyIndex& family_index();

}  // namespace cardlint
