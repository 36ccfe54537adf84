// A regular expression of somebody's schema: ECMA-262 by JSON Schema validation §6.3.3, run by RE2
// in linear time. Where the two read an expression or a text differently there is no answer, never
// a wrong one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace cardlint::checks {

class EcmaPattern {
 public:
  explicit EcmaPattern(std::string_view text);
  EcmaPattern(EcmaPattern&&) noexcept;
  ~EcmaPattern();

  // Whether it is found in `text`; nothing where RE2 cannot tell.
  std::optional<bool> found_in(std::string_view text) const;

 private:
  std::unique_ptr<re2::RE2> regex_;  // null: RE2 lacks something that the expression uses
  bool spaces_ = false;              // has \s or \S, which RE2 takes for ASCII only
  bool dot_ = false;                 // has '.', which in ECMA-262 stops at more line ends
};

// What is wrong with an expression: nothing (empty), for certain, or what keeps us from telling.
struct PatternFault {
  bool certain = false;
  std::string detail;
};
PatternFault find_pattern_fault(std::string_view text);

}  // namespace cardlint::checks
