// Texts that are kept once and handed out as views: a run over many targets says the same words
// again and again.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace cardlint {

class WordPool {
 public:
  // A view of the pool's own copy, good as long as the pool.
  std::string_view keep(std::string_view text) {
    const auto at = words_.find(text);
    return at != words_.end() ? std::string_view(*at)
                              : std::string_view(*words_.emplace(text).first);
  }
  std::size_t size() const { return words_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  std::unordered_set<std::string, Hash, std::equal_to<>> words_;  // nodes never move
};

}  // namespace cardlint
