// The index that a scan of text goes by: how a prefix begins. Computed by the compiler.
#pragma once

#include <array>
#include <bit>
#include <cstring>

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

// Two bytes as the machine reads them at once, for the table below.
constexpr std::uint16_t wide_pair(char first, char second) {
  const unsigned a = static_cast<unsigned char>(first), b = static_cast<unsigned char>(second);
  return static_cast<std::uint16_t>(std::endian::native == std::endian::little ? b << 8U | a
                                                                               : a << 8U | b);
}
inline std::uint16_t wide_pair_at(const char* at) {
  std::uint16_t pair = 0;
  std::memcpy(&pair, at, sizeof pair);
  return pair;
}

// By byte: the more, the rarer in what people write into metadata.
constexpr std::array<std::uint8_t, 256> make_byte_rarity() {
  constexpr std::string_view kByFrequency = " etaoinsrcldpumh_fg.y,:/-wbvk012x";
  std::array<std::uint8_t, 256> rarity{};
  rarity.fill(kByFrequency.size());
  for (std::size_t i = 0; i < kByFrequency.size(); ++i)
    rarity[static_cast<unsigned char>(kByFrequency[i])] = static_cast<std::uint8_t>(i);
  return rarity;
}
inline constexpr std::array<std::uint8_t, 256> kByteRarity = make_byte_rarity();

// By wide_pair: how far behind the beginning of a prefix these two bytes may stand, a bit for each
// distance. Of each prefix only the pair is in it that texts hold least.
struct FamilyAnchors {
  static constexpr std::size_t kReach = 8;  // distances
  std::array<std::uint8_t, std::size_t{256} * 256> distances{};

  constexpr void add(std::string_view prefix) {
    std::size_t best = 0, best_rarity = 0;
    for (std::size_t i = 0; i < kReach && i + 1 < prefix.size(); ++i) {
      const std::size_t found = rarity(prefix[i]) + rarity(prefix[i + 1]);
      if (found <= best_rarity) continue;
      best = i, best_rarity = found;
    }
    distances[wide_pair(prefix[best], prefix[best + 1])] |= static_cast<std::uint8_t>(1U << best);
  }

 private:
  static constexpr std::size_t rarity(char c) { return kByteRarity[static_cast<unsigned char>(c)]; }
};

constexpr FamilyAnchors make_family_anchors(std::span<const Family> families) {
  FamilyAnchors anchors{};
  // A shape is looked at for its first three bytes, whatever comes then.
  for (const std::string_view begin : kShapeBegins) anchors.add(begin.substr(0, 3));
  for (const Family& family : families) anchors.add(family.prefix);
  return anchors;
}

const FamilyAnchors& family_anchors();

}  // namespace cardlint
