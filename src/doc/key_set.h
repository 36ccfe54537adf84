// A list of names that the members of documents are held against, one after the other: most are
// told apart by their marks alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/short_text.h"
#include "doc/tree.h"

namespace cardlint {

class KeySet {
 public:
  KeySet() = default;
  // The texts have to outlive this.
  explicit KeySet(const std::vector<std::string_view>& names) {
    for (const std::string_view name : names) names_.push_back({name, key_mark(name), place()});
    std::stable_sort(names_.begin(), names_.end(),
                     [](const Name& a, const Name& b) { return a.mark < b.mark; });
    for (std::size_t i = names_.size(); i-- > 0;)
      first_[names_[i].mark] = static_cast<std::uint8_t>(std::min<std::size_t>(i + 1, 255));
  }

  bool has(const Node& member) const { return find(member) != names_.size(); }
  // The place of the member's name in the list; the size of the list where it is not in it.
  std::size_t find(const Node& member) const {
    const std::size_t first = first_[member.mark];
    for (std::size_t i = first - 1; first != 0 && i < names_.size(); ++i) {
      if (names_[i].mark > member.mark) break;
      if (names_[i].mark == member.mark && same_text(names_[i].text, member.key))
        return names_[i].place;
    }
    return names_.size();
  }

 private:
  struct Name {
    std::string_view text;
    std::uint8_t mark;
    std::uint32_t place;
  };
  std::uint32_t place() const { return static_cast<std::uint32_t>(names_.size()); }

  std::vector<Name> names_;  // by mark
  // By mark: 1 + the place in names_, or 255 for all places from there on; 0 where none is.
  std::array<std::uint8_t, 256> first_{};
};

}  // namespace cardlint
