#include "secret/credential_name.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/text.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

// Those that make a name speak of a credential, and those that take that back.
enum class Word : std::uint8_t { Other, Credential, Publishable, Public, Id };

Word sort_of(std::string_view word) {
  struct Known {
    std::string_view word;
    Word sort;
  };
  static constexpr std::array kKnown{Known{"apikey", Word::Credential},
                                     Known{"key", Word::Credential},
                                     Known{"token", Word::Credential},
                                     Known{"secret", Word::Credential},
                                     Known{"password", Word::Credential},
                                     Known{"passwd", Word::Credential},
                                     Known{"pat", Word::Credential},
                                     Known{"credential", Word::Credential},
                                     Known{"auth", Word::Credential},
                                     Known{"publishable", Word::Publishable},
                                     Known{"public", Word::Public},
                                     Known{"anon", Word::Public},
                                     Known{"id", Word::Id}};
  const auto found = std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& known) {
    return known.word.size() == word.size() && starts_with_ignoring_case(word, known.word);
  });
  return found == kKnown.end() ? Word::Other : found->sort;
}

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  each_word(name, [&](std::string_view word) { words.push_back(to_lower_ascii(word)); });
  return words;
}

bool is_credential_like(std::string_view name) {
  bool credential = false, publishable = false;
  std::optional<Word> first;
  Word last = Word::Other;
  each_word(name, [&](std::string_view word) {
    last = sort_of(word);
    if (!first) first = last;
    credential = credential || last == Word::Credential;
    publishable = publishable || last == Word::Publishable;
  });
  return credential && !publishable && first != Word::Public && last != Word::Id;
}

}  // namespace cardlint
