// A text and the name people know it by; turns byte offsets into lines and columns. Knows no
// format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

// Half-open range of byte offsets into a source text (0-based).
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

struct Position {
  std::uint32_t line = 1;    // 1-based
  std::uint32_t column = 1;  // 1-based, in Unicode code points
  std::uint32_t offset = 0;  // 0-based, in bytes
};

struct Range {
  Position start;
  Position end;  // exclusive
};

class SourceFile {
 public:
  // `text` must be at most 4 GiB; it may be anything, valid UTF-8 or not. Lines end with LF, CRLF
  // or lone CR.
  SourceFile(std::string path, std::string text);
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  std::string_view slice(Span span) const;
  bool is_ascii() const { return ascii_; }
  // ASCII that holds no control character but TAB, LF and CR.
  bool is_plain() const { return plain_; }

  Position position(std::uint32_t offset) const;  // offsets behind the end count as the end
  Range range(Span span) const;
  // The reverse of position(); a place behind the end of its line is the end of that line.
  std::uint32_t offset(std::uint32_t line, std::uint32_t column) const;
  // The text of a 1-based line without its line break; empty for lines that do not exist.
  std::string_view line(std::uint32_t number) const;

 private:
  std::string path_;
  std::string text_;
  std::size_t code_points_before(std::size_t offset) const;

  bool ascii_ = true;
  bool plain_ = true;
  std::vector<std::uint32_t> line_starts_;
  // Code points before each kStride-th byte: a column on a line of megabytes costs no walk along
  // that line. Empty where all is ASCII.
  static constexpr std::size_t kStride = 4096;
  std::vector<std::uint32_t> code_points_;
};

}  // namespace cardlint
