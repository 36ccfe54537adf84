#include "doc/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
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

// Digits of base 2^`bits` as a decimal number, whatever its size.
std::string to_decimal(std::string_view digits, unsigned bits) {
  constexpr std::uint64_t kLimb = 1'000'000'000;
  std::vector<std::uint64_t> limbs{0};  // least significant first
  for (const char c : digits) {
    std::uint64_t carry = hex_value({&c, 1});
    for (std::uint64_t& limb : limbs) {
      const std::uint64_t wide = (limb << bits) + carry;
      limb = wide % kLimb;
      carry = wide / kLimb;
    }
    if (carry > 0) limbs.push_back(carry);
  }
  std::string text = fmt::format("{}", limbs.back());
  for (std::size_t i = limbs.size() - 1; i-- > 0;) text += fmt::format("{:09}", limbs[i]);
  return text;
}

std::string_view take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

std::string_view without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? digits.substr(0, 1) : digits.substr(first);
}

std::optional<YamlScalar> as_null(std::string_view text) {
  if (!text.empty() && text != "~" && text != "null" && text != "Null" && text != "NULL")
    return std::nullopt;
  return YamlScalar{NodeType::Null, ""};
}

std::optional<YamlScalar> as_boolean(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE")
    return YamlScalar{NodeType::Boolean, "true"};
  if (text == "false" || text == "False" || text == "FALSE")
    return YamlScalar{NodeType::Boolean, "false"};
  return std::nullopt;
}

std::optional<YamlScalar> as_integer(std::string_view text) {
  const auto all = [](std::string_view digits, std::string_view allowed) {
    return !digits.empty() && digits.find_first_not_of(allowed) == std::string_view::npos;
  };
  if (text.starts_with("0o") && all(text.substr(2), "01234567")) {
    return YamlScalar{NodeType::Integer, to_decimal(text.substr(2), 3)};
  }
  if (text.starts_with("0x") && all(text.substr(2), "0123456789abcdefABCDEF")) {
    return YamlScalar{NodeType::Integer, to_decimal(text.substr(2), 4)};
  }
  const bool signed_text = text.starts_with('-') || text.starts_with('+');
  const std::string_view digits = text.substr(signed_text ? 1 : 0);
  if (!all(digits, "0123456789")) return std::nullopt;
  std::string canonical = text.starts_with('-') ? "-" : "";
  canonical += without_leading_zeros(digits);
  return YamlScalar{NodeType::Integer, std::move(canonical)};
}

std::optional<YamlScalar> as_float(std::string_view text) {
  std::string canonical = text.starts_with('-') ? "-" : "";
  std::string_view rest = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
  if (rest == ".inf" || rest == ".Inf" || rest == ".INF")
    return YamlScalar{NodeType::Number, canonical + ".inf"};
  if (text == ".nan" || text == ".NaN" || text == ".NAN")
    return YamlScalar{NodeType::Number, ".nan"};
  const std::string_view whole = take_digits(rest);
  const bool dot = rest.starts_with('.');
  if (dot) rest.remove_prefix(1);
  const std::string_view fraction = dot ? take_digits(rest) : std::string_view();
  if (whole.empty() && fraction.empty()) return std::nullopt;
  canonical += whole.empty() ? "0" : without_leading_zeros(whole);
  if (dot) {
    canonical += '.';
    canonical += fraction.empty() ? "0" : fraction;
  }
  if (rest.empty())
    return dot ? std::optional(YamlScalar{NodeType::Number, std::move(canonical)}) : std::nullopt;
  if (rest.front() != 'e' && rest.front() != 'E') return std::nullopt;
  canonical += rest.front();
  rest.remove_prefix(1);
  if (rest.starts_with('+') || rest.starts_with('-')) {
    canonical += rest.front();
    rest.remove_prefix(1);
  }
  const std::string_view exponent = take_digits(rest);
  if (exponent.empty() || !rest.empty()) return std::nullopt;
  canonical += exponent;
  return YamlScalar{NodeType::Number, std::move(canonical)};
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

YamlScalar resolve_yaml_plain(std::string_view text) {
  // Most plain scalars are words: only these first characters can begin anything else.
  constexpr std::string_view kFirst = "0123456789+-.~nNtTfF";
  if (!text.empty() && kFirst.find(text.front()) == std::string_view::npos) return {};
  for (const auto& read : {as_null, as_boolean, as_integer, as_float}) {
    if (auto scalar = read(text)) {
      if (scalar->text == text) scalar->text.reset();
      return *std::move(scalar);
    }
  }
  return {};
}

std::optional<YamlScalar> resolve_yaml_tagged(std::string_view tag, std::string_view text) {
  if (tag == "!") return YamlScalar{};
  constexpr std::string_view kCore = "tag:yaml.org,2002:";
  if (!tag.starts_with(kCore)) return std::nullopt;
  tag.remove_prefix(kCore.size());
  if (tag == "str") return YamlScalar{};
  if (tag == "null") return as_null(text);
  if (tag == "bool") return as_boolean(text);
  if (tag == "int") return as_integer(text);
  if (tag == "float") return as_float(text);
  return std::nullopt;
}

std::optional<std::string_view> yaml_11_reading(std::string_view text) {
  if (text.size() <= 3) {
    const std::string lower = to_lower_ascii(text);
    for (const std::string_view word : {"y", "yes", "n", "no", "on", "off"}) {
      if (lower == word) return "a boolean";
    }
  }
  std::string_view rest = text;
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest.empty() || !is_digit(rest.front())) return std::nullopt;
  if (rest.size() > 1 && rest.front() == '0' &&
      rest.find_first_not_of("01234567") == std::string_view::npos) {
    return "an octal number";
  }
  if (rest.find('_') != std::string_view::npos &&
      rest.find_first_not_of("0123456789_.") == std::string_view::npos) {
    return "a number";
  }
  // Sexagesimal: 1:30, 12:30:45, 1:30.5
  const std::vector<std::string_view> groups = split(rest, ':');
  if (groups.size() < 2) return std::nullopt;
  const bool fraction = groups.back().find('.') != std::string_view::npos;
  if (rest.front() == '0' && !fraction) return std::nullopt;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::string_view group = groups[i];
    if (i + 1 == groups.size() && fraction) group = group.substr(0, group.find('.'));
    const bool digits =
        !group.empty() && group.find_first_not_of("0123456789") == std::string_view::npos;
    if (!digits || (i > 0 && (group.size() > 2 || (group.size() == 2 && group[0] > '5'))))
      return std::nullopt;
  }
  if (fraction && groups.back().find_first_not_of("0123456789.") != std::string_view::npos)
    return std::nullopt;
  return "a number of base 60";
}

std::string number_as_key(std::string_view canonical) {
  if (canonical == ".inf") return "Infinity";
  if (canonical == "-.inf") return "-Infinity";
  if (canonical == ".nan") return "NaN";
  double value = 0;
  const auto [parsed, error] =
      std::from_chars(canonical.data(), canonical.data() + canonical.size(), value);
  if (error == std::errc::result_out_of_range) {
    // from_chars does not say which way: an exponent below zero, or digits behind "0.", went under.
    const bool tiny = canonical.find("e-") != std::string_view::npos ||
                      canonical.find("E-") != std::string_view::npos;
    return tiny ? "0" : canonical.starts_with('-') ? "-Infinity" : "Infinity";
  }
  if (value == 0) return "0";
  std::array<char, 64> buffer{};
  const auto [end, unused] = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                           std::fabs(value), std::chars_format::scientific);
  const std::string_view shortest(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = shortest.find('e');
  std::string digits;
  for (const char c : shortest.substr(0, e)) {
    if (c != '.') digits += c;
  }
  int exponent = 0;
  const std::size_t sign_size = shortest[e + 1] == '+' ? 2 : 1;
  std::from_chars(shortest.data() + e + sign_size, shortest.data() + shortest.size(), exponent);
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // digits before the decimal point
  std::string out = value < 0 ? "-" : "";
  if (point >= count && point <= 21)
    return out + digits + std::string(static_cast<std::size_t>(point - count), '0');
  if (point > 0 && point <= 21) {
    digits.insert(static_cast<std::size_t>(point), 1, '.');
    return out + digits;
  }
  if (point > -6 && point <= 0)
    return out + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (count > 1) digits.insert(1, 1, '.');
  return out + fmt::format("{}e{:+}", digits, exponent);
}

}  // namespace cardlint
