#include "diag/diagnostic.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace cardlint {

bool reported_before(const Diagnostic& a, const Diagnostic& b) {
  const auto key = [](const Diagnostic& d) {
    return std::tie(d.where.path, d.where.range.start.offset, d.rule, d.where.pointer, d.message);
  };
  return key(a) < key(b);
}

Excerpt make_excerpt(const SourceFile& source, const Range& range) {
  constexpr std::size_t kBefore = 60;
  constexpr std::size_t kTotal = 200;
  const std::string_view line = source.line(range.start.line);
  Excerpt excerpt;
  std::size_t begin = 0;
  std::uint32_t skipped = 0;
  while (range.start.column - skipped > kBefore && line.size() > kTotal && begin < line.size()) {
    begin += decode_utf8(line, begin).length;
    ++skipped;
  }
  std::size_t end = begin;
  std::uint32_t shown = 0;
  while (end < line.size() && shown < kTotal) {
    end += decode_utf8(line, end).length;
    ++shown;
  }
  excerpt.line = line.substr(begin, end - begin);
  excerpt.column = range.start.column - skipped;
  const std::uint32_t line_end = shown + 1;  // one past the last shown column
  const bool one_line = range.end.line == range.start.line;
  const std::uint32_t last = one_line ? std::min(range.end.column - skipped, line_end) : line_end;
  excerpt.width = last > excerpt.column ? last - excerpt.column : 1;
  return excerpt;
}

}  // namespace cardlint
