// The lexical half of reading YAML: white space and comments, properties, and how far each scalar
// reaches. yaml-cpp gives no end of anything and accepts what YAML 1.2 does not, so both are
// decided here, by the rules of npm's `yaml` 2.x. Knows columns and indentation, not structure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "doc/load.h"

namespace cardlint {

// Offsets have 32 bits: no text is larger than limits.yaml_bytes.
inline std::uint32_t to_offset(std::size_t n) {
  return static_cast<std::uint32_t>(n);
}

// Thrown at the first fault that ends the reading; caught where the outline is read.
struct YamlStop {
  FaultCode code;
  Span span;
  std::string detail;
};

// What lies between two tokens.
struct YamlGap {
  bool newline = false;  // the next token is the first of its line
  bool tab = false;      // a tab stands before it on its line
  bool end = false;      // there is no next token: end of the text, or a document marker
  std::uint32_t column =
      0;  // of the next token: the spaces before it when it is first, else its distance
};

// Something well-formed that yaml-cpp 0.7 refuses, and what it may be shown instead without
// changing any place: a tab on a blank line, half of a surrogate pair and, within brackets, a line
// break before a colon, '?' in a word, a bracket right behind a colon.
struct YamlMask {
  Span span;
  char shown;
};

struct YamlBlockText {
  std::uint32_t content_end =
      0;  // behind the last line that belongs to the scalar, with its line break
  std::uint32_t span_end = 0;  // behind the last character that people would mark
  std::uint32_t indent = 0;    // columns to strip from each line
};

class YamlCursor {
 public:
  YamlCursor(std::string_view text, std::size_t begin)
      : text_(text), begin_(begin), at_(begin), line_start_(begin) {}

  std::size_t pos() const { return at_; }
  void move_to(std::size_t pos) { at_ = pos; }
  bool at_text_end() const { return at_ >= text_.size(); }
  std::string_view text() const { return text_; }
  char peek(std::size_t ahead = 0) const { return char_at(at_ + ahead); }
  char char_at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  Span span_from(std::size_t begin) const;

  // White space, tab, line break or the end: what must follow an indicator.
  bool is_empty(std::size_t i) const;
  bool is_marker(std::size_t i) const;  // `---` or `...`; the caller knows that i begins a line
  bool at_indicator(char indicator) const { return peek() == indicator && is_empty(at_ + 1); }

  // Skips white space, comments and line breaks. Asking twice at one place gives the same answer.
  YamlGap gap();
  // The same within a flow collection whose lines must be indented by `min_indent`; `level` counts
  // open brackets.
  bool flow_gap(int min_indent, std::size_t level);
  std::size_t after_blanks() const;  // first place on this line that is neither space nor tab

  // Each begins at the token's first character and leaves the cursor behind it. `min_indent` is
  // what continuation lines need. plain() and quoted() return whether the scalar spans several
  // lines.
  bool plain(int min_indent, bool in_flow);
  bool quoted(int min_indent);
  YamlBlockText block_scalar(int parent_indent);
  Span tag();
  Span anchor();  // also an alias

  [[noreturn]] void stop(FaultCode code, std::size_t at, std::size_t length,
                         std::string detail) const;
  [[noreturn]] void bad(std::size_t at, std::string detail) const;  // syntax, marking one character
  std::string found(std::size_t at) const;  // the character at a place, for messages

  void mask(std::size_t at, char shown) {
    masks_.push_back({{to_offset(at), to_offset(at + 1)}, shown});
  }
  std::vector<YamlMask> take_masks() { return std::move(masks_); }
  void mask_each(std::size_t begin, std::string_view characters,
                 char shown);  // from `begin` to here

 private:
  static constexpr std::size_t kNowhere = ~std::size_t{0};

  bool at_line_start() const { return at_ == begin_ || char_at(at_ - 1) == '\n'; }
  std::size_t break_length(std::size_t i) const;  // 0 when there is none
  std::size_t line_end(std::size_t i) const;
  // Where the text of the line at `line` begins when it continues a scalar, else kNowhere.
  std::size_t continuation(std::size_t line, int min_indent) const;
  std::size_t without_blank_lines(std::size_t begin, std::size_t end, std::size_t spaces) const;
  void check_escape(std::size_t backslash, std::size_t end) const;
  void check_plain_start(bool in_flow) const;

  std::string_view text_;
  std::size_t begin_;
  std::size_t at_;
  std::size_t line_start_;
  std::size_t settled_ = kNowhere;  // where gap_ holds
  YamlGap gap_;
  std::vector<YamlMask> masks_;
};

bool is_flow_indicator(char c);  // one of , [ ] { }

}  // namespace cardlint
