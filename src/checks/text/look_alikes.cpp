#include "checks/text/look_alikes.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "checks/text/code_points.h"
#include "checks/text/look_alike_runs.h"

namespace cardlint::checks {
char look_alike(std::uint32_t code_point) {
  const LookAlikeRun* run =
      std::upper_bound(std::begin(kRuns), std::end(kRuns), code_point,
                       [](std::uint32_t c, const LookAlikeRun& entry) { return c < entry.first; });
  if (run == std::begin(kRuns)) return 0;
  --run;
  const std::uint32_t at = code_point - run->first;
  const auto count = static_cast<std::uint32_t>(run->count < 0 ? -run->count : run->count);
  if (at >= count) return 0;
  return static_cast<char>(run->ascii + (run->count < 0 ? 0 : static_cast<int>(at)));
}

std::string skeleton(std::string_view identifier) {
  std::string plain;
  for (std::size_t i = 0; i < identifier.size();) {
    const CodePoint c = decode_utf8(identifier, i);
    if (const char ascii = c.value < 0x80 ? static_cast<char>(c.value) : look_alike(c.value)) {
      plain += ascii;
    } else if (!is_ignorable(c.value) && !is_combining_mark(c.value)) {
      plain += identifier.substr(i, c.length);
    }
    i += c.length;
  }
  std::string out;
  for (const char c : to_lower_ascii(plain)) {
    if (c == 'n' && out.ends_with('r')) {
      out.back() = 'm';
    } else {
      out += c == '1' || c == 'i' ? 'l' : c == '0' ? 'o' : c;
    }
  }
  return out;
}

}  // namespace cardlint::checks
