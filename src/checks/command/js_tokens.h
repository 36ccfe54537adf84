// The words of a JavaScript text: enough to look at a commandFunction without running it. Comments
// are skipped, strings and templates are one token a piece, brackets know their partners. Knows no
// grammar beyond that.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint::checks {

enum class JsTokenType { Name, Number, String, Template, Regex, Punctuator };

inline constexpr std::size_t kNoToken = ~std::size_t{0};

struct JsToken {
  JsTokenType type;
  std::string text;       // String and Template: the decoded text without quotes; else as written
  std::size_t begin = 0;  // byte offset in the text
  std::size_t match = kNoToken;  // ( [ { ${ and ) ] }: the index of the partner

  bool is(std::string_view punctuator) const {
    return type == JsTokenType::Punctuator && text == punctuator;
  }
  bool is_name(std::string_view name) const { return type == JsTokenType::Name && text == name; }
};

struct JsTokens {
  std::vector<JsToken> list;
  bool complete = true;  // false: too long, something does not end, or brackets do not match;
                         // nothing is concluded then
};

inline constexpr std::size_t kMaxJsBytes = 16u << 10;  // a commandFunction has a few lines

// A template `a ${b} c` becomes Template "a ", "${", Name b, "}", Template " c". Time is linear,
// nothing recurses.
JsTokens tokenize_js(std::string_view text);

}  // namespace cardlint::checks
