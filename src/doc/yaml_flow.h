// Reads what stands in brackets, scalars, aliases and properties into the parts of an outline; the
// block structure is read by the class derived from it in yaml_outline.cpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/yaml_cursor.h"
#include "doc/yaml_outline.h"

namespace cardlint {

struct YamlProps {
  Span tag;
  Span anchor;
  bool any() const { return tag.end > 0 || anchor.end > 0; }
};

class YamlFlowReader {
  static constexpr std::size_t kBytesForPart = 16;                    // about, in documents in use
  static constexpr std::size_t kMostReserved = std::size_t{1} << 12;  // it doubles from there

 protected:
  YamlFlowReader(std::string_view text, std::uint32_t begin, const Limits& limits, YamlOutline& out)
      : c_(text, begin), limits_(limits), out_(out), parts_(out.parts) {
    parts_.reserve(std::min(text.size() / kBytesForPart, kMostReserved));
  }

  // ---- parts

  std::size_t add(YamlKind kind, Span span, const YamlProps& props = {});
  void name_anchor(Span anchor, std::size_t part);
  std::string_view name_of(Span anchor) const;
  void empty_value(std::size_t at, const YamlProps& props) {
    add(YamlKind::Scalar, {to_offset(at), to_offset(at)}, props);
  }
  void enter(std::size_t at);
  void leave(std::size_t opened);
  void step() {  // over a one-byte indicator
    c_.move_to(c_.pos() + 1);
    last_end_ = to_offset(c_.pos());
  }

  // ---- properties

  bool at_property() const { return c_.peek() == '&' || c_.peek() == '!'; }
  YamlProps merge(YamlProps outer, const YamlProps& inner) const;

  // The properties that stand one behind the other here; the cursor ends behind the last one.
  YamlProps properties(bool in_flow);
  void check_key(std::size_t begin, std::size_t colon, bool several_lines) const;

  // What stands from `begin` to the end of its line or to the cursor should be a key.
  [[noreturn]] void no_colon(std::size_t begin, std::string_view hint) const;

  // ---- flow nodes

  // A scalar, alias or bracketed collection. True when it spans several lines.
  bool flow_node(int min_indent, const YamlProps& props, std::size_t level);

  // A collection that has not ended, or a node that is named but still to come.
  bool is_open(std::uint32_t part) const;
  void note_template(std::size_t at);
  bool flow_collection(int min_indent, const YamlProps& props, std::size_t level);
  bool at_flow_end() const { return c_.peek() == ',' || c_.peek() == ']' || c_.peek() == '}'; }
  bool at_flow_indicator(char indicator) const;

  // One member or item: `a`, `a: b`, `? a : b`.
  bool flow_entry(bool in_map, int min_indent, std::size_t level);

  // A node with its properties; an empty one before ',' a closing bracket or the colon.
  bool flow_item(int min_indent, std::size_t level);

  YamlCursor c_;
  const Limits& limits_;
  YamlOutline& out_;
  std::vector<YamlPart>& parts_;
  std::map<std::string, std::uint32_t, std::less<>> anchors_;
  std::optional<Span> template_;
  std::uint32_t last_end_ = 0;  // of the last token that belongs to a value
  std::size_t depth_ = 0;
};

}  // namespace cardlint
