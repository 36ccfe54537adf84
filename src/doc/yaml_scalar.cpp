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

bool is_digit(char c) {
  return c >= '0' && c <= '9';
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

}  // namespace

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
