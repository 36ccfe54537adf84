// Characters that a person does not see and a program reads: which of them a text holds outside the
// contexts in which Unicode gives them a use (UTS #51, UTS #37, UAX #29). Knows no documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint::checks {

enum class Hidden : std::uint8_t {
  Tag,            // U+E0000–E007F that spell no flag
  Bidi,           // embeddings, overrides, isolates
  BidiMark,       // U+200E, U+200F, U+061C
  BidiMarkInRtl,  // the same in a text with right-to-left letters
  ZeroWidth,      // spaces and joiners without width where no script needs them
  SoftHyphen,     // U+00AD
  Selector,       // variation selectors that select nothing
  Control,        // C0 but for TAB, LF, CR; DEL; C1
  LineBreak,      // TAB, LF, CR, U+2028, U+2029: nothing but in identifiers
  Blank,          // characters that look like nothing, private use, noncharacters
  Padding,        // so much white space that what follows is out of sight
};
std::string_view name(Hidden sort);  // "tag", "bidi", …

// A run of one sort, in bytes of the text.
struct HiddenRun {
  Hidden sort;
  std::size_t begin;
  std::size_t end;
  std::uint32_t first;      // its first code point
  std::uint32_t count = 1;  // code points
};
// All runs from left to right. A text of plain ASCII costs one look at each of its bytes. Line
// breaks count in an identifier only.
std::vector<HiddenRun> find_hidden(std::string_view text, bool identifier);
// Of a text without control characters but TAB, LF and CR: white space in a row, so long that what
// follows may be out of sight.
bool has_padding(std::string_view text);
// Printable ASCII in which no run of white space is long enough to be padding.
bool is_plain(std::string_view text, bool identifier);

// The ASCII text that tag characters or variation selectors of a run carry, printable; may be
// empty.
std::string hidden_message(std::string_view text, const HiddenRun& run);

// True for what a phrase can be cut up with and is still read as that phrase.
bool is_ignorable(std::uint32_t code_point);
bool is_combining_mark(std::uint32_t code_point);  // those of Latin, Greek, Cyrillic
bool is_ascii(std::string_view text);

}  // namespace cardlint::checks
