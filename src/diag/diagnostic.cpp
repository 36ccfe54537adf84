#include "diag/diagnostic.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "base/text.h"

namespace cardlint {

bool reported_before(const Diagnostic& a, const Diagnostic& b) {
  const auto key = [](const Diagnostic& d) {
    return std::tie(d.where.path, d.where.range.start.offset, d.rule, d.where.pointer, d.message);
  };
  return key(a) < key(b);
}

Excerpt make_excerpt(const SourceFile& source, const Range& range,
                     const std::vector<Span>& hidden) {
  constexpr std::uint32_t kBefore = 60;
  constexpr std::uint32_t kTotal = 200;
  const std::string_view text = source.text();
  const auto breaks_line = [&](std::size_t i) { return text[i] == '\n' || text[i] == '\r'; };
  const auto length_at = [&](std::size_t i) -> std::size_t {
    return static_cast<unsigned char>(text[i]) < 0x80 ? 1 : decode_utf8(text, i).length;
  };
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
    end += length_at(end);
    ++shown;
  }
  Excerpt excerpt;
  const bool any_hidden = std::any_of(hidden.begin(), hidden.end(), [&](const Span& span) {
    return span.begin < end && span.end > begin;
  });
  if (!any_hidden) excerpt.line = text.substr(begin, end - begin);
  const auto is_hidden = [&](std::size_t at) {
    const auto after =
        std::upper_bound(hidden.begin(), hidden.end(), at,
                         [](std::size_t place, const Span& span) { return place < span.begin; });
    return after != hidden.begin() && at < std::prev(after)->end;
  };
  for (std::size_t at = begin; any_hidden && at < end;) {
    const std::size_t length = length_at(at);
    excerpt.line += is_hidden(at) ? std::string_view("*") : text.substr(at, length);
    at += length;
  }
  excerpt.column = before + 1;
  const std::uint32_t rest = shown > before ? shown - before : 1;
  const bool one_line = range.end.line == range.start.line && range.end.column > range.start.column;
  excerpt.width = one_line ? std::min(range.end.column - range.start.column, rest)
                  : range.end.line == range.start.line ? 1
                                                       : rest;
  return excerpt;
}

}  // namespace cardlint
