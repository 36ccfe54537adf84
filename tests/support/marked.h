// Texts with marked places: in "a: «1»" the markers are stripped and say which bytes are meant.
// Markers nest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "source/source_file.h"

namespace cardlint::test {

struct Marked {
  std::string text;
  std::vector<Span> spans;  // in the order of their opening markers
};

inline Marked marked(std::string_view with_markers) {
  constexpr std::string_view kOpen = "«";
  constexpr std::string_view kClose = "»";
  Marked result;
  std::vector<std::size_t> open;
  while (!with_markers.empty()) {
    const auto at = static_cast<std::uint32_t>(result.text.size());
    if (with_markers.starts_with(kOpen)) {
      open.push_back(result.spans.size());
      result.spans.push_back({at, at});
      with_markers.remove_prefix(kOpen.size());
    } else if (with_markers.starts_with(kClose)) {
      result.spans.at(open.back()).end = at;
      open.pop_back();
      with_markers.remove_prefix(kClose.size());
    } else {
      result.text.push_back(with_markers.front());
      with_markers.remove_prefix(1);
    }
  }
  return result;
}

}  // namespace cardlint::test
