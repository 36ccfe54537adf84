// Patterns of files as fast-glob reads them: braces, classes, extglobs, "**". Knows no documents.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint::checks {

struct GlobAlternatives {
  std::vector<std::string> patterns;  // without braces, extglobs and escapes
  bool complete = true;               // false: there are more than are listed
};
// {a,b} and @(a|b) expanded, at least one and at most `most` patterns; classes of one character are
// that character. `separators`: '\' is one; else it takes the next character as it is.
GlobAlternatives expand_glob(std::string_view pattern, bool separators, std::size_t most);

// The folders before the first wildcard: "a/b" of "a/b/*.js".
std::string literal_prefix(std::string_view pattern);

// Whether the whole path fits one alternative of expand_glob. Dot files are matched as others.
bool glob_matches(std::string_view pattern, std::string_view path);

}  // namespace cardlint::checks
