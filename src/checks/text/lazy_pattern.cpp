#include "checks/text/lazy_pattern.h"

#include <string>

#include "rules/check.h"

namespace cardlint::checks {

const Pattern& LazyPattern::get() const {
  std::call_once(made_, [&] {
    std::string all;
    for (const std::string_view part : parts_) {
      if (!all.empty()) all += '|';
      all.append("(?:").append(part).append(")");
    }
    // No exception may cross call_once: with a static runtime libgcc_s ends the program.
    try {
      pattern_.emplace(all, true);
    } catch (const UnusableArgument& fault) {
      fault_ = fault.message;
    }
  });
  if (!pattern_) throw UnusableArgument{fault_};
  return *pattern_;
}

}  // namespace cardlint::checks
