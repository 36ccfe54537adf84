// Names of parameters and tools: the words in them, and whether they speak of a credential (the one
// meaning of "credential-like" for all rules).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

// Calls visit(word) for the words of an identifier as it spells them, split at separators and
// humps: "fireCrawlAPIKey" is fire Crawl API Key. At least one, which may be empty.
template <class Visit>
void each_word(std::string_view name, Visit&& visit) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto ends_word = [&](std::size_t i) {
    const char before = name[i - 1];
    if (is_lower(before) || (before >= '0' && before <= '9')) return true;
    return is_upper(before) && i + 1 < name.size() && is_lower(name[i + 1]);
  };
  std::size_t begin = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool separator = c == '_' || c == '-' || c == '.' || c == '/' || c == ' ';
    const bool hump = is_upper(c) && i > 0 && ends_word(i);
    if ((separator || hump) && i > begin) {
      visit(name.substr(begin, i - begin));
      begin = i;
    }
    if (separator) begin = i + 1;
  }
  visit(name.substr(begin));
}

// The same words in lower case.
std::vector<std::string> words_of(std::string_view name);

// True for apiKey, GITHUB_TOKEN, client-secret, password; false for publicKey, keyId, anonToken,
// monkey.
bool is_credential_like(std::string_view name);

}  // namespace cardlint
