// Path patterns with `*`, `?` and `**`, as ignore files have them. The time is that of path times
// pattern, whatever both hold: there is no backtracking. Knows no files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cardlint {

class Glob {
 public:
  // `*` is any text without '/', `?` one character, `**` as a whole component any number of
  // folders. A pattern without '/' holds in every folder; a '/' at its beginning only says that it
  // does not. What names a folder covers all below it. Refuses what other dialects have and this
  // one has not ('[', '{', '!', '\'), so that nobody believes in a pattern that never matches.
  static Result<Glob> parse(std::string_view text);

  // `path` is relative and '/'-separated.
  bool matches(std::string_view path) const;
  const std::string& text() const { return text_; }

 private:
  struct Token {
    enum class Type { Byte, OneCharacter, Run, Folders } type;
    char byte;
  };

  std::string text_;
  std::vector<Token> tokens_;
};

}  // namespace cardlint
