// A set of texts that is asked with views, without a copy of what is asked for.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace cardlint {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

}  // namespace cardlint
