// What any text that matches a regular expression has to hold: most texts do not, and an expression
// that is never tried need not be compiled, which takes longer than all else at a start.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint::checks {

class PatternNeeds {
 public:
  // Reads the part of RE2's syntax that rules mostly use, in one pass over `pattern`.
  explicit PatternNeeds(std::string_view pattern, bool ignore_case = false);

  // Every construct was understood: RE2 compiles this pattern. Else nothing is known of it.
  bool understood() const { return understood_; }
  // False where no match is possible; otherwise one may be.
  bool met_by(std::string_view text) const;

 private:
  class Reader;
  // What a text has to hold: all of the parts, any of them, a word, or one of some bytes.
  struct Need {
    enum class Type { All, Any, Word, Bytes } type = Type::All;  // all of no parts: nothing
    std::vector<Need> parts = {};
    std::string word = {};
    std::bitset<256> bytes = {};

    bool is_nothing() const { return type == Type::All && parts.empty(); }
    bool met_by(std::string_view text) const;
  };

  bool ignore_case_;
  bool understood_ = false;
  Need need_;
};

}  // namespace cardlint::checks
