#include "source/pointer.h"

#include "base/text.h"

namespace cardlint {

void append_pointer_token(std::string& pointer, std::string_view token) {
  pointer.push_back('/');
  for (const char c : token) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer.push_back(c);
    }
  }
}

std::optional<std::string> unescape_pointer_token(std::string_view token) {
  std::string plain;
  plain.reserve(token.size());
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      plain.push_back(token[i]);
      continue;
    }
    if (i + 1 == token.size() || (token[i + 1] != '0' && token[i + 1] != '1')) return std::nullopt;
    plain.push_back(token[++i] == '0' ? '~' : '/');
  }
  return plain;
}

std::optional<std::vector<std::string>> parse_pointer(std::string_view pointer) {
  std::vector<std::string> tokens;
  if (pointer.empty()) return tokens;
  if (pointer.front() != '/') return std::nullopt;
  for (const std::string_view raw : split(pointer.substr(1), '/')) {
    std::optional<std::string> token = unescape_pointer_token(raw);
    if (!token) return std::nullopt;
    tokens.push_back(*std::move(token));
  }
  return tokens;
}

}  // namespace cardlint
