// What is known of a regular expression before it is compiled: what any text that matches has to
// hold, and of plain expressions a way to see a match at once. An expression that is never tried
// need not be compiled, which takes longer than all else at a start.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

class PatternNeeds {
 public:
  // Reads the part of RE2's syntax that rules mostly use, in one pass over `pattern`.
  explicit PatternNeeds(std::string_view pattern, bool ignore_case = false);

  // Every construct was understood: RE2 compiles this pattern. Else nothing is known of it.
  bool understood() const { return understood_; }
  // False where no match is possible; otherwise one may be.
  bool met_by(std::string_view text) const;
  // True where the whole text is the match that RE2 finds; otherwise it may be one all the same.
  bool surely_matches(std::string_view text) const;

 private:
  class Reader;
  // What a text has to hold: all of the parts, any of them, a word, one of some bytes, or one of
  // them at its end.
  struct Need {
    enum class Type { All, Any, Word, Bytes, End } type = Type::All;  // all of no parts: nothing
    std::vector<Need> parts = {};
    std::string word = {};
    std::bitset<256> bytes = {};

    bool is_nothing() const { return type == Type::All && parts.empty(); }
    bool met_by(std::string_view text) const;
  };

  // Characters in a row: one, or as many as come.
  struct Step {
    std::bitset<256> bytes;
    bool optional, repeated;
  };

  bool ignore_case_;
  bool understood_ = false;
  Need need_;
  std::vector<Step> steps_;  // from the first character to the last, of "^…$" or "^(…|…)$"
};

}  // namespace cardlint
