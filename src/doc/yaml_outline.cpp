#include "doc/yaml_outline.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "doc/yaml_flow.h"

namespace cardlint {
namespace {

// Where a block node stands.
struct Place {
  int parent = -1;             // column of the collection it belongs to; -1 at the root
  bool compact = false;        // a block collection may begin on the line of the indicator
  bool sequence_here = false;  // a sequence may stand in the parent's own column
};

class Outliner : private YamlFlowReader {
 public:
  Outliner(std::string_view text, std::uint32_t begin, const Limits& limits, YamlOutline& out)
      : YamlFlowReader(text, begin, limits, out) {}

  void run() {
    try {
      stream();
      out_.masks = c_.take_masks();
    } catch (const YamlStop& stop) {
      YamlStop told = stop;
      if (stop.code == FaultCode::YamlSyntax && template_) {
        told = {FaultCode::Template, *template_,
                fmt::format("'{}' of a template language; this is not YAML before it is rendered",
                            printable(c_.text().substr(template_->begin, 2)))};
      }
      out_.fault = LoadFault{told.code, told.span, std::move(told.detail), kNoNode, true};
    }
  }

 private:
  // ---- the stream

  void stream() {
    const bool marked = prelude();
    const std::size_t behind = c_.pos();
    const YamlGap gap = c_.gap();
    out_.empty = gap.end;
    if (c_.at_text_end()) {
      out_.document_end = to_offset(c_.pos());
      return;
    }
    c_.move_to(behind);
    node({-1, !marked, false});
    const YamlGap rest = c_.gap();
    if (!rest.end)
      c_.bad(c_.pos(),
             fmt::format("{} behind the end of the document's value", c_.found(c_.pos())));
    out_.document_end = to_offset(c_.pos());
    find_second_document();
  }

  // Directives and the document marker. True when `---` was there.
  bool prelude() {
    bool directives = false;
    for (;;) {
      const YamlGap gap = c_.gap();
      if (gap.end && c_.at_text_end()) {
        if (directives) c_.bad(c_.pos(), "directives without a document behind them");
        return false;
      }
      if (gap.end && c_.peek() == '.') break;
      if (gap.end) {
        c_.move_to(c_.pos() + 3);
        return true;
      }
      if (c_.peek() != '%' || gap.column != 0 || gap.tab || !gap.newline) break;
      directives = true;
      directive();
    }
    if (directives) c_.bad(c_.pos(), "a directive needs a line '---' before the document");
    return false;
  }

  void directive() {
    const std::size_t begin = c_.pos();
    std::size_t end = std::min(c_.text().find_first_of("\r\n", begin), c_.text().size());
    const std::size_t line_end = end;
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (c_.char_at(i) == '#' && (c_.char_at(i - 1) == ' ' || c_.char_at(i - 1) == '\t')) end = i;
    }
    std::vector<std::string> words;
    for (const std::string_view part : split(c_.text().substr(begin, end - begin), ' ')) {
      for (const std::string_view word : split(part, '\t')) {
        if (!word.empty()) words.emplace_back(word);
      }
    }
    if (words[0] == "%TAG") {
      if (words.size() != 3) c_.bad(begin, "'%TAG' needs a handle and a prefix");
      out_.tag_handles[words[1]] = words[2];
    } else if (words[0] == "%YAML") {
      if (words.size() != 2) c_.bad(begin, "'%YAML' needs one version");
      if (words[1] == "1.1") {
        c_.stop(
            FaultCode::YamlUnread, begin, end - begin,
            "the file declares YAML 1.1; this reader knows YAML 1.2 only, other readers may not");
      }
      const bool version = words[1].find_first_not_of("0123456789.") == std::string::npos &&
                           std::count(words[1].begin(), words[1].end(), '.') == 1 &&
                           words[1].front() != '.' && words[1].back() != '.';
      if (!version) c_.bad(begin, "'%YAML' needs a version such as 1.2");
    }
    c_.move_to(line_end);
  }

  void find_second_document() {
    // A second `...` is a second document to npm's yaml, though not to YAML 1.2.
    if (c_.gap().end && c_.peek() == '.') {
      c_.move_to(c_.pos() + 3);
      const YamlGap gap = c_.gap();
      if (!gap.end && !gap.newline) c_.bad(c_.pos(), "text behind the document end marker '...'");
    }
    // Directives alone, with nothing behind them, start no document.
    while (!c_.at_text_end() && c_.peek() == '%') {
      c_.move_to(std::min(c_.text().find('\n', c_.pos()), c_.text().size()));
      c_.gap();
    }
    if (!c_.at_text_end()) out_.second_document = to_offset(c_.pos());
  }

  // ---- block nodes

  bool at_dash() const { return c_.at_indicator('-'); }

  bool belongs(const YamlGap& gap, const Place& place) const {
    if (gap.end) return false;
    if (!gap.newline) return true;
    const int column = static_cast<int>(gap.column);
    return column > place.parent || (column == place.parent && place.sequence_here && at_dash());
  }

  // The node behind an indicator; an empty one when what follows belongs to someone else.
  void node(const Place& place) {
    std::size_t behind = c_.pos();
    YamlProps outer;
    YamlGap gap = c_.gap();
    YamlProps own;
    while (belongs(gap, place) && at_property()) {
      outer = merge(outer, own);
      const YamlGap start = gap;
      if (gap.tab && (gap.newline || place.compact))
        c_.bad(c_.pos() - 1, "a tab used as indentation");
      own = properties(false);
      behind = c_.pos();
      gap = c_.gap();
      if (!gap.newline && !gap.end) {
        content(place, start, outer, own);
        return;
      }
    }
    outer = merge(outer, own);
    if (!belongs(gap, place)) return empty_value(behind, outer);
    content(place, gap, outer, {});
  }

  void check_tab(const YamlGap& gap, const Place& place, bool block_collection) const {
    if (!gap.tab) return;
    const bool opens_flow = place.parent < 0 && (c_.peek() == '[' || c_.peek() == '{');
    const bool indentation =
        gap.newline && static_cast<int>(gap.column) <= std::max(place.parent, 0) && !opens_flow;
    if (indentation || block_collection) c_.bad(c_.pos() - 1, "a tab used as indentation");
  }

  // `start` is the gap before the properties on this line, which `own` are; `outer` stand on lines
  // of their own.
  void content(const Place& place, const YamlGap& start, const YamlProps& outer,
               const YamlProps& own) {
    const bool may_open = start.newline || place.compact;
    const std::uint32_t column = start.column;
    if (at_dash()) {
      if (own.any())
        c_.bad(c_.pos(), "a sequence must begin on a line of its own behind a tag or an anchor");
      if (!may_open) c_.bad(c_.pos(), "a block sequence cannot begin on the line of its key");
      check_tab(start, place, true);
      return sequence(column, outer);
    }
    if (c_.at_indicator('?') || c_.at_indicator(':')) {
      if (own.any() && c_.peek() == '?')
        c_.bad(c_.pos(), "a tag or an anchor cannot stand before '?'");
      if (!may_open) c_.bad(c_.pos(), fmt::format("'{}' cannot stand here", c_.peek()));
      check_tab(start, place, true);
      const std::size_t map =
          add(YamlKind::Map, c_.span_from(own.any() ? first_of(own) : c_.pos()), outer);
      if (own.any()) empty_value(c_.pos(), own);
      return map_members(map, column, own.any());
    }
    if (c_.peek() == '|' || c_.peek() == '>') {
      check_tab(start, place, false);
      return block_scalar(place.parent, merge(outer, own));
    }
    check_tab(start, place, false);
    const std::size_t place_holder = may_open ? add(YamlKind::None, {}) : 0;
    const std::size_t begin = c_.pos();
    const std::size_t index = parts_.size();
    if (!own.any()) name_anchor(outer.anchor, index);
    const bool several_lines = flow_node(place.parent + 1, own, 0);
    const std::size_t colon = c_.after_blanks();
    if (c_.char_at(colon) == ':' && c_.is_empty(colon + 1)) {
      if (!may_open)
        c_.bad(colon, "a second ': ' on one line; put a text that holds ': ' in quotes");
      check_tab(start, place, true);
      check_key(own.any() ? first_of(own) : begin, colon, several_lines);
      c_.move_to(colon);
      YamlPart& map = parts_[place_holder];
      map.kind = YamlKind::Map;
      map.span.begin = to_offset(own.any() ? first_of(own) : begin);
      map.tag = outer.tag;
      map.anchor = outer.anchor;
      name_anchor(outer.anchor, place_holder);
      return map_members(place_holder, column, true);
    }
    const YamlProps all = merge(outer, own);
    check_alias(index, all);
    parts_[index].tag = all.tag;
    parts_[index].anchor = all.anchor;
    name_anchor(all.anchor, index);
    line_must_end();
  }

  static std::size_t first_of(const YamlProps& props) {
    if (props.tag.end == 0) return props.anchor.begin;
    return props.anchor.end == 0 ? props.tag.begin : std::min(props.tag.begin, props.anchor.begin);
  }

  void check_alias(std::size_t index, const YamlProps& props) const {
    if (parts_[index].kind == YamlKind::Alias && props.any()) {
      c_.bad(parts_[index].span.begin, "an alias cannot have a tag or an anchor");
    }
  }

  void line_must_end() {
    const YamlGap gap = c_.gap();
    if (gap.newline || gap.end) return;
    const bool braces =
        parts_.back().kind == YamlKind::End &&
        c_.text().substr(parts_.back().span.end < 2 ? 0 : parts_.back().span.end - 2, 2) == "}}";
    c_.bad(c_.pos(), fmt::format("{} behind the end of a value{}", c_.found(c_.pos()),
                                 braces ? "; a text that starts with '{{' must be in quotes" : ""));
  }

  // From the first key, or behind it when `key_read`. Closes the map.
  void map_members(std::size_t map, std::uint32_t column, bool key_read) {
    enter(parts_[map].span.begin);
    const int indent = static_cast<int>(column);
    bool more = true;
    while (more) {
      if (c_.at_indicator('?') && !key_read) {
        explicit_member(indent);
      } else {
        if (!key_read) implicit_key(indent);
        key_read = false;
        step();
        node({indent, false, true});
      }
      more = next_entry(column, "a key");
      if (more && at_dash()) c_.bad(c_.pos(), "a sequence item among the keys of a map");
    }
    leave(map);
  }

  // The cursor ends at its colon.
  void implicit_key(int indent) {
    YamlProps own;
    const std::size_t begin = c_.pos();
    if (at_property()) {
      own = properties(false);
      const YamlGap gap = c_.gap();
      if (gap.newline || gap.end)
        c_.bad(begin, "a tag or an anchor on a line of its own before a key");
    }
    if (c_.at_indicator(':')) return empty_value(c_.pos(), own);
    if (c_.peek() == '|' || c_.peek() == '>' || at_dash()) c_.bad(c_.pos(), "expected a key");
    const std::size_t index = parts_.size();
    const std::size_t start = c_.pos();
    const bool several_lines = flow_node(indent, own, 0);
    check_alias(index, own);
    const std::size_t colon = c_.after_blanks();
    if (c_.char_at(colon) != ':' || !c_.is_empty(colon + 1)) {
      no_colon(start, "");
    }
    check_key(begin, colon, several_lines);
    c_.move_to(colon);
  }

  void explicit_member(int indent) {
    step();
    node({indent, true, true});
    const YamlGap gap = c_.gap();
    if (!gap.end && gap.newline && static_cast<int>(gap.column) == indent && c_.at_indicator(':')) {
      if (gap.tab) c_.bad(c_.pos() - 1, "a tab used as indentation");
      step();
      return node({indent, true, true});
    }
    empty_value(last_end_, {});
  }

  // Whether another entry of the collection at `column` follows.
  bool next_entry(std::uint32_t column, std::string_view what) {
    const YamlGap gap = c_.gap();
    if (gap.end || gap.column < column) {
      if (!gap.end && gap.tab) c_.bad(c_.pos() - 1, "a tab used as indentation");
      return false;
    }
    if (gap.tab) c_.bad(c_.pos() - 1, "a tab used as indentation");
    if (gap.column > column || !gap.newline) {
      c_.bad(c_.pos(), fmt::format("expected {} in column {}, found {} in column {}", what,
                                   column + 1, c_.found(c_.pos()), gap.column + 1));
    }
    return true;
  }

  void sequence(std::uint32_t column, const YamlProps& props) {
    const std::size_t opened = add(YamlKind::Sequence, c_.span_from(c_.pos()), props);
    enter(c_.pos());
    do {
      step();
      node({static_cast<int>(column), true, false});
    } while (next_entry(column, "an item") && at_dash());
    leave(opened);
  }

  void block_scalar(int parent, const YamlProps& props) {
    const std::size_t begin = c_.pos();
    const YamlBlockText found = c_.block_scalar(parent);
    const std::size_t index = add(YamlKind::Scalar, {to_offset(begin), found.span_end}, props);
    parts_[index].style = YamlStyle::Block;
    parts_[index].link = found.content_end;
    parts_[index].indent = found.indent;
  }
};

}  // namespace

YamlOutline read_yaml_outline(std::string_view text, std::uint32_t begin, const Limits& limits) {
  YamlOutline outline;
  outline.tag_handles["!!"] = "tag:yaml.org,2002:";
  Outliner(text, begin, limits, outline).run();
  return outline;
}

std::optional<std::string> yaml_tag_name(std::string_view source, const YamlOutline& outline) {
  if (source == "!") return "!";
  if (source.starts_with("!<")) {
    const std::string_view name = source.substr(2, source.size() - 3);
    if (name == "!" || name == "!!") return std::nullopt;
    return std::string(name);
  }
  const std::size_t handle_end = source.rfind('!') + 1;
  const std::string_view suffix = source.substr(handle_end);
  if (suffix.empty()) return std::nullopt;
  const auto handle = outline.tag_handles.find(source.substr(0, handle_end));
  if (handle == outline.tag_handles.end()) {
    if (handle_end == 1) return std::string(source);
    return std::nullopt;
  }
  std::string name = handle->second;
  const auto hex = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  for (std::size_t i = 0; i < suffix.size(); ++i) {
    if (suffix[i] == '%' && i + 2 < suffix.size()) {
      name.push_back(static_cast<char>(hex(suffix[i + 1]) * 16 + hex(suffix[i + 2])));
      i += 2;
    } else {
      name.push_back(suffix[i]);
    }
  }
  return find_invalid_utf8(name) ? std::nullopt : std::optional(name);
}

}  // namespace cardlint
