#include "checks/text/encoded_text.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace cardlint::checks {
namespace {

constexpr std::size_t kBase64 = 80;
constexpr std::size_t kHex = 120;
constexpr std::size_t kEscapes = 12;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

bool readable(std::string_view text) {
  std::size_t printable = 0;
  std::size_t letters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    printable += (byte >= 0x20 && byte < 0x7F) || c == '\n' || c == '\t' || c == '\r' ? 1u : 0u;
    letters += (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z' ? 1u : 0u;
  }
  return printable * 5 >= text.size() * 4 && letters * 3 >= text.size();
}

std::string from_base64(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) break;
    bits = bits << 6 | static_cast<unsigned>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFF);
  }
  return out;
}

std::string from_hex(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    out += static_cast<char>(hex_digit(text[i]) << 4 | hex_digit(text[i + 1]));
  return out;
}

// The code point that an escape at `at` spells and its length, or length 0.
std::pair<std::uint32_t, std::size_t> escape(std::string_view text, std::size_t at) {
  const bool percent = text[at] == '%';
  const bool unicode = text[at] == '\\' && at + 1 < text.size() && text[at + 1] == 'u';
  const bool byte = text[at] == '\\' && at + 1 < text.size() && text[at + 1] == 'x';
  const std::size_t skip = percent ? 1 : 2;
  const std::size_t digits = unicode ? 4 : 2;
  if ((!percent && !unicode && !byte) || at + skip + digits > text.size()) return {0, 0};
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const int digit = hex_digit(text[at + skip + i]);
    if (digit < 0) return {0, 0};
    value = value << 4 | static_cast<std::uint32_t>(digit);
  }
  return {value, skip + digits};
}

std::optional<EncodedText> escapes_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  std::size_t count = 0;
  std::string decoded;
  while (end < text.size()) {
    const auto [value, length] = escape(text, end);
    if (length == 0) break;
    if (text[at] == '%') {
      decoded += static_cast<char>(value);
    } else {
      append_utf8(decoded, value >= 0xD800 && value < 0xE000 ? 0xFFFD : value);
    }
    end += length;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return EncodedText{at, end, text[at] == '%' ? "percent-encoded" : "escaped",
                     count >= kEscapes ? decoded : ""};
}

// Each run of digits that is long enough holds one of the places looked at.
bool may_be_encoded(std::string_view text) {
  constexpr std::size_t kShortest = std::min(kBase64, kHex);
  if (text.find('%') != std::string_view::npos || text.find('\\') != std::string_view::npos)
    return true;
  const auto is_digit = [](char c) { return base64_digit(c) >= 0; };
  for (std::size_t at = kShortest - 1; at < text.size(); at += kShortest) {
    if (!is_digit(text[at])) continue;
    const auto place = text.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = std::find_if_not(place, text.end(), is_digit);
    const auto begin = std::find_if_not(std::make_reverse_iterator(place), text.rend(), is_digit);
    if (end - begin.base() >= static_cast<std::ptrdiff_t>(kShortest)) return true;
  }
  return false;
}

}  // namespace

std::optional<EncodedText> find_encoded_text(std::string_view text) {
  if (!may_be_encoded(text)) return std::nullopt;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '%' || text[at] == '\\') {
      if (auto run = escapes_at(text, at)) {
        if (!run->decoded.empty() && readable(run->decoded)) return run;
        at = run->end;
        continue;
      }
    }
    if (base64_digit(text[at]) < 0) {
      ++at;
      continue;
    }
    std::size_t end = at;
    bool hex = true;
    while (end < text.size() && base64_digit(text[end]) >= 0)
      hex = hex_digit(text[end++]) >= 0 && hex;
    const std::string_view run = text.substr(at, end - at);
    const bool wanted = hex ? run.size() >= kHex : run.size() >= kBase64;
    if (wanted) {
      std::string decoded = hex ? from_hex(run) : from_base64(run);
      if (readable(decoded)) {
        while (end < text.size() && text[end] == '=') ++end;
        return EncodedText{at, end, hex ? "hexadecimal" : "base64", std::move(decoded)};
      }
    }
    at = end;
  }
  return std::nullopt;
}

}  // namespace cardlint::checks
