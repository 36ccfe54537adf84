#include "checks/member/semver.h"

#include <algorithm>

namespace cardlint::checks {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// No leading zero.
bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit) &&
         (text.size() == 1 || text.front() != '0');
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

bool is_prerelease_part(std::string_view text) {
  return is_identifier(text) &&
         (is_number(text) || !std::all_of(text.begin(), text.end(), is_digit));
}

template <class IsPart>
bool all_parts(std::string_view text, const IsPart& is_part) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    if (!is_part(text.substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  return true;
}

}  // namespace

bool is_semver(std::string_view text) {
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    if (!all_parts(text.substr(plus + 1), is_identifier)) return false;
    text = text.substr(0, plus);
  }
  if (const std::size_t hyphen = text.find('-'); hyphen != std::string_view::npos) {
    if (!all_parts(text.substr(hyphen + 1), is_prerelease_part)) return false;
    text = text.substr(0, hyphen);
  }
  return std::count(text.begin(), text.end(), '.') == 2 && all_parts(text, is_number);
}

}  // namespace cardlint::checks
