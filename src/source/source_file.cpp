#include "source/source_file.h"

#include <algorithm>
#include <utility>

#include "base/byte_block.h"
#include "base/text.h"

namespace cardlint {

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  constexpr std::size_t kBytesForLine = 24;  // about, in documents in use
  std::vector<std::uint32_t> starts;
  starts.reserve(text_.size() / kBytesForLine + 1);
  starts.push_back(0);
  const auto add_start = [&](std::size_t at) { starts.push_back(static_cast<std::uint32_t>(at)); };
  std::uint32_t beyond_ascii = 0;
  bool plain = true;
  each_block(text_, ' ', [&](ByteBlock block, std::size_t begin) {
    beyond_ascii |= block.top_bits();
    std::uint32_t ends = block.equal('\n').top_bits();
    std::uint32_t others = (block.at_most(0x1F) | block.equal('\x7F')).top_bits() & ~ends;
    for (; others != 0; others &= others - 1) {
      const std::size_t at = begin + first_of(others);
      const bool before_lf = at + 1 < text_.size() && text_[at + 1] == '\n';
      if (text_[at] == '\r' && !before_lf) ends |= 1U << first_of(others);
      plain = plain && (text_[at] == '\r' || text_[at] == '\t');
    }
    for (; ends != 0; ends &= ends - 1) add_start(begin + first_of(ends) + 1);
  });
  line_starts_ = std::move(starts);
  ascii_ = beyond_ascii == 0;
  plain_ = plain && ascii_;
  std::size_t count = 0;
  for (std::size_t i = 0; i < text_.size() && !ascii_; i += kStride) {
    code_points_.push_back(static_cast<std::uint32_t>(count));
    count += count_code_points(std::string_view(text_).substr(i, kStride));
  }
}

std::size_t SourceFile::code_points_before(std::size_t offset) const {
  if (code_points_.empty()) return offset;
  const std::size_t block = std::min(offset / kStride, code_points_.size() - 1);
  const std::string_view rest =
      std::string_view(text_).substr(block * kStride, offset - block * kStride);
  return code_points_[block] + count_code_points(rest);
}

std::string_view SourceFile::slice(Span span) const {
  const std::string_view all = text_;
  if (span.begin >= all.size() || span.end <= span.begin) return {};
  return all.substr(span.begin, span.end - span.begin);
}

Position SourceFile::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(next - line_starts_.begin());
  const std::uint32_t start = line_starts_[line - 1];
  const std::size_t column = code_points_before(offset) - code_points_before(start) + 1;
  return {line, static_cast<std::uint32_t>(column), offset};
}

Range SourceFile::range(Span span) const {
  return {position(span.begin), position(span.end)};
}

std::uint32_t SourceFile::offset(std::uint32_t number, std::uint32_t column) const {
  if (number == 0 || number > line_starts_.size())
    return static_cast<std::uint32_t>(number == 0 ? 0 : text_.size());
  const std::string_view text = line(number);
  std::size_t at = 0;
  for (std::uint32_t i = 1; i < column && at < text.size(); ++i) at += decode_utf8(text, at).length;
  return line_starts_[number - 1] + static_cast<std::uint32_t>(at);
}

std::string_view SourceFile::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::uint32_t begin = line_starts_[number - 1];
  const std::size_t end = number < line_starts_.size() ? line_starts_[number] : text_.size();
  std::string_view line = std::string_view(text_).substr(begin, end - begin);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

}  // namespace cardlint
