// Families of tokens as data: what a vendor's credentials look like. Made at build time from
// rules/secret/patterns/*.yaml; knows no documents.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cardlint {

// What makes a token certain beyond its shape. A token whose sum is wrong is a typo or invented.
enum class Proof : std::uint8_t {
  None,          // entropy and placeholder tests decide
  Shape,         // the shape itself holds something that no placeholder has
  Entropy,       // entropy alone: the form itself holds runs that look like a placeholder
  NumericId,     // what stands before the first dot is a long number in base64 (Discord)
  Base62Crc,     // the last 6 are the CRC-32 of the rest of the body (GitHub, npm)
  Base36Crc,     // the last 7 are the CRC-32 of all before them (GitLab)
  HexCrc,        // the last 8 are the CRC-32 of all before them (Atlassian)
  HexCrcLittle,  // the last 8 are the CRC-32 of all before '_', little-endian (Grafana)
};

// A literal, or `min` to `max` characters of a class (see character_classes.h).
struct Segment {
  std::string_view literal;
  char set = 0;
  std::uint16_t min = 0;
  std::uint16_t max = 0;
};

struct Family {
  std::string_view id;
  std::string_view topic;  // which rule speaks of it
  std::string_view what;   // "a personal access token of GitHub"
  std::string_view prefix;
  std::span<const Segment> lead;  // what stands before the prefix and belongs to the token
  std::span<const Segment> body;
  std::span<const std::string_view> keys;  // words that the name of its member must have
  Proof proof = Proof::None;
  bool loose = false;  // may follow a word and a hyphen: instances put their name before it
  std::string_view after = {};  // a word that it may follow directly
};

// Those that their shape shows wherever they stand, sorted by the first two bytes of the prefix.
std::span<const Family> token_families();
// Those that the name of their member must announce; the whole value is the token.
std::span<const Family> keyed_families();

}  // namespace cardlint
