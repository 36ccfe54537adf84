// Texts that are kept once and handed out as views: a run over many targets says the same words
// again and again.
#pragma once

#include <string_view>

#include "base/text_set.h"

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
  TextSet words_;  // its nodes never move
};

}  // namespace cardlint
