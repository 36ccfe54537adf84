#include "report/text_sink.h"

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
  const std::string margin(indent, ' ');
  std::string line(lead);
  std::size_t width = count_code_points(lead);
  bool empty = true;
  const std::string shown = safe(text);
  for (const std::string_view word : split(shown, ' ')) {
    const std::size_t length = count_code_points(word);
    if (!empty && width + 1 + length > kWidth) {
      out_ << line << "\n";
      line = margin, width = margin.size(), empty = true;
    }
    if (!empty) line += ' ', ++width;
    line += word, width += length, empty = false;
  }
  out_ << line << "\n";
}

}  // namespace cardlint
