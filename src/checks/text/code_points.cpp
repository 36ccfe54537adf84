#include "checks/text/code_points.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/byte_block.h"
#include "base/text.h"

namespace cardlint::checks {
namespace {

struct Range {
  std::uint32_t first, last;
};

template <std::size_t N>
constexpr bool within(const std::array<Range, N>& ranges, std::uint32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](Range r) { return c >= r.first && c <= r.last; });
}

// Blocks that hold every emoji and the symbols beside them: wider than the property, so that a
// symbol that becomes an emoji one day is no fault.
constexpr std::array kSymbols{
    Range{0x00A9, 0x00A9}, Range{0x00AE, 0x00AE},   Range{0x203C, 0x203C}, Range{0x2049, 0x2049},
    Range{0x20E3, 0x20E3}, Range{0x2100, 0x214F},   Range{0x2190, 0x21FF}, Range{0x2300, 0x27BF},
    Range{0x2900, 0x297F}, Range{0x2B00, 0x2BFF},   Range{0x3030, 0x3030}, Range{0x303D, 0x303D},
    Range{0x3200, 0x32FF}, Range{0x1F000, 0x1FAFF},
};
// Scripts in which joiners shape letters: Arabic and its kin, Mongolian, the Indic scripts.
constexpr std::array kJoined{
    Range{0x0600, 0x07BF},   Range{0x07C0, 0x07FF},   Range{0x0840, 0x0DFF},
    Range{0x0E00, 0x109F},   Range{0x1780, 0x18AF},   Range{0x1900, 0x1AAF},
    Range{0x1B00, 0x1C4F},   Range{0xA800, 0xA8FF},   Range{0xA930, 0xAADF},
    Range{0xAAE0, 0xAAFF},   Range{0xABC0, 0xABFF},   Range{0xFB50, 0xFDFF},
    Range{0xFE70, 0xFEFC},   Range{0x10A00, 0x10AFF}, Range{0x11000, 0x11FFF},
    Range{0x1E900, 0x1E95F}, Range{0x1EE00, 0x1EEFF},
};
// Scripts that write no spaces between words and mark the place with U+200B.
constexpr std::array kUnspaced{Range{0x0E00, 0x0EFF}, Range{0x0F00, 0x109F}, Range{0x1780, 0x17FF},
                               Range{0x1950, 0x19FF}, Range{0x1A20, 0x1AAF}, Range{0xA980, 0xAADF}};
constexpr std::array kRightToLeft{
    Range{0x0590, 0x061B}, Range{0x061D, 0x08FF},   Range{0xFB1D, 0xFDCF},  Range{0xFDF0, 0xFDFF},
    Range{0xFE70, 0xFEFC}, Range{0x10800, 0x10FFF}, Range{0x1E800, 0x1EFFF}};
// Bases of the standardised variation sequences with U+FE00 to U+FE02 (Unicode 15 and 16): slashed
// zero, operators, quotation marks, Myanmar, Phags-pa, ideographs, fullwidth punctuation.
constexpr std::array kVaried{
    Range{0x0030, 0x0030},   Range{0x2018, 0x201D},   Range{0x1000, 0x109F},
    Range{0x2205, 0x22FF},   Range{0x2A00, 0x2AFF},   Range{0x3001, 0x3002},
    Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA840, 0xA87F},
    Range{0xAA60, 0xAA7F},   Range{0xF900, 0xFAFF},   Range{0xFF01, 0xFF1F},
    Range{0x10AC0, 0x10AFF}, Range{0x13000, 0x1345F}, Range{0x20000, 0x323AF},
};
constexpr std::array kIdeographs{Range{0x3005, 0x3007}, Range{0x3400, 0x4DBF},
                                 Range{0x4E00, 0x9FFF}, Range{0xF900, 0xFAFF},
                                 Range{0x1820, 0x1842}, Range{0x20000, 0x323AF}};
constexpr std::array kBlank{
    Range{0x115F, 0x1160},
    Range{0x17B4, 0x17B5},
    Range{0x2800, 0x2800},
    Range{0x3164, 0x3164},
    Range{0xE000, 0xF8FF},
    Range{0xFDD0, 0xFDEF},
    Range{0xFFA0, 0xFFA0},
    Range{0xFFF9, 0xFFFB},
    Range{0x1D173, 0x1D17A},
    Range{0xF0000, 0x10FFFF},
    // Planes that nobody plans to fill.
    Range{0x40000, 0xDFFFF},
    Range{0xE0080, 0xE00FF},
    Range{0xE01F0, 0xEFFFF},
};

constexpr bool is_tag(std::uint32_t c) {
  return c >= 0xE0000 && c <= 0xE007F;
}
constexpr bool is_joiner(std::uint32_t c) {
  return c == 0x200C || c == 0x200D;
}
constexpr bool is_selector(std::uint32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}
constexpr bool is_skin(std::uint32_t c) {
  return c >= 0x1F3FB && c <= 0x1F3FF;
}

constexpr std::size_t kManySpaces = 40;
constexpr std::size_t kManyLines = 15;

class Finder {
 public:
  Finder(std::string_view text, bool identifier) : text_(text), identifier_(identifier) {}

  std::vector<HiddenRun> run() {
    while (at_ < text_.size()) {
      const CodePoint c = decode_utf8(text_, at_);
      if (c.value == ' ' || c.value == '\n' || c.value == '\r' || c.value == '\t') {
        spaces();
        continue;
      }
      if (c.value == 0x1F3F4) {
        flag(c.length);
      } else if (const auto sort = judge(c)) {
        add(*sort, at_, at_ + c.length, c.value);
      }
      if (!is_selector(c.value) && !is_skin(c.value)) base_ = c.value;
      before_ = c.value;
      at_ += c.length;
    }
    return std::move(found_);
  }

 private:
  std::uint32_t next(std::uint32_t length) const {
    return at_ + length < text_.size() ? decode_utf8(text_, at_ + length).value : 0;
  }

  void add(Hidden sort, std::size_t begin, std::size_t end, std::uint32_t first) {
    if (!found_.empty() && found_.back().sort == sort && found_.back().end == begin) {
      found_.back().end = end;
      ++found_.back().count;
    } else {
      found_.push_back({sort, begin, end, first});
    }
  }

  // A black flag with the tags of a subdivision, "gbsct" for Scotland: skipped to its last tag.
  void flag(std::uint32_t length) {
    std::size_t end = at_ + length;
    std::size_t letters = 0;
    while (end < text_.size()) {
      const CodePoint c = decode_utf8(text_, end);
      const std::uint32_t ascii = c.value - 0xE0000;
      if (c.value == 0xE007F && letters >= 2 && letters <= 6) {
        at_ = end + c.length - length;
        return;
      }
      if (!is_tag(c.value) || !((ascii >= '0' && ascii <= '9') || (ascii >= 'a' && ascii <= 'z')))
        return;
      ++letters;
      end += c.length;
    }
  }

  std::optional<Hidden> judge(const CodePoint& c) {
    const std::uint32_t v = c.value;
    if (v < 0x20 || (v >= 0x7F && v < 0xA0)) return Hidden::Control;
    if (v == 0xAD) return Hidden::SoftHyphen;
    if (v < 0x061C) return std::nullopt;
    if (is_tag(v)) return Hidden::Tag;
    if (v == 0x200E || v == 0x200F || v == 0x061C)
      return right_to_left() ? Hidden::BidiMarkInRtl : Hidden::BidiMark;
    if ((v >= 0x202A && v <= 0x202E) || (v >= 0x2066 && v <= 0x2069)) return Hidden::Bidi;
    if (v == 0x2028 || v == 0x2029)
      return identifier_ ? std::optional(Hidden::LineBreak) : std::nullopt;
    if (v == 0x200B)
      return within(kUnspaced, base_) || within(kUnspaced, next(c.length))
                 ? std::nullopt
                 : std::optional(Hidden::ZeroWidth);
    if ((v >= 0x2060 && v <= 0x2065) || v == 0xFEFF || v == 0x180E) return Hidden::ZeroWidth;
    if (is_joiner(v))
      return joins(v, next(c.length)) ? std::nullopt : std::optional(Hidden::ZeroWidth);
    if (is_selector(v)) return selects(v) ? std::nullopt : std::optional(Hidden::Selector);
    const bool nonchar = (v & 0xFFFE) == 0xFFFE;
    return c.valid && (nonchar || within(kBlank, v)) ? std::optional(Hidden::Blank) : std::nullopt;
  }

  bool joins(std::uint32_t joiner, std::uint32_t next) const {
    if (is_joiner(before_)) return false;
    if (within(kJoined, base_) || within(kJoined, next)) return true;
    return joiner == 0x200D && within(kSymbols, base_) && within(kSymbols, next);
  }

  bool selects(std::uint32_t selector) const {
    if (is_selector(before_)) return false;
    if (selector == 0xFE0E || selector == 0xFE0F) {
      const bool key = before_ == '#' || before_ == '*' || (before_ >= '0' && before_ <= '9');
      return key || within(kSymbols, before_);
    }
    if (selector >= 0xE0100) return within(kIdeographs, before_);
    return selector <= 0xFE02 && within(kVaried, before_);
  }

  bool right_to_left() {
    if (!rtl_known_) {
      for (std::size_t i = 0; i < text_.size() && !rtl_;) {
        const CodePoint c = decode_utf8(text_, i);
        rtl_ = within(kRightToLeft, c.value);
        i += c.length;
      }
      rtl_known_ = true;
    }
    return rtl_;
  }

  // White space from here on: padding when there is much of it and more text after it.
  void spaces() {
    const std::size_t begin = at_;
    std::size_t lines = 0;
    std::size_t blanks = 0;
    std::size_t most_blanks = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++lines;
        blanks = 0;
      } else if (c == ' ' || c == '\t') {
        most_blanks = std::max(most_blanks, ++blanks);
      } else if (c != '\r') {
        break;
      }
      if (identifier_ && c != ' ')
        add(Hidden::LineBreak, at_, at_ + 1, static_cast<unsigned char>(c));
    }
    base_ = before_ = ' ';
    // Before any text, spaces are an indentation.
    const bool many = most_blanks >= kManySpaces || lines > kManyLines;
    if (many && begin > 0 && at_ < text_.size())
      found_.push_back({Hidden::Padding, begin, at_, ' ', static_cast<std::uint32_t>(at_ - begin)});
  }

  std::string_view text_;
  bool identifier_;
  std::size_t at_ = 0;
  std::uint32_t base_ = 0;    // the character before, selectors and skin tones skipped
  std::uint32_t before_ = 0;  // the character before
  bool rtl_ = false;
  bool rtl_known_ = false;
  std::vector<HiddenRun> found_;
};

}  // namespace

std::string_view name(Hidden sort) {
  constexpr std::array<std::string_view, 11> kNames{
      "tag",        "bidi",        "bidi-mark", "bidi-mark-in-rtl",
      "zero-width", "soft-hyphen", "selector",  "control",
      "line-break", "blank",       "padding"};
  return kNames[static_cast<std::size_t>(sort)];
}

bool has_padding(std::string_view text) {
  // A row so long fills one half of a block at least.
  static_assert(ByteBlock::kSize == 16 && std::min(kManySpaces, kManyLines) >= 15);
  const auto blank = [&](std::size_t at) { return static_cast<unsigned char>(text[at]) <= ' '; };
  std::size_t seen = 0;
  const auto is_long = [&](std::size_t at) {
    if (at < seen) return false;
    std::size_t begin = at, end = at + 1;
    while (begin > 0 && blank(begin - 1)) --begin;
    while (end < text.size() && blank(end)) ++end;
    seen = end;
    const std::string_view row = text.substr(begin, end - begin);
    return row.size() >= kManySpaces ||
           static_cast<std::size_t>(std::count(row.begin(), row.end(), '\n')) > kManyLines;
  };
  bool found = false;
  each_block(text, 'x', [&](ByteBlock block, std::size_t offset) {
    const std::uint32_t blanks = block.at_most(' ').top_bits();
    if ((blanks & 0xFFU) == 0xFFU) found = found || is_long(offset);
    if (blanks >> 8U == 0xFFU) found = found || is_long(offset + 8);
  });
  return found;
}

bool is_plain(std::string_view text, bool identifier) {
  for (std::size_t i = skip_printable_ascii(text, 0); i < text.size();
       i = skip_printable_ascii(text, i + 1)) {
    const bool line = text[i] == '\n' || text[i] == '\r' || text[i] == '\t';
    if (identifier || !line) return false;
  }
  return !has_padding(text);
}

std::vector<HiddenRun> find_hidden(std::string_view text, bool identifier) {
  if (is_plain(text, identifier)) return {};
  return Finder(text, identifier).run();
}

std::string hidden_message(std::string_view text, const HiddenRun& run) {
  std::string message;
  for (std::size_t i = run.begin; i < run.end;) {
    const CodePoint c = decode_utf8(text, i);
    // Byte n is U+FE00 + n up to 15, then U+E0100 + n - 16.
    const std::uint32_t byte = is_tag(c.value)                            ? c.value - 0xE0000
                               : c.value >= 0xE0100 && c.value <= 0xE01EF ? c.value - 0xE0100 + 16
                                                                          : 0;
    if (byte >= 0x20 && byte < 0x7F) message += static_cast<char>(byte);
    i += c.length;
  }
  return printable(message, 60);
}

bool is_ignorable(std::uint32_t c) {
  return c == 0xAD || c == 0x34F || c == 0x061C || c == 0x180E || c == 0xFEFF ||
         (c >= 0x180B && c <= 0x180F) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || is_selector(c) ||
         is_tag(c);
}

bool is_combining_mark(std::uint32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0483 && c <= 0x0489) ||
         (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
         (c >= 0x20D0 && c <= 0x20FF && c != 0x20E3);
}

bool is_ascii(std::string_view text) {
  return skip_ascii(text, 0) == text.size();
}

}  // namespace cardlint::checks
