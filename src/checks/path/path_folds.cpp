#include "checks/path/path_folds.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/text.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// As decoders in C compute a digit that they do not check: 'g' is 16, 'z' is 35.
int lax_digit(char c) {
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return c >= '0' && c <= '9' ? c - '0' : -1;
}

// The number of `count` hexadecimal digits at `at`.
std::optional<std::uint32_t> hex_at(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(at, count)) {
    if (hex_digit(c) < 0) return std::nullopt;
    value = value * 16 + static_cast<std::uint32_t>(hex_digit(c));
  }
  return value;
}

// The second byte behind 0xC0 or 0xC1 in an overlong or mangled '.', '/' or '\'; else 0.
char mangled(std::uint32_t second) {
  switch (second) {
    case 0xAE:
    case 0x2E:
      return '.';
    case 0xAF:
    case 0x2F:
      return '/';
    case 0x9C:
    case 0x5C:
    case 0x1C:
      return '\\';
    default:
      return 0;
  }
}

struct Decoded {
  std::string text;
  std::size_t length;  // of what it was written as
};

// "%bg%qf": digits beyond 'f' overflow to the bytes of an overlong '/'.
std::optional<Decoded> lax_pair(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '%' || text[at + 3] != '%') return std::nullopt;
  const std::array digits{lax_digit(text[at + 1]), lax_digit(text[at + 2]), lax_digit(text[at + 4]),
                          lax_digit(text[at + 5])};
  if (std::any_of(digits.begin(), digits.end(), [](int d) { return d < 0; })) return std::nullopt;
  const int first = (digits[0] * 16 + digits[1]) % 256;
  const int second = (digits[2] * 16 + digits[3]) % 256;
  if (first != 0xC0 && first != 0xC1) return std::nullopt;
  const char c = mangled(static_cast<std::uint32_t>(second));
  if (c == 0) return std::nullopt;
  return Decoded{std::string(1, c), 6};
}

std::string utf8(std::uint32_t code_point) {
  std::string text;
  if (code_point < 0xD800 || (code_point > 0xDFFF && code_point <= 0x10FFFF))
    append_utf8(text, code_point);
  return text;
}

std::optional<Decoded> percent(std::string_view text, std::size_t at) {
  if (auto pair = lax_pair(text, at)) return pair;
  if (at + 1 < text.size() && (text[at + 1] == 'u' || text[at + 1] == 'U')) {
    const auto unit = hex_at(text, at + 2, 4);
    if (!unit) return std::nullopt;
    // Two private-use characters that old code pages of Windows map to the separators.
    if (*unit == 0xF025) return Decoded{"/", 6};
    if (*unit == 0xEFC8) return Decoded{"\\", 6};
    return Decoded{utf8(*unit), 6};
  }
  const auto byte = hex_at(text, at + 1, 2);
  if (!byte) return std::nullopt;
  return Decoded{std::string(1, static_cast<char>(*byte)), 3};
}

// "0x2e", unless it is the beginning of a longer number.
std::optional<Decoded> zero_x(std::string_view text, std::size_t at) {
  if (at + 4 > text.size() || (text[at + 1] != 'x' && text[at + 1] != 'X')) return std::nullopt;
  const auto byte = hex_at(text, at + 2, 2);
  if (!byte || (*byte != 0x2E && *byte != 0x2F && *byte != 0x5C && *byte != 0)) return std::nullopt;
  const bool before = at > 0 && hex_digit(text[at - 1]) >= 0 && at < 4;
  const bool next = at + 5 < text.size() && text[at + 4] == '0' && (text[at + 5] | 32) == 'x';
  const bool longer = at + 4 < text.size() && hex_digit(text[at + 4]) >= 0 && !next;
  if (before || longer) return std::nullopt;
  return Decoded{std::string(1, static_cast<char>(*byte)), 4};
}

std::optional<Decoded> backslash_escape(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return std::nullopt;
  const std::size_t digits = text[at + 1] == 'x' ? 2 : text[at + 1] == 'u' ? 4 : 0;
  const auto value = digits == 0 ? std::nullopt : hex_at(text, at + 2, digits);
  // Other characters need no escape: "\x64" is more likely a folder 'x64' on Windows.
  if (!value || (*value != 0x2E && *value != 0x2F && *value != 0x5C && *value != 0))
    return std::nullopt;
  return Decoded{std::string(1, static_cast<char>(*value)), digits + 2};
}

std::optional<Decoded> entity(std::string_view text, std::size_t at) {
  constexpr std::array kNamed{std::pair{"&period;"sv, '.'}, std::pair{"&sol;"sv, '/'},
                              std::pair{"&bsol;"sv, '\\'}};
  for (const auto& [name, c] : kNamed) {
    if (text.substr(at, name.size()) == name) return Decoded{std::string(1, c), name.size()};
  }
  if (at + 3 > text.size() || text[at + 1] != '#') return std::nullopt;
  const bool hex = text[at + 2] == 'x' || text[at + 2] == 'X';
  std::size_t i = at + (hex ? 3 : 2);
  const std::size_t first = i;
  std::uint32_t value = 0;
  for (; i < text.size() && i < first + 8; ++i) {
    const int digit = hex_digit(text[i]);
    if (digit < 0 || (!hex && digit > 9)) break;
    value = value * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
    if (value > 0x10FFFF) return std::nullopt;
  }
  if (i == first || i >= text.size() || text[i] != ';') return std::nullopt;
  return Decoded{utf8(value), i + 1 - at};
}

std::optional<Decoded> decoded_at(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '%':
      return percent(text, at);
    case '0':
      return zero_x(text, at);
    case '\\':
      return backslash_escape(text, at);
    case '&':
      return entity(text, at);
    default:
      return std::nullopt;
  }
}

// Bytes that are no UTF-8 but that a lax decoder reads as ASCII: overlong forms of 2 to 6 bytes.
std::string without_overlong(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto byte = [&](std::size_t k) {
      return k < bytes.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[k]))
                              : 0u;
    };
    const std::uint32_t lead = byte(i);
    if (lead == 0xC0 || lead == 0xC1) {
      if (const char c = i + 1 < bytes.size() ? mangled(byte(i + 1)) : char{0}) {
        out += c;
        i += 2;
        continue;
      }
    }
    const std::size_t more = lead == 0xE0   ? 2
                             : lead == 0xF0 ? 3
                             : lead == 0xF8 ? 4
                             : lead == 0xFC ? 5
                                            : 0;
    std::uint32_t value = 0;
    std::size_t read = 0;
    while (read < more && (byte(i + 1 + read) & 0xC0) == 0x80)
      value = value << 6 | (byte(i + 1 + read++) & 0x3F);
    if (more != 0 && read == more && value < 0x80) {
      out += static_cast<char>(value);
      i += more + 1;
    } else {
      out += bytes[i++];
    }
  }
  return out;
}

struct LookAlike {
  std::uint32_t code_point;
  std::string_view ascii;
};
constexpr std::array kLookAlikes{
    LookAlike{0x00A5, "\\"},   // yen: the byte 5C in Japanese code pages
    LookAlike{0x2024, "."},    // one dot leader
    LookAlike{0x2025, ".."},   // two dot leader
    LookAlike{0x2026, "..."},  // ellipsis
    LookAlike{0x2044, "/"},    // fraction slash
    LookAlike{0x20A9, "\\"},   // won: the byte 5C in Korean code pages
    LookAlike{0x2100, "a/c"}, LookAlike{0x2101, "a/s"}, LookAlike{0x2105, "c/o"},
    LookAlike{0x2106, "c/u"}, LookAlike{0x2215, "/"},  // division slash
    LookAlike{0x2216, "\\"},                           // set minus
    LookAlike{0x29F5, "\\"},                           // reverse solidus operator
    LookAlike{0x29F8, "/"},                            // big solidus
    LookAlike{0x3002, "."},                            // ideographic full stop
    LookAlike{0xFE19, "..."}, LookAlike{0xFE30, ".."},  LookAlike{0xFE52, "."},
    LookAlike{0xFE68, "\\"},  LookAlike{0xFF61, "."},   LookAlike{0xFFE5, "\\"},
    LookAlike{0xFFE6, "\\"},
};

// Canonical decompositions of U+00C0 to U+017F that end in one mark.
constexpr std::string_view kLetters =
    "AAAAAA CEEEEIIII NOOOOO  UUUUY  aaaaaa ceeeeiiii nooooo  uuuuy yAaAaAaCcCcCcCcDd  EeEeEeEeEe"
    "GgGgGgGgHh  IiIiIiIiI   JjKk LlLlLl    NnNnNn   OoOoOo  RrRrRrSsSsSsSsTtTt  UuUuUuUuUuUuWwYyY"
    "ZzZzZz ";
constexpr std::string_view kLetterMarks =
    "abcdhi labchabch dabcdh  abchb  abcdhi labchabch dabcdh  abchb heeffmmbbccggkkkk  eeffggmmkk"
    "ccffggllcc  ddeeffmmg   ccll bbllkk    bbllkk   eeffjj  bbllkkbbccllkkllkk  ddeeffiijjmmccc"
    "chbbggkk ";
constexpr std::array<std::uint32_t, 13> kMarks{0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307,
                                               0x308, 0x30A, 0x30B, 0x30C, 0x327, 0x328};
static_assert(kLetters.size() == 0x180 - 0xC0 && kLetterMarks.size() == kLetters.size());

std::uint32_t small(std::uint32_t c) {
  const auto within = [c](std::uint32_t first, std::uint32_t last) {
    return c >= first && c <= last;
  };
  if (within('A', 'Z') || (within(0xC0, 0xDE) && c != 0xD7)) return c + 32;
  if (within(0x391, 0x3A9) || within(0x410, 0x42F)) return c + 32;
  if (within(0x400, 0x40F)) return c + 80;
  // Latin Extended-A pairs a capital with the small letter behind it, from one of two parities.
  const bool even = within(0x100, 0x137) || within(0x14A, 0x177);
  const bool odd = within(0x139, 0x148) || within(0x179, 0x17E);
  if ((even && c % 2 == 0) || (odd && c % 2 == 1)) return c + 1;
  return c;
}

}  // namespace

std::string decode_once(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  for (std::size_t i = 0; i < path.size();) {
    if (const auto decoded = decoded_at(path, i)) {
      out += decoded->text;
      i += decoded->length;
    } else {
      out += path[i++];
    }
  }
  return without_overlong(out);
}

std::string fold_look_alikes(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  for (std::size_t i = 0; i < path.size();) {
    const CodePoint c = decode_utf8(path, i);
    const auto* const known =
        std::find_if(kLookAlikes.begin(), kLookAlikes.end(),
                     [&](const LookAlike& entry) { return entry.code_point == c.value; });
    if (c.value < 0x80 && c.valid) {
      out += path[i];
    } else if (c.valid && c.value >= 0xFF01 && c.value <= 0xFF5E) {
      out += static_cast<char>(c.value - 0xFF01 + '!');  // fullwidth ASCII
    } else if (c.valid && known != kLookAlikes.end()) {
      out += known->ascii;
    } else {
      out += path.substr(i, c.length);
    }
    i += c.length;
  }
  return out;
}

std::string slashes_forward(std::string_view path) {
  std::string out(path);
  std::replace(out.begin(), out.end(), '\\', '/');
  return out;
}

std::string fold_case(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  for (std::size_t i = 0; i < path.size();) {
    if (static_cast<unsigned char>(path[i]) < 0x80) {
      out += static_cast<char>(small(static_cast<unsigned char>(path[i++])));
      continue;
    }
    const CodePoint c = decode_utf8(path, i);
    if (!c.valid) {
      out += path[i];
    } else if (const std::size_t at = c.value - 0xC0;
               c.value >= 0xC0 && c.value < 0x180 && kLetters[at] != ' ') {
      append_utf8(out, small(static_cast<unsigned char>(kLetters[at])));
      append_utf8(out, kMarks[static_cast<std::size_t>(kLetterMarks[at] - 'a')]);
    } else {
      append_utf8(out, small(c.value));
    }
    i += c.length;
  }
  return out;
}

}  // namespace cardlint::checks
