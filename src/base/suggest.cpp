#include "base/suggest.h"

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

// The only candidate that begins with `word`.
std::string_view beginning(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string_view found;
  if (word.size() < 3) return found;
  for (const std::string_view candidate : candidates) {
    if (!candidate.starts_with(word)) continue;
    if (!found.empty()) return {};
    found = candidate;
  }
  return found;
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string_view near = nearest(word, candidates);
  if (near.empty()) near = beginning(word, candidates);
  return near.empty() ? std::string() : fmt::format("; did you mean '{}'?", printable(near, 60));
}

}  // namespace cardlint
