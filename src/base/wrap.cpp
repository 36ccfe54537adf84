#include "base/wrap.h"

#include "base/text.h"

namespace cardlint {

std::string wrapped(std::string_view text, std::string_view margin) {
  std::string out;
  std::size_t width = 0;
  for (const std::string_view line : split(text, '\n')) {
    for (const std::string_view word : split(line, ' ')) {
      if (word.empty()) continue;
      const std::size_t length = count_code_points(word);
      const bool fits = width > 0 && width + 1 + length <= 78;
      if (width > 0) out += fits ? " " : "\n";
      if (!fits) out += margin;
      out += word;
      width = fits ? width + 1 + length : margin.size() + length;
    }
  }
  return out + "\n";
}

}  // namespace cardlint
