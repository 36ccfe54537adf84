#include "checks/json_schema/ecma_pattern.h"

#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

namespace cardlint::checks {
namespace {

constexpr std::size_t kMaxBytes = 4096;      // of an expression: compiling costs more than reading
constexpr std::int64_t kMemory = 256 << 10;  // of its automata: RE2 gives up beyond

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The same expression as RE2 writes it; nothing when it uses what RE2 lacks or reads differently.
class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}

  std::optional<std::string> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\') {
        if (!escape()) return std::nullopt;
        continue;
      }
      const bool extension = c == '(' && next(1) == '?' && next(2) != ':';
      const bool posix_class = in_class_ && c == '[' && (next(1) == ':' || next(1) == '.');
      if (extension || posix_class) return std::nullopt;
      if (c == '[' && !in_class_) {
        // "[]" and "[^]" are whole classes in ECMA-262.
        if (next(1) == ']' || (next(1) == '^' && next(2) == ']')) return std::nullopt;
        in_class_ = true;
      } else if (c == '[') {
        out_ += '\\';
      } else if (c == ']') {
        in_class_ = false;
      } else if (c == '.' && !in_class_) {
        dot = true;
      }
      out_ += c;
      ++at_;
    }
    return std::move(out_);
  }

  bool spaces = false;
  bool dot = false;

 private:
  char next(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  bool escape() {
    const char c = next(1);
    if (c == 'u' && text_.size() >= at_ + 6 && is_hex(text_.substr(at_ + 2, 4))) {
      const std::string_view digits = text_.substr(at_ + 2, 4);
      if (digits[0] == 'd' || digits[0] == 'D') return false;  // surrogates
      out_ += fmt::format("\\x{{{}}}", digits);
      at_ += 6;
      return true;
    }
    if (c == 'x' && text_.size() >= at_ + 4 && is_hex(text_.substr(at_ + 2, 2))) {
      out_ += text_.substr(at_, 4);
      at_ += 4;
      return true;
    }
    constexpr std::string_view kSame = "dDwWsSbBnrtfv";
    const bool letter = is_alphanumeric(c);
    const bool boundary = c == 'b' || c == 'B';
    if (c == '\0' || (letter && kSame.find(c) == std::string_view::npos) ||
        (boundary && in_class_) || static_cast<unsigned char>(c) >= 0x80)
      return false;
    spaces = spaces || c == 's' || c == 'S';
    out_ += '\\';
    out_ += c;
    at_ += 2;
    return true;
  }

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0;
  bool in_class_ = false;
};

// Groups that other dialects have and ECMA-262 (2025, with modifiers) has not, and groups that RE2
// lacks; brackets and parentheses are counted along the way.
class Groups {
 public:
  explicit Groups(std::string_view text) : text_(text) {}

  PatternFault run() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\') {
        if (++at_ == text_.size()) return {true, "ends in a lone '\\'"};
      } else if (in_class_) {
        in_class_ = c != ']';
      } else if (c == '[') {
        in_class_ = true;
      } else if (c == '(') {
        ++open_;
        if (PatternFault fault = group(text_.substr(at_ + 1)); fault.certain) return fault;
      } else if (c == ')' && open_-- == 0) {
        return {true, "has a ')' without '('"};
      }
    }
    if (in_class_) return {true, "has a '[' without ']'"};
    if (open_ > 0) return {true, "has a '(' without ')'"};
    return {};
  }

 private:
  static PatternFault group(std::string_view rest) {
    if (!rest.starts_with('?') || rest.size() < 2) return {};
    if (rest[1] == ':' || rest[1] == '=' || rest[1] == '!' || rest[1] == '<') return {};
    const std::size_t end = rest.find_first_not_of("ims-", 1);
    if (end != std::string_view::npos && end > 1 && rest[end] == ':') return {};
    const std::string_view shown = rest.substr(0, std::min<std::size_t>(rest.size(), 4));
    if (end != std::string_view::npos && end > 1 && rest[end] == ')')
      return {true, fmt::format("has the inline flag '({})'", rest.substr(0, end))};
    if (rest[1] == 'P')
      return {true, fmt::format("has the group '({}…', which is Python's", shown.substr(0, 3))};
    if (rest[1] == '>') return {true, "has the atomic group '(?>…'"};
    if (rest[1] == '#') return {true, "has the comment '(?#…'"};
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t open_ = 0;
  bool in_class_ = false;
};

RE2::Options quiet_options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemory);
  return options;
}

}  // namespace

PatternFault find_pattern_fault(std::string_view text) {
  if (text.size() > kMaxBytes) return {false, "its expression is too long to be compiled"};
  if (PatternFault fault = Groups(text).run(); fault.certain) return fault;
  const auto translated = Translator(text).run();
  if (!translated) return {false, "its expression uses syntax that a linear-time engine lacks"};
  const re2::RE2 regex(*translated, quiet_options());
  switch (regex.error_code()) {
    case RE2::NoError:
      return {};
    case RE2::ErrorRepeatArgument:
    case RE2::ErrorRepeatOp:
      return {true, fmt::format("has nothing that '{}' repeats", regex.error_arg())};
    default:
      return {false, "its expression is one that a linear-time engine does not take"};
  }
}

EcmaPattern::EcmaPattern(std::string_view text) {
  if (text.size() > kMaxBytes) return;
  Translator translator(text);
  const auto translated = translator.run();
  if (!translated) return;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemory);
  auto regex = std::make_unique<re2::RE2>(*translated, options);
  if (!regex->ok()) return;
  regex_ = std::move(regex);
  spaces_ = translator.spaces;
  dot_ = translator.dot;
}

EcmaPattern::EcmaPattern(EcmaPattern&&) noexcept = default;
EcmaPattern::~EcmaPattern() = default;

std::optional<bool> EcmaPattern::found_in(std::string_view text) const {
  if (regex_ == nullptr) return std::nullopt;
  const bool ascii = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || c == '\v';
  });
  if (spaces_ && !ascii) return std::nullopt;
  if (dot_ && (text.find('\r') != std::string_view::npos ||
               text.find("\xE2\x80\xA8") != std::string_view::npos ||
               text.find("\xE2\x80\xA9") != std::string_view::npos))
    return std::nullopt;
  return regex_->Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED,
                       nullptr, 0);
}

}  // namespace cardlint::checks
