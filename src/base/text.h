// Text helpers that know nothing of documents: UTF-8, shortening, folding, "did you mean".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

// One decoded code point and the number of bytes it took (1 to 4). `length` is 1 and `value` U+FFFD
// for a byte that begins no valid sequence (RFC 3629: no overlong form, no surrogate, nothing above
// U+10FFFF).
struct CodePoint {
  std::uint32_t value;
  std::uint32_t length;
  bool valid;
};
CodePoint decode_utf8(std::string_view text, std::size_t offset);
void append_utf8(std::string& out, std::uint32_t code_point);
// The first byte from `offset` on that is not ASCII; text.size() where all are.
std::size_t skip_ascii(std::string_view text, std::size_t offset);
// The first byte from `offset` on that is none of ' ' to '~'.
std::size_t skip_printable_ascii(std::string_view text, std::size_t offset);
// The first byte from `offset` on that a JSON string cannot hold as it is: a quotation mark, a
// backslash, a control character.
std::size_t skip_json_plain(std::string_view text, std::size_t offset);

// Offset of the first byte that is not valid UTF-8, or nothing.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);
std::size_t count_code_points(std::string_view utf8);

// True for what must never reach a terminal raw: C0, DEL, C1, line and paragraph separators,
// bidirectional controls, zero-width and other invisible format characters, tag characters, private
// use and noncharacters.
bool is_unprintable(std::uint32_t code_point);

// `text` with every unprintable code point written as \u{XX} and at most `max_code_points` long
// ("…" marks the cut).
std::string printable(std::string_view text, std::size_t max_code_points = 80);

std::string to_lower_ascii(std::string_view text);
// Lower case without '_', '-', '.' and white space: the form in which names that people confuse are
// equal.
std::string fold_name(std::string_view text);
// fold_name(text) == folded, without making it.
bool folds_to(std::string_view text, std::string_view folded);
// fold_name(a) == fold_name(b), without making them.
bool fold_alike(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
bool ends_with_ignoring_case(std::string_view text, std::string_view suffix);

// Damerau-Levenshtein distance (adjacent swaps count one), cut at `limit`: returns limit + 1 when
// larger.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);
// The candidate that `word` most likely meant: equal after fold_name, else nearest within a third
// of its length (at least 1, at most 3). Empty when nothing is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

// FNV-1a, 64 bits, as 16 hexadecimal digits: for fingerprints, never for security.
std::uint64_t hash64(std::string_view text, std::uint64_t seed = 0xcbf29ce484222325u);
std::uint64_t fold_hash(std::string_view text);  // hash64(fold_name(text)), without making it
std::string hex64(std::uint64_t value);

}  // namespace cardlint
