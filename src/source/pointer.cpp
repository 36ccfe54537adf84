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

std::optional<std::vector<std::string>> parse_pointer(std::string_view pointer) {
  std::vector<std::string> tokens;
  if (pointer.empty()) return tokens;
  if (pointer.front() != '/') return std::nullopt;
  for (const std::string_view raw : split(pointer.substr(1), '/')) {
    if (raw.find('~') == std::string_view::npos) {
      tokens.emplace_back(raw);
      continue;
    }
    std::string token;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '~') {
        token.push_back(raw[i]);
        continue;
      }
      if (i + 1 == raw.size() || (raw[i + 1] != '0' && raw[i + 1] != '1')) return std::nullopt;
      token.push_back(raw[++i] == '0' ? '~' : '/');
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace cardlint
