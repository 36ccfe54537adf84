// The index that a scan of text goes by: how a prefix begins. Computed by the compiler.
#pragma once

#include <array>

#include "secret/family.h"

namespace cardlint {

constexpr std::size_t pair_of(char first, char second) {
  const auto a = static_cast<unsigned char>(first);
  const auto b = static_cast<unsigned char>(second);
  return (a | b) < 128 ? a * 128U + b : 0U;
}

// Prefixes that begin with the same two bytes; their families stand side by side.
struct FamilyGroup {
  std::uint16_t first = 0;
  std::uint16_t end = 0;
  std::array<std::uint64_t, 2> thirds{};  // which bytes come third

  constexpr void add_third(std::string_view prefix) {
    if (prefix.size() < 3) {
      thirds = {~std::uint64_t{0}, ~std::uint64_t{0}};
    } else {
      const auto byte = static_cast<unsigned char>(prefix[2]);
      thirds[byte / 64U % 2U] |= std::uint64_t{1} << (byte % 64U);
    }
  }
  constexpr bool may_go_on_with(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 128 && (thirds[byte / 64U] >> (byte % 64U) & 1U) != 0;
  }
};

struct FamilyIndex {
  std::array<std::uint8_t, std::size_t{128} * 128> group_of{};  // by pair_of; 0: nothing begins so
  std::array<FamilyGroup, 256> groups{};
  std::size_t count = 0;
};

// How that begins which is no family: addresses, JSON Web Tokens, PEM blocks plain and in base64,
// keys of PuTTY, headers.
inline constexpr std::array<std::string_view, 7> kShapeBegins{
    "//", "eyJ", "-----BEGIN ", "LS0tLS1CRUdJTi", "PuTTY-User-Key-File-", "Auth", "auth"};

constexpr FamilyIndex make_family_index(std::span<const Family> families) {
  FamilyIndex index{};
  const auto group = [&](std::string_view prefix) -> FamilyGroup& {
    std::uint8_t& number = index.group_of[pair_of(prefix[0], prefix[1])];
    if (number == 0) number = static_cast<std::uint8_t>(++index.count);
    FamilyGroup& found = index.groups[number];
    found.add_third(prefix);
    return found;
  };
  for (const std::string_view begin : kShapeBegins) group(begin);
  for (std::size_t i = 0; i < families.size(); ++i) {
    FamilyGroup& own = group(families[i].prefix);
    if (own.end == 0) own.first = static_cast<std::uint16_t>(i);
    own.end = static_cast<std::uint16_t>(i + 1);
  }
  return index;
}

const FamilyIndex& family_index();

}  // namespace cardlint
