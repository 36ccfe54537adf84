#include "base/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>

#include <fmt/format.h>

#include "base/byte_block.h"

namespace cardlint {
namespace {

// Eight bytes at a time: most text is ASCII, and these loops see every byte of every document.
constexpr std::size_t kWord = sizeof(std::uint64_t);
constexpr std::uint64_t kEach = 0x0101010101010101u;
constexpr std::uint64_t kTopBits = kEach * 0x80;

std::uint64_t word_at(std::string_view text, std::size_t offset) {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data() + offset, kWord);
  return word;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_name_separator(char c) {
  return c == '_' || c == '-' || c == '.' || c == ' ' || c == '\t';
}

}  // namespace

std::size_t skip_ascii(std::string_view text, std::size_t offset) {
  return find_marked(text, offset, ' ', [](ByteBlock block) { return block; });
}

std::size_t skip_printable_ascii(std::string_view text, std::size_t offset) {
  return find_marked(text, offset, ' ', [](ByteBlock block) {
    return block | block.at_most(0x1F) | block.equal('\x7F');
  });
}

std::size_t skip_json_plain(std::string_view text, std::size_t offset) {
  return find_marked(text, offset, ' ', [](ByteBlock block) {
    return block.equal('"') | block.equal('\\') | block.at_most(0x1F);
  });
}

CodePoint decode_utf8(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(text[i]);
  };
  constexpr CodePoint kInvalid{0xFFFD, 1, false};
  const std::uint32_t first = byte(offset);
  if (first < 0x80) return {first, 1, true};
  std::uint32_t length = 0;
  std::uint32_t value = 0;
  std::uint32_t smallest = 0;
  if ((first & 0xE0) == 0xC0) {
    length = 2, value = first & 0x1F, smallest = 0x80;
  } else if ((first & 0xF0) == 0xE0) {
    length = 3, value = first & 0x0F, smallest = 0x800;
  } else if ((first & 0xF8) == 0xF0) {
    length = 4, value = first & 0x07, smallest = 0x10000;
  } else {
    return kInvalid;
  }
  if (text.size() - offset < length) return kInvalid;
  for (std::uint32_t i = 1; i < length; ++i) {
    if ((byte(offset + i) & 0xC0) != 0x80) return kInvalid;
    value = (value << 6) | (byte(offset + i) & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest || value > 0x10FFFF || surrogate) return kInvalid;
  return {value, length, true};
}

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), put(0x80 | ((c >> 6) & 0x3F)),
        put(0x80 | (c & 0x3F));
  }
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  for (std::size_t i = skip_ascii(text, 0); i < text.size(); i = skip_ascii(text, i)) {
    const CodePoint c = decode_utf8(text, i);
    if (!c.valid) return i;
    i += c.length;
  }
  return std::nullopt;
}

std::size_t count_code_points(std::string_view utf8) {
  std::size_t continuations = 0;  // bytes that begin with 10
  std::size_t i = 0;
  for (; i + kWord <= utf8.size(); i += kWord) {
    const std::uint64_t word = word_at(utf8, i);
    const std::uint64_t marks = word & ~(word << 1) & kTopBits;
    if (marks != 0) continuations += static_cast<std::size_t>(std::popcount(marks));
  }
  for (; i < utf8.size(); ++i)
    continuations += (static_cast<unsigned char>(utf8[i]) & 0xC0) == 0x80 ? 1u : 0u;
  return utf8.size() - continuations;
}

bool is_unprintable(std::uint32_t c) {
  struct Range {
    std::uint32_t first, last;
  };
  // Unicode 15: general categories Cc, Cf (but for a few visible ones), Zl, Zp, Co, noncharacters
  // and blank letters.
  static constexpr std::array kRanges{
      Range{0x0000, 0x001F},   Range{0x007F, 0x009F}, Range{0x00AD, 0x00AD},
      Range{0x034F, 0x034F},   Range{0x061C, 0x061C}, Range{0x115F, 0x1160},
      Range{0x17B4, 0x17B5},   Range{0x180B, 0x180F}, Range{0x200B, 0x200F},
      Range{0x2028, 0x202E},   Range{0x2060, 0x206F}, Range{0x2800, 0x2800},
      Range{0x3164, 0x3164},   Range{0xD800, 0xF8FF}, Range{0xFDD0, 0xFDEF},
      Range{0xFE00, 0xFE0F},   Range{0xFEFF, 0xFEFF}, Range{0xFFA0, 0xFFA0},
      Range{0xFFF0, 0xFFFB},   Range{0xFFFE, 0xFFFF}, Range{0x1D173, 0x1D17A},
      Range{0xE0000, 0x10FFFF}};
  if (c < 0xAD) return c < 0x20 || (c >= 0x7F && c <= 0x9F);
  return std::any_of(kRanges.begin(), kRanges.end(),
                     [c](Range r) { return c >= r.first && c <= r.last; });
}

std::string printable(std::string_view text, std::size_t max_code_points) {
  std::string out;
  out.reserve(std::min(text.size(), max_code_points));
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    // What nearly all texts consist of is taken as it is.
    const std::size_t plain = std::min(skip_printable_ascii(text, i) - i, max_code_points - count);
    out.append(text.substr(i, plain));
    count += plain;
    i += plain;
    if (i == text.size()) break;
    if (count++ == max_code_points) {
      out += "…";
      break;
    }
    const CodePoint c = decode_utf8(text, i);
    if (!c.valid) {
      out += fmt::format("\\x{{{:02X}}}", static_cast<unsigned char>(text[i]));
    } else if (is_unprintable(c.value)) {
      out += fmt::format("\\u{{{:X}}}", c.value);
    } else {
      out.append(text.substr(i, c.length));
    }
    i += c.length;
  }
  return out;
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

std::string fold_name(std::string_view text) {
  std::string out(text);
  std::size_t kept = 0;
  for (const char c : text) {
    if (!is_name_separator(c)) out[kept++] = lower(c);
  }
  out.resize(kept);
  return out;
}

bool folds_to(std::string_view text, std::string_view folded) {
  std::size_t at = 0;
  for (const char c : text) {
    if (is_name_separator(c)) continue;
    if (at == folded.size() || folded[at] != lower(c)) return false;
    ++at;
  }
  return at == folded.size();
}

bool fold_alike(std::string_view a, std::string_view b) {
  const auto pass_separators = [](std::string_view text, std::size_t& at) {
    while (at < text.size() && is_name_separator(text[at])) ++at;
    return at < text.size();
  };
  for (std::size_t i = 0, j = 0;; ++i, ++j) {
    const bool more = pass_separators(a, i);
    if (pass_separators(b, j) != more) return false;
    if (!more) return true;
    if (lower(a[i]) != lower(b[j])) return false;
  }
}

std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  const auto separators = std::count(text.begin(), text.end(), separator);
  parts.reserve(static_cast<std::size_t>(separators) + 1);
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool ends_with_ignoring_case(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() &&
         starts_with_ignoring_case(text.substr(text.size() - suffix.size()), suffix);
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit || std::max(a.size(), b.size()) > 256) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), row(b.size() + 1);
  std::iota(previous.begin(), previous.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(previous);
    previous.swap(row);
  }
  return std::min(previous[b.size()], limit + 1);
}

namespace {

std::size_t common_beginning(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t n = 0;
  while (n < most && a[n] == b[n]) ++n;
  return n;
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string folded = fold_name(word);
  const std::size_t limit = std::clamp<std::size_t>(word.size() / 3, 1, 3);
  std::string_view best;
  std::size_t best_distance = limit + 1, best_beginning = 0;
  for (const std::string_view candidate : candidates) {
    const std::string other = fold_name(candidate);
    if (other == folded) return candidate;
    const std::size_t distance = edit_distance(folded, other, limit);
    if (distance > limit || distance > best_distance) continue;
    const std::size_t alike = common_beginning(folded, other);
    if (distance == best_distance && alike <= best_beginning) continue;
    best = candidate, best_distance = distance, best_beginning = alike;
  }
  return best;
}

std::uint64_t hash64(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = seed;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return hash;
}

std::uint64_t fold_hash(std::string_view text) {
  std::uint64_t hash = hash64({});
  for (const char c : text) {
    const char kept = lower(c);
    if (!is_name_separator(c)) hash = hash64({&kept, 1}, hash);
  }
  return hash;
}

std::string hex64(std::uint64_t value) {
  return fmt::format("{:016x}", value);
}

}  // namespace cardlint
