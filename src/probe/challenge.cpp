#include "probe/challenge.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

bool is_token_char(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || kMarks.find(c) != std::string_view::npos;
}

bool is_token68_char(char c) {
  constexpr std::string_view kMarks = "-._~+/";
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || kMarks.find(c) != std::string_view::npos;
}

// Commas separate challenges and parameters alike: a word followed by '=' is a parameter, any other
// word begins a challenge.
class FieldReader {
 public:
  FieldReader(std::string_view text, Challenges& out) : text_(text), out_(out) {}

  void read() {
    while (true) {
      skip_separators();
      if (at_ == text_.size()) return;
      const std::string_view word = token();
      if (word.empty()) {
        return refuse(fmt::format("a name is expected at '{}'", printable(text_.substr(at_), 20)));
      }
      if (!item(word)) return;
    }
  }

 private:
  bool item(std::string_view word) {
    const std::size_t after_word = at_;
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '=' && !out_.list.empty() && in_challenge_)
      return parameter(word);
    if (at_ < text_.size() && text_[at_] == '=') {
      refuse(fmt::format("the parameter '{}' stands before any scheme", printable(word, 40)));
      return false;
    }
    return challenge(word, after_word);
  }

  bool challenge(std::string_view scheme, std::size_t after_word) {
    out_.list.push_back({std::string(scheme), "", {}});
    in_challenge_ = true;
    if (at_ == after_word) {
      if (at_ < text_.size() && text_[at_] != ',') {
        refuse(fmt::format("unexpected '{}' after '{}'", printable(text_.substr(at_, 1)),
                           printable(scheme, 40)));
        return false;
      }
      return true;
    }
    take_token68();
    return true;
  }

  // "Basic QWxhZGRpbg==": a value that runs to the comma or the end and is no parameter.
  void take_token68() {
    std::size_t end = at_;
    while (end < text_.size() && is_token68_char(text_[end])) ++end;
    std::size_t padded = end;
    while (padded < text_.size() && text_[padded] == '=') ++padded;
    std::size_t rest = padded;
    while (rest < text_.size() && (text_[rest] == ' ' || text_[rest] == '\t')) ++rest;
    const bool whole = rest == text_.size() || text_[rest] == ',';
    if (end == at_ || !whole) return;
    out_.list.back().token68 = text_.substr(at_, padded - at_);
    at_ = rest;
  }

  bool parameter(std::string_view name) {
    if (const std::string& value = out_.list.back().token68; !value.empty()) {
      refuse(fmt::format("'{}' stands behind the value '{}'", printable(name, 40),
                         printable(value, 20)));
      return false;
    }
    ++at_;
    skip_blanks();
    std::string value;
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    if (quoted ? !quoted_string(value) : (value = token(), value.empty())) {
      const std::string shown = printable(name, 40);
      refuse(quoted ? fmt::format("the quotes of '{}' are not closed", shown)
                    : fmt::format("'{}' has no value", shown));
      return false;
    }
    out_.list.back().parameters.emplace_back(to_lower_ascii(name), std::move(value));
    skip_blanks();
    if (at_ < text_.size() && text_[at_] != ',') {
      refuse(fmt::format(
          "'{}' goes on with '{}' where a comma is expected: a value like that needs quotes",
          printable(name, 40), printable(text_.substr(at_, 20), 20)));
      return false;
    }
    return true;
  }

  bool quoted_string(std::string& value) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        return true;
      }
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value += text_[at_];
    }
    return false;
  }

  std::string_view token() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_token_char(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  void skip_separators() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == ','))
      ++at_;
  }
  void refuse(std::string fault) {
    if (out_.fault.empty()) out_.fault = std::move(fault);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool in_challenge_ = false;
  Challenges& out_;
};

}  // namespace

bool Challenge::is(std::string_view scheme_name) const {
  return scheme.size() == scheme_name.size() && starts_with_ignoring_case(scheme, scheme_name);
}

const std::string* Challenge::parameter(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const auto& entry) { return entry.first == name; });
  return found == parameters.end() ? nullptr : &found->second;
}

Challenges parse_challenges(const std::vector<std::string_view>& fields) {
  Challenges challenges;
  for (const std::string_view field : fields) FieldReader(field, challenges).read();
  return challenges;
}

std::string pointer_for_ts_sdk(const std::vector<std::string_view>& fields) {
  const std::string whole = fmt::format("{}", fmt::join(fields, ", "));
  if (!starts_with_ignoring_case(whole, "bearer ")) return {};
  constexpr std::string_view kName = "resource_metadata=";
  const std::size_t at = whole.find(kName);
  if (at == std::string::npos) return {};
  std::string_view rest = std::string_view(whole).substr(at + kName.size());
  if (rest.starts_with('"')) {
    const std::size_t end = rest.find('"', 1);
    return end == std::string_view::npos ? std::string() : std::string(rest.substr(1, end - 1));
  }
  return std::string(rest.substr(0, rest.find_first_of(" ,\t")));
}

}  // namespace cardlint
