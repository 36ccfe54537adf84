#include "doc/yaml_flow.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

constexpr std::size_t kMaxImplicitKey = 1024;  // YAML 1.2.2 §7.4; npm counts UTF-16 units

}  // namespace

std::size_t YamlFlowReader::add(YamlKind kind, Span span, const YamlProps& props) {
  if (parts_.size() / 2 > limits_.nodes) {
    c_.stop(FaultCode::TooLarge, span.begin, 0, fmt::format("more than {} values", limits_.nodes));
  }
  YamlPart part;
  part.kind = kind;
  part.span = span;
  part.tag = props.tag;
  part.anchor = props.anchor;
  parts_.push_back(part);
  if (kind == YamlKind::Scalar || kind == YamlKind::Alias) last_end_ = span.end;
  name_anchor(props.anchor, parts_.size() - 1);
  return parts_.size() - 1;
}

void YamlFlowReader::name_anchor(Span anchor, std::size_t part) {
  if (anchor.end > 0) anchors_[std::string(name_of(anchor))] = to_offset(part);
}

std::string_view YamlFlowReader::name_of(Span anchor) const {
  return c_.text().substr(anchor.begin + 1, anchor.end - anchor.begin - 1);
}

void YamlFlowReader::enter(std::size_t at) {
  if (++depth_ > limits_.depth) {
    c_.stop(FaultCode::TooDeep, at, 1,
            fmt::format("values nested more than {} deep", limits_.depth));
  }
}

void YamlFlowReader::leave(std::size_t opened) {
  --depth_;
  parts_[opened].span.end = last_end_;
  parts_[opened].link = to_offset(parts_.size());
  parts_.push_back(
      {.span = {last_end_, last_end_}, .tag = {}, .anchor = {}, .kind = YamlKind::End});
}

YamlProps YamlFlowReader::merge(YamlProps outer, const YamlProps& inner) const {
  if (outer.anchor.end > 0 && inner.anchor.end > 0)
    c_.bad(inner.anchor.begin, "a second anchor on one value");
  if (outer.tag.end > 0 && inner.tag.end > 0) c_.bad(inner.tag.begin, "a second tag on one value");
  if (inner.anchor.end > 0) outer.anchor = inner.anchor;
  if (inner.tag.end > 0) outer.tag = inner.tag;
  return outer;
}

YamlProps YamlFlowReader::properties(bool in_flow) {
  YamlProps props;
  for (;;) {
    YamlProps one;
    const std::size_t begin = c_.pos();
    if (c_.peek() == '&') {
      one.anchor = c_.anchor();
    } else {
      one.tag = c_.tag();
      if (!yaml_tag_name(c_.text().substr(begin, c_.pos() - begin), out_)) {
        c_.stop(FaultCode::YamlSyntax, begin, c_.pos() - begin,
                fmt::format("the tag '{}' has no meaning: unknown handle or nothing behind it",
                            printable(c_.text().substr(begin, c_.pos() - begin), 40)));
      }
    }
    props = merge(props, one);
    last_end_ = to_offset(c_.pos());
    const bool closed = in_flow && (c_.peek() == ',' || c_.peek() == ']' || c_.peek() == '}');
    if (!c_.is_empty(c_.pos()) && !closed)
      c_.bad(c_.pos(), "a tag or an anchor needs white space behind it");
    const std::size_t next = c_.after_blanks();
    if (c_.char_at(next) != '&' && c_.char_at(next) != '!') return props;
    c_.move_to(next);
  }
}

void YamlFlowReader::check_key(std::size_t begin, std::size_t colon, bool several_lines) const {
  if (several_lines) no_colon(begin, "; a key cannot span several lines");
  if (colon - begin <= kMaxImplicitKey) return;
  std::size_t units = 0;  // UTF-16 code units, as npm counts
  for (std::size_t i = begin; i < colon;) {
    const CodePoint point = decode_utf8(c_.text(), i);
    units += point.value > 0xFFFF ? 2 : 1;
    i += point.length;
  }
  if (units > kMaxImplicitKey) c_.bad(begin, "a key of more than 1024 characters");
}

void YamlFlowReader::no_colon(std::size_t begin, std::string_view hint) const {
  const std::size_t end = std::min(c_.text().find_first_of("\r\n", begin), c_.pos());
  c_.stop(FaultCode::YamlSyntax, begin, end - begin,
          fmt::format("expected ':' behind the key '{}'{}",
                      printable(c_.text().substr(begin, end - begin), 40), hint));
}

bool YamlFlowReader::flow_node(int min_indent, const YamlProps& props, std::size_t level) {
  const std::size_t begin = c_.pos();
  const char c = c_.peek();
  if (c == '[' || c == '{') return flow_collection(min_indent, props, level);
  if (c == '*') {
    const Span span = c_.anchor();
    const auto target = anchors_.find(name_of(span));
    const bool open = target != anchors_.end() && is_open(target->second);
    if (target == anchors_.end() || open) {
      c_.stop(open ? FaultCode::AliasCycle : FaultCode::AliasUnknown, begin, span.end - span.begin,
              fmt::format("alias '{}' {}", printable(name_of(span), 40),
                          open ? "stands inside the value it names" : "names no value before it"));
    }
    const std::uint32_t part = target->second;
    parts_[add(YamlKind::Alias, span, props)].link = part;
    if (props.any()) c_.bad(begin, "an alias cannot have a tag or an anchor");
    return false;
  }
  bool several_lines = false;
  YamlStyle style = YamlStyle::Plain;
  if (c == '"' || c == '\'') {
    style = c == '"' ? YamlStyle::Double : YamlStyle::Single;
    several_lines = c_.quoted(min_indent);
  } else {
    if (c == '<' && c_.peek(1) == '%') note_template(begin);
    several_lines = c_.plain(min_indent, level > 0);
  }
  if (level > 0 && several_lines) c_.mask_each(begin, "\r\n", ' ');
  if (level > 0 && style == YamlStyle::Plain) c_.mask_each(begin, "?", '_');
  parts_[add(YamlKind::Scalar, c_.span_from(begin), props)].style = style;
  return several_lines;
}

bool YamlFlowReader::is_open(std::uint32_t part) const {
  if (part >= parts_.size()) return true;
  const bool collection =
      parts_[part].kind == YamlKind::Map || parts_[part].kind == YamlKind::Sequence;
  return collection && parts_[part].link == 0;
}

void YamlFlowReader::note_template(std::size_t at) {
  if (!template_) template_ = Span{to_offset(at), to_offset(at + 2)};
}

bool YamlFlowReader::flow_collection(int min_indent, const YamlProps& props, std::size_t level) {
  const std::size_t begin = c_.pos();
  const bool map = c_.peek() == '{';
  if (map && c_.peek(1) == '%') note_template(begin);
  enter(begin);
  const std::size_t opened =
      add(map ? YamlKind::Map : YamlKind::Sequence, c_.span_from(begin), props);
  parts_[opened].flow = true;
  const char closer = map ? '}' : ']';
  step();
  bool several_lines = false;
  bool need_comma = false;
  for (;;) {
    several_lines |= c_.flow_gap(min_indent, level + 1);
    const char c = c_.peek();
    if (c == closer) break;
    if (c == ']' || c == '}')
      c_.bad(c_.pos(), fmt::format("expected ',' or '{}', found '{}'", closer, c));
    if (c == ',') {
      if (!need_comma) c_.bad(c_.pos(), "a comma without a value before it");
      step();
      need_comma = false;
      continue;
    }
    if (need_comma)
      c_.bad(c_.pos(), fmt::format("expected ',' or '{}', found {}", closer, c_.found(c_.pos())));
    several_lines |= flow_entry(map, min_indent, level + 1);
    need_comma = true;
  }
  step();
  leave(opened);
  return several_lines;
}

bool YamlFlowReader::at_flow_indicator(char indicator) const {
  return c_.peek() == indicator && (c_.is_empty(c_.pos() + 1) || is_flow_indicator(c_.peek(1)));
}

bool YamlFlowReader::flow_entry(bool in_map, int min_indent, std::size_t level) {
  const std::size_t place_holder = in_map ? 0 : add(YamlKind::None, {});
  const std::size_t begin = c_.pos();
  bool several_lines = false;
  const bool is_explicit = at_flow_indicator('?');
  if (is_explicit) {
    step();
    several_lines |= c_.flow_gap(min_indent, level);
  }
  bool key_lines = flow_item(min_indent, level);
  const bool quoted_or_closed =
      parts_.back().kind == YamlKind::End || parts_.back().style != YamlStyle::Plain;
  const std::size_t key_end = last_end_;
  const bool gap_lines = c_.flow_gap(min_indent, level);
  several_lines |= key_lines || gap_lines;
  const bool colon = at_flow_indicator(':') || (c_.peek() == ':' && quoted_or_closed);
  if (!colon && !is_explicit && !in_map) return several_lines;
  if (!in_map) {
    if (colon && !is_explicit) check_key(begin, c_.pos(), key_lines || gap_lines);
    enter(begin);
    parts_[place_holder].kind = YamlKind::Map;
    parts_[place_holder].flow = true;
    parts_[place_holder].span = {to_offset(begin), to_offset(begin)};
  }
  if (colon) {
    const bool bracket = c_.peek(1) == '[' || c_.peek(1) == '{';
    const char before = c_.char_at(c_.pos() - 1);
    if (bracket && c_.pos() == key_end && c_.pos() > begin + 1 && before > ' ' &&
        !quoted_or_closed) {
      // `key:{` becomes `ke: {`: the key's place is what counts.
      c_.mask(c_.pos() - 1, ':');
      c_.mask(c_.pos(), ' ');
    }
    step();
    const std::size_t behind = c_.pos();
    several_lines |= c_.flow_gap(min_indent, level);
    if (at_flow_end()) {
      empty_value(behind, {});
    } else {
      several_lines |= flow_item(min_indent, level);
    }
  } else {
    empty_value(key_end, {});
  }
  if (!in_map) leave(place_holder);
  return several_lines;
}

bool YamlFlowReader::flow_item(int min_indent, std::size_t level) {
  bool several_lines = false;
  YamlProps props;
  while (at_property()) {
    props = merge(props, properties(true));
    const bool newline = c_.flow_gap(min_indent, level);
    several_lines |= newline;
  }
  if (at_flow_end() || at_flow_indicator(':')) {
    empty_value(props.any() ? last_end_ : c_.pos(), props);
    return several_lines;
  }
  return flow_node(min_indent, props, level) || several_lines;
}

}  // namespace cardlint
