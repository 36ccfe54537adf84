#include "checks/text/hints.h"

#include <algorithm>

#include "base/text.h"

namespace cardlint::checks {

Hints::Hints(const std::vector<std::string_view>& groups) {
  for (const std::string_view words : groups) {
    Group& group = groups_.emplace_back();
    for (const std::string_view word : split(words, '|')) {
      (word.size() < 3 ? group.signs : group.words).push_back(word);
      if (word.size() >= 3) group.beginnings.set(bucket(word.data()));
    }
  }
}

bool Hints::allow(std::string_view text) const {
  return std::all_of(groups_.begin(), groups_.end(),
                     [&](const Group& group) { return occurs(group, text); });
}

std::size_t Hints::bucket(const char* at) {
  const auto byte = [at](int i) {
    return static_cast<unsigned>(static_cast<unsigned char>(at[i]));
  };
  return (byte(0) * 241u ^ byte(1) * 31u ^ byte(2) * 7u) % kBuckets;
}

bool Hints::occurs(const Group& group, std::string_view text) {
  for (const std::string_view sign : group.signs) {
    if (text.find(sign) != std::string_view::npos) return true;
  }
  if (group.words.empty()) return false;
  for (std::size_t i = 0; i + 3 <= text.size(); ++i) {
    if (!group.beginnings.test(bucket(text.data() + i))) continue;
    const std::string_view rest = text.substr(i);
    if (std::any_of(group.words.begin(), group.words.end(),
                    [&](std::string_view word) { return rest.starts_with(word); }))
      return true;
  }
  return false;
}

}  // namespace cardlint::checks
