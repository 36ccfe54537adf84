#include "report/text_sink.h"

#include <algorithm>

#include <fmt/format.h>

namespace cardlint {

std::string TextSink::paint(std::string_view code, std::string_view text) const {
  return color_ ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

std::string TextSink::paint(Severity severity, std::string_view text) const {
  if (severity == Severity::Error) return paint("1;31", text);
  return paint(severity == Severity::Warning ? "1;33" : "1;36", text);
}

void TextSink::wrapped(std::string_view lead, std::string_view text, std::size_t indent) const {
  constexpr std::size_t kWidth = 80;
  const std::string shown = safe(text);
  const bool ascii = skip_printable_ascii(shown, 0) == shown.size();
  std::string lines(lead);
  lines.reserve(lead.size() + shown.size() + shown.size() / 8 + kWidth);
  std::size_t width = count_code_points(lead);
  bool empty = true;
  for (std::size_t begin = 0; begin <= shown.size();) {
    const std::size_t end = std::min(shown.find(' ', begin), shown.size());
    const std::string_view word = std::string_view(shown).substr(begin, end - begin);
    const std::size_t length = ascii ? word.size() : count_code_points(word);
    if (!empty && width + 1 + length > kWidth) {
      lines += '\n';
      lines.append(indent, ' ');
      width = indent, empty = true;
    }
    if (!empty) lines += ' ', ++width;
    lines += word, width += length, empty = false;
    begin = end + 1;
  }
  out_ << (lines += '\n');
}

}  // namespace cardlint
