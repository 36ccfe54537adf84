// Puts RE2 in the place of std::regex inside valijson, whose 1.0 has the engine hard-coded.
// libstdc++'s matcher recurses once for each character and so dies of a string of some 10 KB; RE2
// takes linear time and constant stack.
//
// The trick is name lookup: inside namespace valijson, `std::` finds the namespace below first. It
// must be included before any valijson header, and in one translation unit only, or the same inline
// functions get two definitions.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <regex>
#include <stdexcept>
#include <string>

#include "base/pattern_needs.h"

namespace valijson {
namespace std {

using namespace ::std;

// Only the code for 'format' reads groups, and no schema with 'format' passes check_schema.
struct smatch {
  struct Group {
    ::std::string str() const { return {}; }
  };
  Group operator[](int) const { return {}; }
};

// Compiled when the first text could match. Not for two threads at once: engine.cpp gives each its
// own.
class regex {
 public:
  explicit regex(const ::std::string& pattern) : pattern_(pattern), needs_(pattern) {
    if (!needs_.understood() && !re2().ok())
      throw ::std::runtime_error("unsupported pattern '" + pattern + "'");
  }
  bool may_match(const ::std::string& text) const { return needs_.met_by(text); }
  const RE2& re2() const {
    if (re2_ == nullptr) re2_ = ::std::make_shared<const RE2>(pattern_, RE2::Quiet);
    return *re2_;
  }

 private:
  ::std::string pattern_;
  cardlint::PatternNeeds needs_;
  mutable ::std::shared_ptr<const RE2> re2_;
};

inline bool regex_search(const ::std::string& text, const regex& pattern) {
  return pattern.may_match(text) && RE2::PartialMatch(text, pattern.re2());
}
inline bool regex_match(const ::std::string& text, const regex& pattern) {
  return pattern.may_match(text) && RE2::FullMatch(text, pattern.re2());
}
inline bool regex_match(const ::std::string& text, smatch&, const regex& pattern) {
  return regex_match(text, pattern);
}

}  // namespace std
}  // namespace valijson
