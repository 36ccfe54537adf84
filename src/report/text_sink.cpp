#include "report/text_sink.h"

#include <algorithm>

#include <fmt/format.h>

namespace cardlint {
namespace {

// Where a line that `rest` begins is broken: at the last of its spaces that leaves it within
// `room` code points, or at the first, or nowhere.
std::size_t line_end(std::string_view rest, std::size_t room, bool ascii) {
  if (ascii) {
    if (rest.size() <= room) return rest.size();
    const std::size_t last = rest.rfind(' ', room);
    return last != std::string_view::npos ? last : std::min(rest.find(' '), rest.size());
  }
  std::size_t width = 0;
  for (std::size_t word = 0;;) {
    const std::size_t end = std::min(rest.find(' ', word), rest.size());
    width += count_code_points(rest.substr(word, end - word));
    if (word > 0 && width > room) return word - 1;
    if (end == rest.size()) return end;
    ++width;
    word = end + 1;
  }
}

}  // namespace

std::string TextSink::paint(std::string_view code, std::string_view text) const {
  return color_ ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

std::string TextSink::paint(Severity severity, std::string_view text) const {
  if (severity == Severity::Error) return paint("1;31", text);
  return paint(severity == Severity::Warning ? "1;33" : "1;36", text);
}

void TextSink::wrapped(std::string_view lead, std::string_view text, std::size_t indent) const {
  std::string lines;
  wrap(lines, lead, text, indent);
  out_ << lines;
}

void TextSink::wrap(std::string& lines, std::string_view lead, std::string_view text,
                    std::size_t indent) {
  constexpr std::size_t kWidth = 80;
  const std::string shown = safe(text);
  const bool ascii = skip_printable_ascii(shown, 0) == shown.size();
  lines += lead;
  std::string_view rest = shown;
  for (std::size_t width = count_code_points(lead);; width = indent) {
    const std::size_t end = line_end(rest, kWidth - std::min(kWidth, width), ascii);
    lines += rest.substr(0, end);
    lines += '\n';
    if (end == rest.size()) return;
    rest.remove_prefix(end + 1);
    lines.append(indent, ' ');
  }
}

}  // namespace cardlint
