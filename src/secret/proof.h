// What tells a real token from an invented one: check sums, entropy, what base64 holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "secret/family.h"

namespace cardlint {

std::uint32_t crc32(std::string_view text);
// Bits a character, from the frequencies in the text itself.
double entropy(std::string_view text);
// Standard or URL alphabet, with or without padding; nothing for anything else.
std::optional<std::string> decode_base64(std::string_view text);
// %XX resolved once; a lone % stays.
std::string decode_percent(std::string_view text);
// `token` is prefix and body, `body` its end. False for a check sum that does not fit.
bool proven(Proof proof, std::string_view token, std::string_view body);

}  // namespace cardlint
