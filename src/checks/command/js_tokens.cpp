#include "checks/command/js_tokens.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '#' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  JsTokens run() {
    if (text_.size() > kMaxJsBytes) stop();
    while (tokens_.complete && skip_blank()) token();
    if (!open_.empty()) stop();
    return std::move(tokens_);
  }

 private:
  void stop() { tokens_.complete = false; }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool starts(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  void add(JsTokenType type, std::string text, std::size_t begin) {
    tokens_.list.push_back({type, std::move(text), begin, kNoToken});
  }

  // Behind white space and comments; false at the end.
  bool skip_blank() {
    while (at_ < text_.size()) {
      if (static_cast<unsigned char>(peek()) <= ' ') {
        ++at_;
      } else if (starts("//") || starts("<!--")) {
        at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
      } else if (starts("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) stop();
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return true;
      }
    }
    return false;
  }

  void token() {
    const char c = peek();
    if (begins_name(c)) return run_of(JsTokenType::Name);
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return run_of(JsTokenType::Number);
    if (c == '"' || c == '\'') return string(c);
    if (c == '`') {
      ++at_;
      return template_part();
    }
    if (c == '}' && !open_.empty() && tokens_.list[open_.back()].is("${")) {
      close();
      return template_part();
    }
    if (c == '/' && regex_may_stand()) return regex();
    punctuator();
  }

  void run_of(JsTokenType type) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (begins_name(peek()) || is_digit(peek()) ||
                                  (type == JsTokenType::Number && peek() == '.')))
      ++at_;
    add(type, std::string(text_.substr(begin, at_ - begin)), begin);
  }

  void string(char quote) {
    const std::size_t begin = at_++;
    std::string value;
    while (at_ < text_.size() && peek() != quote && peek() != '\n') character(value);
    if (peek() != quote) return stop();
    ++at_;
    add(JsTokenType::String, std::move(value), begin);
  }

  // At the first character of a part; ends behind "`" or "${".
  void template_part() {
    const std::size_t begin = at_;
    std::string value;
    while (at_ < text_.size() && peek() != '`' && !starts("${")) character(value);
    if (at_ >= text_.size()) return stop();
    add(JsTokenType::Template, std::move(value), begin);
    if (peek() == '`') {
      ++at_;
      return;
    }
    open_.push_back(tokens_.list.size());
    add(JsTokenType::Punctuator, "${", at_);
    at_ += 2;
  }

  // One character of a string or template, its escape undone.
  void character(std::string& value) {
    if (peek() != '\\' || at_ + 1 >= text_.size()) {
      value.push_back(text_[at_++]);
      return;
    }
    ++at_;
    const char c = text_[at_++];
    constexpr std::string_view kFrom = "nrtbfv0";
    constexpr std::string_view kTo = "\n\r\t\b\f\v\0"sv;
    if (const std::size_t i = kFrom.find(c); i != std::string_view::npos) {
      value.push_back(kTo[i]);
    } else if (c == 'x' || c == 'u') {
      code_point(value, c == 'x' ? 2 : 4);
    } else if (c != '\n') {
      value.push_back(c);
    }
  }

  void code_point(std::string& value, std::size_t digits) {
    const bool braces = digits == 4 && peek() == '{';
    if (braces) ++at_;
    std::uint32_t code = 0;
    for (std::size_t n = 0; n < (braces ? 6 : digits); ++n) {
      constexpr std::string_view kHex = "0123456789abcdef";
      const char lower =
          peek() >= 'A' && peek() <= 'F' ? static_cast<char>(peek() + ('a' - 'A')) : peek();
      const std::size_t digit = at_ < text_.size() ? kHex.find(lower) : std::string_view::npos;
      if (digit == std::string_view::npos) break;
      code = code * 16 + static_cast<std::uint32_t>(digit);
      ++at_;
    }
    if (braces && peek() == '}') ++at_;
    append_utf8(value, code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) ? 0xFFFD : code);
  }

  // A '/' divides behind a value and begins a regular expression everywhere else.
  bool regex_may_stand() const {
    if (tokens_.list.empty()) return true;
    constexpr std::array kWords{"return"sv, "typeof"sv, "case"sv,   "in"sv,
                                "of"sv,     "new"sv,    "delete"sv, "void"sv,
                                "else"sv,   "do"sv,     "await"sv,  "instanceof"sv};
    const JsToken& last = tokens_.list.back();
    if (last.type == JsTokenType::Name)
      return std::find(kWords.begin(), kWords.end(), last.text) != kWords.end();
    return last.type == JsTokenType::Punctuator && !last.is(")") && !last.is("]") && !last.is("}");
  }

  void regex() {
    const std::size_t begin = at_++;
    for (bool in_class = false;; ++at_) {
      if (at_ >= text_.size() || peek() == '\n') return stop();
      if (peek() == '/' && !in_class) break;
      if (peek() == '\\') ++at_;
      if (peek() == '[') in_class = true;
      if (peek() == ']') in_class = false;
    }
    ++at_;
    while (begins_name(peek())) ++at_;
    at_ = std::min(at_, text_.size());
    add(JsTokenType::Regex, std::string(text_.substr(begin, at_ - begin)), begin);
  }

  void punctuator() {
    const char c = peek();
    if (c == '(' || c == '[' || c == '{') {
      open_.push_back(tokens_.list.size());
      add(JsTokenType::Punctuator, std::string(1, c), at_);
      ++at_;
      return;
    }
    if (c == ')' || c == ']' || c == '}') return close();
    constexpr std::array kLong{"..."sv, "==="sv, "!=="sv, "&&="sv, "||="sv, R"(??=)"sv,
                               "=>"sv,  "?."sv,  "??"sv,  "&&"sv,  "||"sv,  "=="sv,
                               "!="sv,  "<="sv,  ">="sv,  "+="sv,  "++"sv,  "--"sv};
    for (const std::string_view word : kLong) {
      if (!starts(word) || (word == "?." && is_digit(peek(2)))) continue;
      add(JsTokenType::Punctuator, std::string(word), at_);
      at_ += word.size();
      return;
    }
    add(JsTokenType::Punctuator, std::string(1, c), at_);
    ++at_;
  }

  void close() {
    const std::string_view opener = peek() == ')' ? "(" : peek() == ']' ? "[" : "{";
    const bool fits = !open_.empty() && tokens_.list[open_.back()].text.ends_with(opener);
    if (!fits) return stop();
    tokens_.list[open_.back()].match = tokens_.list.size();
    add(JsTokenType::Punctuator, std::string(1, peek()), at_);
    ++at_;
    tokens_.list.back().match = open_.back();
    open_.pop_back();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  JsTokens tokens_;
  std::vector<std::size_t> open_;
};

}  // namespace

JsTokens tokenize_js(std::string_view text) {
  return Tokenizer(text).run();
}

}  // namespace cardlint::checks
