#include "checks/text/lazy_pattern.h"

#include <string>

namespace cardlint::checks {

const Pattern& LazyPattern::get() const {
  std::call_once(made_, [&] {
    std::string all;
    for (const std::string_view part : parts_) {
      if (!all.empty()) all += '|';
      all.append("(?:").append(part).append(")");
    }
    pattern_.emplace(all, true);
  });
  return *pattern_;
}

}  // namespace cardlint::checks
