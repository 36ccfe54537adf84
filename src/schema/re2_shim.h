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

class regex {
 public:
  explicit regex(const ::std::string& pattern)
      : re2_(::std::make_shared<const RE2>(pattern, RE2::Quiet)) {
    if (!re2_->ok()) throw ::std::runtime_error("unsupported pattern '" + pattern + "'");
  }
  const RE2& re2() const { return *re2_; }

 private:
  ::std::shared_ptr<const RE2> re2_;
};

inline bool regex_search(const ::std::string& text, const regex& pattern) {
  return RE2::PartialMatch(text, pattern.re2());
}
inline bool regex_match(const ::std::string& text, const regex& pattern) {
  return RE2::FullMatch(text, pattern.re2());
}
inline bool regex_match(const ::std::string& text, smatch&, const regex& pattern) {
  return RE2::FullMatch(text, pattern.re2());
}

}  // namespace std
}  // namespace valijson
