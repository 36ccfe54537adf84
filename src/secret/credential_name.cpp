#include "secret/credential_name.h"

#include <algorithm>
#include <array>

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words{""};
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool separator = c == '_' || c == '-' || c == '.' || c == '/' || c == ' ';
    const bool hump =
        is_upper(c) && i > 0 &&
        (is_lower_or_digit(name[i - 1]) || (is_upper(name[i - 1]) && i + 1 < name.size() &&
                                            name[i + 1] >= 'a' && name[i + 1] <= 'z'));
    if ((separator || hump) && !words.back().empty()) words.emplace_back();
    if (!separator) words.back().push_back(is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c);
  }
  return words;
}

bool is_credential_like(std::string_view name) {
  constexpr std::array kWords{"apikey"sv, "key"sv, "token"sv,      "secret"sv, "password"sv,
                              "passwd"sv, "pat"sv, "credential"sv, "auth"sv};
  const std::vector<std::string> words = words_of(name);
  if (words.back() == "id" || words.front() == "public" || words.front() == "anon") return false;
  return std::none_of(words.begin(), words.end(),
                      [](const std::string& w) { return w == "publishable"; }) &&
         std::any_of(words.begin(), words.end(), [&](const std::string& w) {
           return std::find(kWords.begin(), kWords.end(), w) != kWords.end();
         });
}

}  // namespace cardlint
