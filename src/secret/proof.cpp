#include "secret/proof.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
    table[i] = c;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kCrcTable = make_crc_table();

// A number in the given alphabet, with leading zeros.
std::string in_base(std::uint32_t value, std::string_view alphabet, std::size_t width) {
  std::string out(width, alphabet[0]);
  const auto base = static_cast<std::uint32_t>(alphabet.size());
  for (std::size_t i = width; i-- > 0; value /= base) out[i] = alphabet[value % base];
  return out;
}

constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz";

std::uint32_t swapped(std::uint32_t v) {
  return v >> 24U | (v >> 8U & 0xFF00U) | (v << 8U & 0xFF0000U) | v << 24U;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-' || c == '+') return 62;
  return c == '_' || c == '/' ? 63 : -1;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

std::uint32_t crc32(std::string_view text) {
  std::uint32_t c = 0xFFFFFFFFU;
  for (const char byte : text)
    c = kCrcTable[(c ^ static_cast<unsigned char>(byte)) & 0xFFU] ^ (c >> 8U);
  return c ^ 0xFFFFFFFFU;
}

double entropy(std::string_view text) {
  std::array<std::uint32_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const std::uint32_t n : counts) {
    if (n == 0) continue;
    const double p = static_cast<double>(n) / static_cast<double>(text.size());
    bits -= p * std::log2(p);
  }
  return bits;
}

std::optional<std::string> decode_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) return std::nullopt;
    held = (held << 6U | static_cast<std::uint32_t>(digit)) & 0xFFFFU;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out.push_back(static_cast<char>(held >> bits & 0xFFU));
  }
  return out;
}

std::string decode_percent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                        hex_digit(text[i + 2]) >= 0;
    if (!escape) {
      out.push_back(text[i]);
      continue;
    }
    out.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
    i += 2;
  }
  return out;
}

bool proven(Proof proof, std::string_view token, std::string_view body) {
  const auto before = [](std::string_view text, std::size_t tail) {
    return text.substr(0, text.size() - tail);
  };
  switch (proof) {
    case Proof::None:
    case Proof::Shape:
    case Proof::Entropy:
      return true;
    case Proof::NumericId: {
      const auto id = decode_base64(token.substr(0, token.find('.')));
      return id && id->size() >= 17 && id->find_first_not_of("0123456789") == std::string::npos;
    }
    case Proof::Base62Crc:
      return in_base(crc32(before(body, 6)), kDigits, 6) == body.substr(body.size() - 6);
    case Proof::Base36Crc:
      return in_base(crc32(before(token, 7)), kBase36, 7) == token.substr(token.size() - 7);
    case Proof::HexCrc:
      return fmt::format("{:08x}", crc32(before(token, 8))) ==
             to_lower_ascii(token.substr(token.size() - 8));
    case Proof::HexCrcLittle:
      return fmt::format("{:08x}", swapped(crc32(before(token, 9)))) ==
             to_lower_ascii(token.substr(token.size() - 8));
  }
  return false;
}

}  // namespace cardlint
