// "Authorization: Bearer …" where it stands in a longer text: a command line, a comment, prose.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "secret/character_classes.h"
#include "secret/literal.h"
#include "secret/text_scan.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kName = "authorization";
constexpr std::size_t kLeast = 20;
constexpr std::size_t kMost = 512;  // what is longer is a JSON Web Token; a limit keeps this linear
constexpr double kEntropy = 3.5;

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return in_class(c, class_bit('d')); });
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view characters) {
  return std::min(text.find_first_not_of(characters, at), text.size());
}

// The place behind "Bearer " and the like, or `at`.
std::size_t behind_scheme(std::string_view text, std::size_t at) {
  for (const std::string_view scheme : {"Bearer "sv, "Basic "sv, "Token "sv, "ApiKey "sv}) {
    if (starts_with_ignoring_case(text.substr(at), scheme)) return at + scheme.size();
  }
  return at;
}

}  // namespace

std::size_t scan_authorization(std::string_view text, std::size_t at, SecretHits& hits) {
  if (!starts_with_ignoring_case(text.substr(at), kName)) return 0;
  std::size_t sign = skip(text, at + kName.size(), "\"'\\");
  if (sign >= text.size() || (text[sign] != ':' && text[sign] != '=')) return 0;
  const std::size_t value = skip(text, sign + 1, " \"'\\");
  const std::size_t begin = behind_scheme(text, value);
  std::size_t end = begin;
  while (end < text.size() && end - begin <= kMost &&
         (in_class(text[end], class_bit('g')) || text[end] == '.' || text[end] == '~'))
    ++end;
  const std::string_view literal = text.substr(begin, end - begin);
  if (literal.size() > kMost || to_lower_ascii(literal).find(kName) != std::string::npos) return 0;
  const bool basic = starts_with_ignoring_case(text.substr(value), "basic ");
  const bool secret = basic ? is_basic_secret(literal)
                            : has_digit(literal) && is_literal(literal, kLeast, kEntropy);
  // A token of a known form is reported as what it is.
  if (!secret || !scan_text(literal).empty()) return 0;
  const std::string_view scheme = trim(text.substr(value, begin - value));
  hits.push_back({"auth-header",
                  scheme.empty() ? std::string("the value of 'Authorization'")
                                 : fmt::format("a credential in the form '{} …'", scheme),
                  fmt::format("{}…", text.substr(value, begin - value)), begin, begin, end});
  return end;
}

}  // namespace cardlint
