#include "checks/ecma_pattern.h"

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

}  // namespace

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
