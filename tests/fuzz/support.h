// What every target needs: promises that abort, small choices taken from the front of the input, a
// file for readers that take a path.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cardlint::fuzz {

// Aborts with what was promised and what was seen.
void promise(bool holds, const char* what, std::string_view seen = {});

// The input, eaten from the front. An empty input gives zeros and empty texts.
class Input {
 public:
  explicit Input(std::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::size_t below(std::size_t count) { return byte() % count; }
  template <class T, std::size_t kSize>
  T pick(const std::array<T, kSize>& items) {
    return items[below(kSize)];
  }
  // Up to `separator`, which is dropped; all of it where there is none.
  std::string_view until(char separator) {
    const std::size_t at = rest_.find(separator);
    const std::string_view piece = rest_.substr(0, at);
    rest_ = at == std::string_view::npos ? std::string_view() : rest_.substr(at + 1);
    return piece;
  }
  std::string_view rest() {
    const std::string_view all = rest_;
    rest_ = {};
    return all;
  }

 private:
  std::string_view rest_;
};

// Writes `text` to the one file of this process and returns its path. The folder holds nothing else
// and goes away with the process.
std::string as_file(std::string_view text);

// Valid UTF-8 in which nothing is invisible but, where allowed, the end of a line.
bool is_visible(std::string_view text, bool line_ends);

}  // namespace cardlint::fuzz
