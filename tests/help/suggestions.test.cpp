// A typo in any word that people write is met with the word.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "base/suggest.h"
#include "base/text.h"
#include "checks/table.h"
#include "cli/value_kinds.h"
#include "config/keys.h"
#include "run.h"

using namespace cardlint;

namespace {

using Words = std::vector<std::string_view>;

template <class Keys>
Words words_of(const Keys& keys) {
  return {keys.begin(), keys.end()};
}

Words limit_keys() {
  Words words;
  for (const config_keys::Bound& bound : config_keys::kLimits) words.push_back(bound.key);
  return words;
}

Words check_names() {
  Words words;
  static const std::vector<CheckEntry> kChecks = check_table();
  for (const CheckEntry& check : kChecks) words.push_back(check.name);
  return words;
}

struct Set {
  std::string name;
  Words words;
};

// Every list of words out of which somebody may write one.
std::vector<Set> all_sets() {
  std::vector<Set> sets{{"keys", words_of(config_keys::kTop)},
                        {"keys of rules", words_of(config_keys::kRule)},
                        {"keys of ignore", words_of(config_keys::kIgnore)},
                        {"keys of targets", words_of(config_keys::kTarget)},
                        {"keys of expect", words_of(config_keys::kExpect)},
                        {"keys of limits", limit_keys()},
                        {"checks", check_names()}};
  for (const ValueKind& kind : value_kinds()) {
    if (kind.words != nullptr) sets.push_back({std::string(kind.name), kind.words()});
  }
  for (const CheckEntry& check : check_table()) {
    Words options;
    for (const ArgSpec& spec : check.args) options.push_back(spec.name);
    if (!options.empty()) sets.push_back({"options of " + std::string(check.name), options});
  }
  return sets;
}

std::size_t distance(std::string_view a, std::string_view b) {
  return edit_distance(fold_name(a), fold_name(b), 8);
}

// Empty when the suggestion is the word, or another that is as near.
std::string fault(const std::string& typo, std::string_view word, const Words& words) {
  for (const std::string_view known : words) {
    if (known == typo) return {};  // the typo is a word itself
  }
  const std::string_view meant = nearest(typo, words);
  if (meant == word) return {};
  if (!meant.empty() && distance(typo, meant) <= distance(typo, word)) return {};
  return fmt::format("{} ({}) -> {}; ", typo, word, meant);
}

}  // namespace

TEST_CASE("one wrong letter in any known word is met with the word") {
  for (const Set& set : all_sets()) {
    INFO(set.name);
    CHECK(set.words.size() > 0);
    std::string faults;
    std::size_t number = 0;
    for (const std::string_view word : set.words) {
      // Of long lists one place in each word, which differs from word to word.
      const bool all = set.words.size() < 60;
      const std::size_t first = all ? 0 : 7 * ++number % word.size();
      for (std::size_t at = first; at < (all ? word.size() : first + 1); ++at) {
        for (const std::string& typo : cardlint_test::typos(word, at))
          faults += fault(typo, word, set.words);
      }
    }
    CHECK(faults == "");
  }
}

TEST_CASE("suggestions are bounded, and silent where nothing is near") {
  CHECK(did_you_mean("", {"local", "remote"}).empty());
  CHECK(did_you_mean("cloud", {"local", "remote"}).empty());
  CHECK(did_you_mean(std::string(100'000, 'x'), {"local"}).empty());
  CHECK(did_you_mean("warn", {"error", "warning"}) == "; did you mean 'warning'?");
  CHECK(did_you_mean("manifest-t", {"manifest-ta", "manifest-tb"}) ==
        "; did you mean 'manifest-ta'?");
  CHECK(did_you_mean("secret-h", {"secret-hash-one", "secret-hash-two"}).empty());
  CHECK(did_you_mean("INPUT_SCHEMA", {"inputSchema", "name"}) == "; did you mean 'inputSchema'?");
  // Of two that are equally near the one that begins like it.
  CHECK(nearest("g9", {"h9", "g8"}) == "g8");
}
