// Runs in a text that decode to readable text: base64, hexadecimal, percent and \u escapes. Knows
// no documents.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cardlint::checks {

struct EncodedText {
  std::size_t begin;  // bytes of the text
  std::size_t end;
  std::string_view encoding;  // "base64", "hexadecimal", "percent-encoded", "escaped"
  std::string decoded;
};

// The first run of at least 80 base64 or 120 hexadecimal characters or 12 escapes of which four
// fifths decode to printable characters.
std::optional<EncodedText> find_encoded_text(std::string_view text);

}  // namespace cardlint::checks
