// Alternatives of one expression, compiled when the first text needs them: most documents never do.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/member/pattern.h"

namespace cardlint::checks {

class LazyPattern {
 public:
  // RE2 syntax, case ignored. An empty list matches nothing. What does not compile throws
  // UnusableArgument at its first use.
  explicit LazyPattern(std::vector<std::string_view> parts) : parts_(std::move(parts)) {}

  bool empty() const { return parts_.empty(); }
  bool matches(std::string_view text) const { return !empty() && get().matches(text); }
  template <class Visit>
  void each(std::string_view text, Visit&& visit) const {
    if (!empty()) get().each(text, visit);
  }

 private:
  const Pattern& get() const;

  std::vector<std::string_view> parts_;
  mutable std::once_flag made_;
  mutable std::optional<Pattern> pattern_;
  mutable std::string fault_;  // why there is none
};

}  // namespace cardlint::checks
