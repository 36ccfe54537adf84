// A regular expression that a rule gives to its check. RE2: linear time on any text, bounded
// memory.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/pattern_needs.h"

namespace re2 {
class RE2;
}

namespace cardlint::checks {

class Pattern {
 public:
  // RE2 syntax, UTF-8; throws UnusableArgument when `text` does not compile. Compiled when the
  // first text could match.
  explicit Pattern(std::string_view text, bool ignore_case = false);
  Pattern(Pattern&&) noexcept;
  ~Pattern();
  // Unanchored; `found` (if given) receives the matched part.
  bool matches(std::string_view text, std::string_view* found = nullptr) const;
  // Calls visit(group 1, or the whole match) for each match from left to right; a visit that
  // returns false is the last.
  template <class Visit>
  void each(std::string_view text, Visit&& visit) const {
    std::size_t at = 0;
    std::string_view part;
    while (next(text, at, part)) {
      if constexpr (std::is_same_v<decltype(visit(part)), bool>) {
        if (!visit(part)) return;
      } else {
        visit(part);
      }
    }
  }

 private:
  struct Compiled;
  const re2::RE2& regex() const;
  bool next(std::string_view text, std::size_t& at, std::string_view& part) const;

  std::string text_;
  bool ignore_case_;
  PatternNeeds needs_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace cardlint::checks
