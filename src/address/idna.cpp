#include "address/idna.h"

#include <idn2.h>

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace cardlint {
namespace {

// Punycode takes quadratic time. DNS knows no label above 63 bytes and no name above 253; in UTF-8
// and before mapping they may be longer.
constexpr std::size_t kLabelBytes = 256;
constexpr std::size_t kHostBytes = 2048;

template <class Convert>
std::string each_label(std::string_view host, Convert&& convert) {
  std::vector<std::string> labels;
  for (const std::string_view label : split(host, '.')) labels.push_back(convert(label));
  return join(labels, ".");
}

// What libidn2 makes of a text, or `otherwise` where it refuses.
std::string converted(int result, char* made, std::string_view otherwise) {
  std::string out(result == IDN2_OK ? std::string_view(made) : otherwise);
  if (result == IDN2_OK) idn2_free(made);
  return out;
}

// U+3002, U+FF0E and U+FF61 separate labels like '.'.
std::string with_ascii_dots(std::string_view host) {
  std::string out;
  for (std::size_t i = 0; i < host.size();) {
    const CodePoint c = decode_utf8(host, i);
    const bool dot = c.value == 0x3002 || c.value == 0xFF0E || c.value == 0xFF61;
    out += dot ? std::string_view(".") : host.substr(i, c.length);
    i += c.length;
  }
  return out;
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::string to_ascii_host(std::string_view utf8) {
  if (is_plain(utf8) || utf8.size() > kHostBytes) return to_lower_ascii(utf8);
  return each_label(with_ascii_dots(utf8), [](std::string_view label) {
    std::string lower = to_lower_ascii(label);
    // libidn2 reads to the first NUL.
    if (is_plain(label) || label.size() > kLabelBytes || label.find('\0') != std::string_view::npos)
      return lower;
    char* made = nullptr;
    const int result = idn2_to_ascii_8z(lower.c_str(), &made, IDN2_NONTRANSITIONAL);
    return converted(result, made, lower);
  });
}

std::string to_unicode_host(std::string_view ascii) {
  if (ascii.find("xn--") == std::string_view::npos || ascii.size() > kHostBytes)
    return std::string(ascii);
  return each_label(ascii, [](std::string_view label) {
    if (!label.starts_with("xn--") || label.size() > kLabelBytes) return std::string(label);
    char* made = nullptr;
    const int result = idn2_to_unicode_8z8z(std::string(label).c_str(), &made, 0);
    std::string spelled = converted(result, made, label);
    return to_ascii_host(spelled) == label ? spelled : std::string(label);
  });
}

}  // namespace cardlint
