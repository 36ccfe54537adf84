#include "doc/yaml_cursor.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// Of a plain scalar nearly all: what cannot end it, wherever it stands.
constexpr std::array<bool, 256> bytes_that_go_on() {
  std::array<bool, 256> table{};
  for (std::size_t c = ' ' + 1; c < table.size(); ++c) table[c] = true;
  for (const char c : {':', ',', '[', ']', '{', '}'}) table[static_cast<unsigned char>(c)] = false;
  return table;
}
constexpr std::array<bool, 256> kGoesOn = bytes_that_go_on();

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

bool is_flow_indicator(char c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

Span YamlCursor::span_from(std::size_t begin) const {
  return {to_offset(begin), to_offset(at_)};
}

void YamlCursor::stop(FaultCode code, std::size_t at, std::size_t length,
                      std::string detail) const {
  const std::size_t begin = std::min(at, text_.size());
  const std::size_t end = std::min(begin + length, text_.size());
  throw YamlStop{code, {to_offset(begin), to_offset(end)}, std::move(detail)};
}

void YamlCursor::bad(std::size_t at, std::string detail) const {
  const std::size_t length =
      at < text_.size() && break_length(at) == 0 ? decode_utf8(text_, at).length : 0;
  stop(FaultCode::YamlSyntax, at, length, std::move(detail));
}

std::string YamlCursor::found(std::size_t at) const {
  if (at >= text_.size()) return "the end of the file";
  if (break_length(at) > 0) return "the end of the line";
  return fmt::format("'{}'", printable(text_.substr(at, decode_utf8(text_, at).length)));
}

bool YamlCursor::is_empty(std::size_t i) const {
  if (i >= text_.size()) return true;
  const char c = text_[i];
  return is_blank(c) || c == '\n' || c == '\r';
}

bool YamlCursor::is_marker(std::size_t i) const {
  const std::string_view three = text_.substr(std::min(i, text_.size()), 3);
  return (three == "---" || three == "...") && is_empty(i + 3);
}

std::size_t YamlCursor::break_length(std::size_t i) const {
  if (char_at(i) == '\n') return 1;
  return char_at(i) == '\r' && char_at(i + 1) == '\n' ? 2 : 0;
}

std::size_t YamlCursor::line_end(std::size_t i) const {
  const std::size_t end = std::min(text_.find('\n', i), text_.size());
  return end > i && char_at(end) == '\n' && text_[end - 1] == '\r' ? end - 1 : end;
}

std::size_t YamlCursor::after_blanks() const {
  std::size_t i = at_;
  while (is_blank(char_at(i))) ++i;
  return i;
}

YamlGap YamlCursor::gap() {
  if (at_ == settled_) return gap_;
  YamlGap gap;
  bool space = false;
  for (;;) {
    if (at_line_start()) {
      line_start_ = at_;
      gap.newline = space = true;
      gap.tab = false;
      if (is_marker(at_)) {
        gap.end = true;
        break;
      }
      while (peek() == ' ') ++at_;
      gap.column = to_offset(at_ - line_start_);
    }
    for (; is_blank(peek()); ++at_) {
      space = true;
      if (peek() != '\t') continue;
      gap.tab = true;
      mask(at_, ' ');
    }
    if (peek() == '#') {
      if (!space) bad(at_, "a comment needs white space before it");
      at_ = line_end(at_);
    }
    const std::size_t length = break_length(at_);
    gap.end = at_ >= text_.size();
    if (length == 0) break;
    at_ += length;
  }
  if (!gap.newline) gap.column = to_offset(at_ - line_start_);
  settled_ = at_;
  gap_ = gap;
  return gap;
}

bool YamlCursor::flow_gap(int min_indent, std::size_t level) {
  const std::size_t from = at_;
  bool newline = false;
  bool space = at_line_start();
  std::size_t indent = 0;
  for (;;) {
    for (; is_blank(peek()); ++at_) space = true;
    if (peek() == '#') {
      if (!space) bad(at_, "a comment needs white space before it");
      at_ = line_end(at_);
    }
    const std::size_t length = break_length(at_);
    if (length == 0) break;
    at_ += length;
    line_start_ = at_;
    newline = space = true;
    if (is_marker(at_)) bad(at_, "a document marker within brackets that are still open");
    while (peek() == ' ') ++at_;
    indent = at_ - line_start_;
  }
  if (at_ >= text_.size()) bad(from, "a bracket that is never closed");
  if (newline) masks_.push_back({span_from(from), ' '});
  if (newline && static_cast<int>(indent) < min_indent) {
    // npm's yaml lets the last closing bracket stand in the column of its parent, as everybody
    // writes it.
    const bool closer = level == 1 && static_cast<int>(indent) == min_indent - 1 &&
                        (peek() == ']' || peek() == '}');
    if (!closer)
      bad(at_, "a line within brackets must be indented more than the collection it is in");
  }
  return newline;
}

void YamlCursor::mask_each(std::size_t begin, std::string_view characters, char shown) {
  for (std::size_t i = begin; i < at_; ++i) {
    if (characters.find(text_[i]) != std::string_view::npos) mask(i, shown);
  }
}

std::size_t YamlCursor::continuation(std::size_t line, int min_indent) const {
  if (min_indent <= 0) return is_marker(line) ? kNowhere : line;
  std::size_t i = line;
  while (char_at(i) == ' ') ++i;
  return break_length(i) > 0 || i - line >= static_cast<std::size_t>(min_indent) ? i : kNowhere;
}

void YamlCursor::check_plain_start(bool in_flow) const {
  const char c = peek();
  const bool reserved = c == '%' || c == '@' || c == '`' || c == ',' || c == ']' || c == '}';
  if (reserved || (in_flow && (c == '|' || c == '>'))) {
    bad(at_, fmt::format("a value cannot start with '{}'; put it in quotes", c));
  }
  const bool indicator = c == '-' || c == '?' || c == ':';
  if (indicator && (is_empty(at_ + 1) || (in_flow && is_flow_indicator(peek(1))))) {
    bad(at_, fmt::format("'{}' cannot stand here", c));
  }
}

bool YamlCursor::plain(int min_indent, bool in_flow) {
  check_plain_start(in_flow);
  const std::size_t begin = at_;
  std::size_t end = at_;
  for (std::size_t i = at_; i < text_.size();) {
    const char c = text_[i];
    if (kGoesOn[static_cast<unsigned char>(c)]) {
      end = ++i;
      continue;
    }
    if (c == ':' && (is_empty(i + 1) || (in_flow && is_flow_indicator(char_at(i + 1))))) break;
    if (const std::size_t length = break_length(i); length > 0) {
      i = continuation(i + length, min_indent);
      if (i == kNowhere || char_at(i) == '#') break;
    } else if (is_blank(c)) {
      if (char_at(++i) == '#') break;
    } else {
      if (in_flow && is_flow_indicator(c)) break;
      end = ++i;
    }
  }
  at_ = end;
  return text_.substr(begin, end - begin).find('\n') != std::string_view::npos;
}

void YamlCursor::check_escape(std::size_t backslash, std::size_t end) const {
  const char c = char_at(backslash + 1);
  constexpr std::string_view kSimple = "0abefnrtvN_LP \"/\\\t\n";
  if (kSimple.find(c) != std::string_view::npos || break_length(backslash + 1) > 0) return;
  const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (digits == 0) {
    const CodePoint next = decode_utf8(text_, backslash + 1);
    stop(FaultCode::YamlSyntax, backslash, 1 + next.length,
         fmt::format("unknown escape '\\{}'", printable(text_.substr(backslash + 1, next.length))));
  }
  std::uint32_t value = 0;
  for (std::size_t i = backslash + 2; i < backslash + 2 + digits; ++i) {
    const char h = char_at(i);
    if (i >= end || !is_hex(h)) {
      stop(FaultCode::YamlSyntax, backslash, 2,
           fmt::format("'\\{}' needs {} hexadecimal digits", c, digits));
    }
    value = value * 16 + static_cast<std::uint32_t>(h <= '9' ? h - '0' : (h | 0x20) - 'a' + 10);
  }
  if (value > 0x10FFFF) {
    stop(FaultCode::YamlSyntax, backslash, 2 + digits,
         "an escape above U+10FFFF stands for no character");
  }
}

bool YamlCursor::quoted(int min_indent) {
  const std::size_t begin = at_;
  const char quote = peek();
  std::size_t end = begin + 1;
  for (; end < text_.size(); ++end) {
    if (text_[end] == quote) {
      if (quote == '"' || char_at(end + 1) != quote) break;
      ++end;
    } else if (quote == '"' && text_[end] == '\\') {
      ++end;
    }
  }
  if (end >= text_.size()) stop(FaultCode::YamlSyntax, begin, 1, "a quoted text that does not end");
  bool several_lines = false;
  for (std::size_t i = begin + 1; i < end; ++i) {
    if (text_[i] == '\n') {
      several_lines = true;
      if (continuation(i + 1, min_indent) == kNowhere) {
        bad(i + 1, "a line of a quoted text must be indented more than the collection it is in");
      }
    } else if (quote == '"' && text_[i] == '\\') {
      check_escape(i, end);
      if (text_[i + 1] == 'u') mask(i, '_');
      if (text_[i + 1] != '\n' && text_[i + 1] != '\r') ++i;
    }
  }
  at_ = end + 1;
  return several_lines;
}

// `end` without the lines of at most `spaces` spaces before it.
std::size_t YamlCursor::without_blank_lines(std::size_t begin, std::size_t end,
                                            std::size_t spaces) const {
  for (;;) {
    std::size_t i = end;
    if (i > begin && text_[i - 1] == '\n') --i;
    if (i > begin && text_[i - 1] == '\r') --i;
    const std::size_t last = i;
    while (i > begin && text_[i - 1] == ' ') --i;
    if (i <= begin || text_[i - 1] != '\n' || last - i > spaces) return end;
    end = i;
  }
}

YamlBlockText YamlCursor::block_scalar(int parent_indent) {
  const std::size_t header = at_++;
  std::uint32_t digit = 0;
  char chomp = '\0';
  for (; !is_empty(at_) && peek() != '#'; ++at_) {
    const char c = peek();
    if ((c == '-' || c == '+') && chomp == '\0') {
      chomp = c;
    } else if (c >= '1' && c <= '9' && digit == 0) {
      digit = static_cast<std::uint32_t>(c - '0');
    } else {
      bad(at_, fmt::format("after '{}' only one of '+' '-' and a digit may stand, and a comment",
                           text_[header]));
    }
  }
  const std::size_t header_end = at_;
  at_ = after_blanks();
  if (peek() == '#') {
    if (at_ == header_end) bad(at_, "a comment needs white space before it");
    at_ = line_end(at_);
  }
  if (!at_text_end() && break_length(at_) == 0)
    bad(at_, "text behind the header of a block scalar");
  at_ += break_length(at_);

  // Blank lines, then the first line with text: it sets the indentation where the header does not.
  const std::size_t content = at_;
  std::size_t line = at_;
  std::size_t i = at_;
  std::size_t deepest_blank = 0;
  for (;;) {
    while (char_at(i) == ' ') ++i;
    const std::size_t length = break_length(i);
    if (length == 0) break;
    deepest_blank = std::max(deepest_blank, i - line);
    i += length;
    line = i;
  }
  const std::size_t first_indent = i - line;
  const int min_indent = parent_indent + 1;
  const bool has_text =
      static_cast<int>(first_indent) >= min_indent && !(first_indent == 0 && is_marker(i));
  const std::size_t base = static_cast<std::size_t>(std::max(parent_indent, 0));
  const std::size_t indent = digit > 0 ? base + digit : has_text ? first_indent : base;
  std::size_t end = line;             // behind the last line taken
  std::size_t text_end = header_end;  // behind the last line that is not blank
  if (has_text) {
    if (digit == 0 && deepest_blank > first_indent) {
      bad(i, "a blank line before the text of a block scalar has more spaces than the text");
    }
    while (end < text_.size()) {
      const std::size_t start = continuation(end, static_cast<int>(indent));
      if (start == kNowhere) break;
      const std::size_t stop_at = line_end(end);
      // A line of spaces alone is text when it is longer than the indentation.
      if (stop_at - end > indent || (stop_at > start && break_length(start) == 0))
        text_end = stop_at;
      end = stop_at + break_length(stop_at);
    }
  }
  std::size_t after = end;
  while (char_at(after) == ' ') ++after;
  if (char_at(after) == '\t') bad(after, "a tab where the indentation of a block scalar should be");
  at_ = end;
  if (chomp == '+') {
    if (end > content) text_end = end;
  } else {
    end = without_blank_lines(content, end, first_indent);
  }
  return {to_offset(end), to_offset(text_end), to_offset(indent)};
}

Span YamlCursor::tag() {
  const std::size_t begin = at_++;
  if (peek() == '<') {
    while (!is_empty(at_) && peek() != '>') ++at_;
    if (peek() != '>') bad(begin, "a tag in '!<…>' that does not end");
    ++at_;
    return span_from(begin);
  }
  const auto is_tag_char = [](char c) {
    constexpr std::string_view kOthers = "-#;/?:@&=+$_.!~*'()";
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || (c != '\0' && kOthers.find(c) != std::string_view::npos);
  };
  for (;;) {
    if (is_tag_char(peek())) {
      ++at_;
    } else if (peek() == '%' && is_hex(peek(1)) && is_hex(peek(2))) {
      at_ += 3;
    } else {
      return span_from(begin);
    }
  }
}

Span YamlCursor::anchor() {
  const std::size_t begin = at_++;
  while (!is_empty(at_) && !is_flow_indicator(peek())) ++at_;
  if (at_ == begin + 1) bad(begin, fmt::format("'{}' without a name behind it", text_[begin]));
  return span_from(begin);
}

}  // namespace cardlint
