#include "report/markdown_text.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace cardlint {
namespace {

bool is_plain(std::string_view word) {
  constexpr std::string_view kPunctuation = ".,;?'\"()-/%+=";
  if (to_lower_ascii(word).find("www.") != std::string::npos) return false;
  if (word.find("//") != std::string_view::npos) return false;
  // "word:" ends a phrase; ":word:" is an emoji and "word://" a link.
  const std::string_view body = word.ends_with(':') ? word.substr(0, word.size() - 1) : word;
  return std::all_of(body.begin(), body.end(), [&](char c) {
    const auto u = static_cast<unsigned char>(c);
    return u >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || kPunctuation.find(c) != std::string_view::npos;
  });
}

// `text` is printable and not empty.
std::string code_span(std::string_view text, MarkdownPlace place) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  std::string out(longest + 1, '`');
  // A space is needed beside a backtick; one at each end is taken away again.
  const bool padded =
      text.front() == '`' || text.back() == '`' || text.front() == ' ' || text.back() == ' ';
  if (padded) out += ' ';
  std::size_t backslashes = 0;
  for (const char c : text) {
    // A bar ends the cell of a table even in code, unless an odd number of backslashes stands
    // before it.
    if (c == '|' && place == MarkdownPlace::Cell) out += backslashes % 2 == 0 ? "\\" : "\\\\";
    backslashes = c == '\\' ? backslashes + 1 : 0;
    out += c;
  }
  if (padded) out += ' ';
  out.append(longest + 1, '`');
  return out;
}

}  // namespace

std::string markdown_text(std::string_view text, MarkdownPlace place, std::size_t most) {
  const std::string shown = printable(text, most);
  std::string out, code;
  const auto add = [&](const std::string& piece) {
    if (!out.empty() && !piece.empty()) out += ' ';
    out += piece;
  };
  const auto flush = [&] {
    if (code.empty()) return;
    // The full stop or comma of the sentence does not belong to the code.
    std::size_t end = code.find_last_not_of(".,;:");
    end = end == std::string::npos ? code.size() : end + 1;
    const std::string after = code.substr(end);
    add(code_span(std::string_view(code).substr(0, end), place) + after);
    code.clear();
  };
  for (const std::string_view word : split(shown, ' ')) {
    if (word.empty()) continue;
    if (is_plain(word)) {
      flush();
      add(std::string(word));
    } else {
      if (!code.empty()) code += ' ';
      code += word;
    }
  }
  flush();
  return out;
}

std::string markdown_code(std::string_view text, MarkdownPlace place, std::size_t most) {
  const std::string shown = printable(text, most);
  return shown.empty() ? shown : code_span(shown, place);
}

}  // namespace cardlint
