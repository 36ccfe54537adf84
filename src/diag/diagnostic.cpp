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
  constexpr std::uint32_t kBefore = 60;
  constexpr std::uint32_t kTotal = 200;
  const std::string_view text = source.text();
  const auto breaks_line = [&](std::size_t i) { return text[i] == '\n' || text[i] == '\r'; };
  const auto continues = [&](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
  };
  std::size_t begin = std::min<std::size_t>(range.start.offset, text.size());
  std::uint32_t before = 0;
  while (begin > 0 && !breaks_line(begin - 1) && before < kBefore) {
    do {
      --begin;
    } while (begin > 0 && continues(begin));
    ++before;
  }
  std::size_t end = begin;
  std::uint32_t shown = 0;
  while (end < text.size() && !breaks_line(end) && shown < kTotal) {
    end += decode_utf8(text, end).length;
    ++shown;
  }
  Excerpt excerpt;
  excerpt.line = text.substr(begin, end - begin);
  excerpt.column = before + 1;
  const std::uint32_t rest = shown > before ? shown - before : 1;
  const bool one_line = range.end.line == range.start.line && range.end.column > range.start.column;
  excerpt.width = one_line ? std::min(range.end.column - range.start.column, rest)
                  : range.end.line == range.start.line ? 1
                                                       : rest;
  return excerpt;
}

}  // namespace cardlint
