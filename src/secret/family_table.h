// The index that a scan of text goes by: the first two bytes of a prefix. Computed by the compiler.
#pragma once

#include <array>

#include "secret/family.h"

namespace cardlint {

// Families whose prefixes begin with the same two bytes are a group; they stand side by side.
struct FamilyIndex {
  std::array<std::uint8_t, 128 * 128> groups{};  // 0: nothing begins so; else the group
  std::array<std::uint16_t, 256> firsts{};       // the place of a group's first family

  constexpr std::size_t first_of(std::uint8_t group) const { return firsts[group]; }
};

constexpr std::size_t pair_of(char first, char second) {
  const auto a = static_cast<unsigned char>(first);
  const auto b = static_cast<unsigned char>(second);
  return a < 128 && b < 128 ? a * 128U + b : 0U;
}

// Begins of what is no family: addresses, JSON Web Tokens, PEM blocks plain and in base64, headers.
inline constexpr std::array<std::string_view, 7> kShapeBegins{"//", "ey", "--", "LS",
                                                              "Pu", "Au", "au"};
inline constexpr std::uint8_t kShapeOnly = 255;

constexpr FamilyIndex make_family_index(std::span<const Family> families) {
  FamilyIndex index{};
  for (const std::string_view begin : kShapeBegins)
    index.groups[pair_of(begin[0], begin[1])] = kShapeOnly;
  std::uint8_t group = 0;
  for (std::size_t i = 0; i < families.size(); ++i) {
    const std::string_view prefix = families[i].prefix;
    if (i > 0 && families[i - 1].prefix.substr(0, 2) == prefix.substr(0, 2)) continue;
    ++group;
    index.firsts[group] = static_cast<std::uint16_t>(i);
    index.groups[pair_of(prefix[0], prefix[1])] = group;
  }
  return index;
}

const FamilyIndex& family_index();

}  // namespace cardlint
