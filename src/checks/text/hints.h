// A quick look for words, before an expression is compiled: whether a text can match at all.
#pragma once

#include <bitset>
#include <string_view>
#include <vector>

namespace cardlint::checks {

class Hints {
 public:
  // Each of `groups` is a list of words joined by '|', of which one must occur.
  explicit Hints(const std::vector<std::string_view>& groups);
  bool allow(std::string_view text) const;

 private:
  static constexpr std::size_t kBuckets = 4096;
  struct Group {
    std::vector<std::string_view> words;  // of at least three bytes
    std::vector<std::string_view> signs;  // shorter
    std::bitset<kBuckets> beginnings;     // of words, by their first three bytes
  };
  static std::size_t bucket(const char* at);
  static bool occurs(const Group& group, std::string_view text);

  std::vector<Group> groups_;
};

}  // namespace cardlint::checks
