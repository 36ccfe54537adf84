#include "doc/yaml_text.h"

#include <charconv>
#include <cstdint>
#include <vector>

#include "base/text.h"

namespace cardlint {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trim_begin(std::string_view line) {
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  return line;
}
std::string_view trim_end(std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line;
}

std::vector<std::string_view> split_lines(std::string_view raw) {
  std::vector<std::string_view> lines = split(raw, '\n');
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].ends_with('\r')) lines[i].remove_suffix(1);
  }
  return lines;
}

std::uint32_t hex_value(std::string_view digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

void append_escape(std::string_view inner, std::size_t& i, std::string& out, bool& lone_surrogate) {
  const char c = inner[i];
  constexpr std::string_view kFrom = "abefnrtv\"/\\ \t";
  constexpr std::string_view kTo = "\a\b\x1b\f\n\r\t\v\"/\\ \t";
  if (const std::size_t at = kFrom.find(c); at != std::string_view::npos)
    return out.push_back(kTo[at]);
  if (c == '0') return out.push_back('\0');
  if (c == 'N') return append_utf8(out, 0x85);
  if (c == '_') return append_utf8(out, 0xA0);
  if (c == 'L') return append_utf8(out, 0x2028);
  if (c == 'P') return append_utf8(out, 0x2029);
  const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
  std::uint32_t value = hex_value(inner.substr(i + 1, digits));
  i += digits;
  if (value >= 0xD800 && value <= 0xDBFF && inner.substr(i + 1, 2) == "\\u" &&
      i + 6 < inner.size()) {
    const std::uint32_t low = hex_value(inner.substr(i + 3, 4));
    if (low >= 0xDC00 && low <= 0xDFFF) {
      value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
      i += 6;
    }
  }
  if (value >= 0xD800 && value <= 0xDFFF) {
    lone_surrogate = true;
    value = 0xFFFD;
  }
  append_utf8(out, value);
}

}  // namespace

std::string fold_yaml_lines(std::string_view raw) {
  const std::vector<std::string_view> lines = split_lines(raw);
  if (lines.size() == 1) return std::string(raw);
  std::string out(trim_end(lines.front()));
  char separator = ' ';
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const std::string_view line = trim_end(trim_begin(lines[i]));
    if (!line.empty()) {
      out += separator;
      out += line;
      separator = ' ';
    } else if (separator == '\n') {
      out += '\n';
    } else {
      separator = '\n';
    }
  }
  out += separator;
  out += trim_begin(lines.back());
  return out;
}

std::string decode_yaml_single(std::string_view inner) {
  const std::string folded = fold_yaml_lines(inner);
  std::string out;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    out += folded[i];
    if (folded[i] == '\'') ++i;
  }
  return out;
}

std::string decode_yaml_double(std::string_view inner, bool& lone_surrogate) {
  std::string out;
  std::string blanks;  // held back: blanks before a line break do not count
  const auto at = [&](std::size_t i) { return i < inner.size() ? inner[i] : '\0'; };
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const char c = inner[i];
    if (is_blank(c)) {
      blanks += c;
      continue;
    }
    if (c == '\r' && at(i + 1) == '\n') continue;
    if (c == '\n') {
      blanks.clear();
      std::size_t breaks = 0;
      while (is_blank(at(i + 1)) || at(i + 1) == '\n' || (at(i + 1) == '\r' && at(i + 2) == '\n')) {
        if (inner[++i] == '\n') ++breaks;
      }
      out += breaks == 0 ? std::string(1, ' ') : std::string(breaks, '\n');
      continue;
    }
    out += blanks;
    blanks.clear();
    if (c != '\\') {
      out += c;
      continue;
    }
    ++i;
    if (at(i) == '\n' || (at(i) == '\r' && at(i + 1) == '\n')) {
      if (inner[i] == '\r') ++i;
      while (is_blank(at(i + 1))) ++i;
    } else {
      append_escape(inner, i, out, lone_surrogate);
    }
  }
  return out + blanks;
}

std::string decode_yaml_block(std::string_view header, std::string_view raw, std::size_t indent) {
  struct Line {
    std::size_t spaces;
    std::string_view content;
    std::string extra(std::size_t strip) const {
      return std::string(spaces > strip ? spaces - strip : 0, ' ');
    }
  };
  const bool folded = header.front() == '>';
  const std::string_view marks = header.substr(0, header.find_first_of(" \t\r\n"));
  const bool keep = marks.find('+') != std::string_view::npos;
  const bool strip = marks.find('-') != std::string_view::npos;
  std::vector<Line> lines;
  if (!raw.empty()) {
    for (std::string_view line : split(raw, '\n')) {
      if (line.ends_with('\r')) line.remove_suffix(1);
      const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
      lines.push_back({spaces, line.substr(spaces)});
    }
  }
  std::size_t end = lines.size();
  while (end > 0 && lines[end - 1].content.empty()) --end;
  if (end == 0)
    return keep && !lines.empty() ? std::string(std::max<std::size_t>(1, lines.size() - 1), '\n')
                                  : "";
  // Lines of spaces alone behind the text are text when they are longer than the indentation.
  for (std::size_t i = lines.size(); i-- > end;) {
    if (lines[i].spaces > indent) end = i + 1;
  }
  std::string out;
  std::size_t first = 0;
  for (; lines[first].content.empty(); ++first) out += lines[first].extra(indent) + "\n";
  std::string separator;
  bool deeper_before = false;
  for (std::size_t i = first; i < end; ++i) {
    const Line& line = lines[i];
    const bool deeper = line.spaces > indent || line.content.starts_with('\t');
    if (!folded || deeper) {
      if (folded && separator == " ") {
        separator = "\n";
      } else if (folded && !deeper_before && separator == "\n") {
        separator = "\n\n";
      }
      out += separator + line.extra(indent);
      out += line.content;
      separator = "\n";
      deeper_before = folded;
    } else if (line.content.empty()) {
      if (separator == "\n") {
        out += '\n';
      } else {
        separator = "\n";
      }
    } else {
      out += separator;
      out += line.content;
      separator = " ";
      deeper_before = false;
    }
  }
  if (strip) return out;
  if (keep) {
    for (std::size_t i = end; i < lines.size(); ++i) out += "\n" + lines[i].extra(indent);
  }
  if (!keep || !out.ends_with('\n')) out += '\n';
  return out;
}

}  // namespace cardlint
