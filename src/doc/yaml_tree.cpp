#include "doc/yaml_tree.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "doc/yaml_scalar.h"
#include "doc/yaml_text.h"

namespace cardlint {
namespace {

constexpr std::uint64_t kNpmMaxAliasCount = 100;  // default of `maxAliasCount` in npm's yaml 2.x

}  // namespace

void YamlTreeMaker::take(YamlKind kind, std::size_t mark) {
  while (next_ < parts_.size() && parts_[next_].kind == YamlKind::None) ++next_;
  if (next_ == parts_.size() || parts_[next_].kind != kind) unread(mark);
  const auto index = static_cast<std::uint32_t>(next_++);
  const YamlPart& part = parts_[index];
  const bool leaf = kind == YamlKind::Scalar || kind == YamlKind::Alias;
  if (leaf && part.span.begin != part.span.end && mark != first_byte(part)) unread(mark);
  if (index < skip_until_) return;
  if (kind == YamlKind::End) return close();
  if (at_key()) return take_key(index);
  place(index);
  if (leaf && !frames_.empty()) frames_.back().key_next = frames_.back().is_map;
}

bool YamlTreeMaker::complete() const {
  return std::all_of(parts_.begin() + static_cast<std::ptrdiff_t>(next_), parts_.end(),
                     [](const YamlPart& part) { return part.kind == YamlKind::None; });
}

void YamlTreeMaker::fail(FaultCode code, Span span, std::string detail) {
  loaded_.faults.push_back({code, span, std::move(detail), kNoNode, true});
  throw YamlAbandon{};
}

void YamlTreeMaker::unread(std::size_t at) {
  const auto begin = static_cast<std::uint32_t>(std::min(at, source_.text().size()));
  fail(FaultCode::YamlUnread, {begin, begin},
       "this reader's YAML library takes the text for something else than it is; the file may be "
       "right, but this "
       "reader cannot judge it");
}

std::size_t YamlTreeMaker::first_byte(const YamlPart& part) {
  std::uint32_t first = part.span.begin;
  if (part.tag.end > 0) first = std::min(first, part.tag.begin);
  if (part.anchor.end > 0) first = std::min(first, part.anchor.begin);
  return first;
}

void YamlTreeMaker::note(FaultCode code, Span span, std::string detail, NodeId node) {
  if (noted_[static_cast<std::size_t>(code)]++ >= limits_.findings_per_rule) return;
  loaded_.faults.push_back({code, span, std::move(detail), node});
  if (node == kNoNode && !frames_.empty())
    loaded_.faults.back().pointer = builder_.tree().pointer(frames_.back().id);
}

std::string_view YamlTreeMaker::keep_or_view(std::string decoded, std::string_view raw) {
  return decoded == raw ? raw : builder_.keep(std::move(decoded));
}

YamlTreeMaker::Text YamlTreeMaker::read(const YamlPart& part) {
  const std::string_view raw = source_.slice(part.span);
  if (raw.size() > limits_.scalar_bytes) {
    fail(FaultCode::TooLarge, part.span, fmt::format("a text over {} bytes", limits_.scalar_bytes));
  }
  switch (part.style) {
    case YamlStyle::Plain:
      if (raw.find('\n') == std::string_view::npos)
        return {NodeType::String, raw, ScalarStyle::Plain};
      return {NodeType::String, keep_or_view(fold_yaml_lines(raw), raw), ScalarStyle::Plain};
    case YamlStyle::Single: {
      const std::string_view inner = raw.substr(1, raw.size() - 2);
      if (inner.find_first_of("'\n") == std::string_view::npos)
        return {NodeType::String, inner, ScalarStyle::Quoted};
      return {NodeType::String, keep_or_view(decode_yaml_single(inner), inner),
              ScalarStyle::Quoted};
    }
    case YamlStyle::Double: {
      const std::string_view inner = raw.substr(1, raw.size() - 2);
      if (inner.find_first_of("\\\n") == std::string_view::npos) {
        return {NodeType::String, inner, ScalarStyle::Quoted};
      }
      bool lone = false;
      const std::string_view text = keep_or_view(decode_yaml_double(inner, lone), inner);
      if (lone)
        note(FaultCode::LoneSurrogate, part.span,
             "half of a surrogate pair; it stands for no character");
      return {NodeType::String, text, ScalarStyle::Quoted};
    }
    case YamlStyle::Block:
      break;
  }
  const std::size_t header_end = source_.text().find('\n', part.span.begin);
  const std::size_t content = header_end == std::string_view::npos ? part.link : header_end + 1;
  const std::string_view lines =
      source_.text().substr(content, part.link - std::min<std::size_t>(content, part.link));
  return {NodeType::String, builder_.keep(decode_yaml_block(raw, lines, part.indent)),
          ScalarStyle::Block};
}

YamlTreeMaker::Text YamlTreeMaker::resolve(const YamlPart& part, bool& tag_fault) {
  Text text = read(part);
  std::optional<YamlScalar> scalar;
  if (part.tag.end > 0) {
    const auto name = yaml_tag_name(source_.slice(part.tag), outline_);
    scalar = resolve_yaml_tagged(name.value_or(""), text.text);
    tag_fault = !scalar;
  } else if (part.style == YamlStyle::Plain) {
    scalar = resolve_yaml_plain(text.text);
  }
  if (!scalar) return text;
  text.type = scalar->type;
  if (scalar->text) text.text = builder_.keep(*std::move(scalar->text));
  const bool number = text.type == NodeType::Integer || text.type == NodeType::Number;
  if (number && text.text.size() > limits_.number_digits) {
    fail(FaultCode::TooLarge, part.span,
         fmt::format("a number over {} digits", limits_.number_digits));
  }
  return text;
}

void YamlTreeMaker::note_tag(const YamlPart& part, NodeId node) {
  note(FaultCode::YamlTag, part.tag,
       fmt::format("tag '{}' means nothing to readers that know the core schema; the value is read "
                   "without it",
                   printable(source_.slice(part.tag), 40)),
       node);
}

std::string_view YamlTreeMaker::key_name(const Text& text) {
  if (text.type == NodeType::Integer || text.type == NodeType::Number) {
    return keep_or_view(number_as_key(text.text), text.text);
  }
  return text.text;  // null is ""
}

void YamlTreeMaker::take_key(std::uint32_t index) {
  const YamlPart& part = parts_[index];
  Frame& frame = frames_.back();
  frame.key_next = false;
  Text text;
  if (part.kind == YamlKind::Alias) {
    const Anchored& anchored = use_alias(index);
    if (anchored.node == kNoNode) {
      text = anchored.key;
    } else {
      const Node& node = builder_.tree().node(anchored.node);
      if (node.type == NodeType::Array || node.type == NodeType::Object) {
        fail(FaultCode::YamlUnread, part.span,
             "a list or a map as a key; this reader has keys of text only");
      }
      text = {node.type, node.text, node.style};
    }
  } else if (part.kind != YamlKind::Scalar) {
    skip_until_ = part.link + 1;  // its End comes through here, too
    text = {NodeType::String, builder_.keep(flow_text(index)), ScalarStyle::Plain};
  } else {
    bool tag_fault = false;
    text = resolve(part, tag_fault);
    if (tag_fault) note_tag(part);
    if (part.anchor.end > 0) anchored_[index].key = text;
  }
  const std::string_view name = key_name(text);
  if (name.size() > limits_.key_bytes) {
    fail(FaultCode::TooLarge, part.span, fmt::format("a key over {} bytes", limits_.key_bytes));
  }
  builder_.key(name, part.span);
  const bool nan =
      text.type == NodeType::Number && text.text == ".nan";  // equal to nothing, itself included
  pending_duplicate_ =
      part.kind == YamlKind::Scalar && !nan && !first_of_its_kind(frame, text, name);
  pending_merge_ = part.kind == YamlKind::Scalar && part.style == YamlStyle::Plain && name == "<<";
  pending_name_ = name;
  pending_span_ = part.span;
}

bool YamlTreeMaker::first_of_its_kind(Frame& frame, const Text& text, std::string_view name) {
  const bool number = text.type == NodeType::Integer || text.type == NodeType::Number;
  return frame.keys.insert({number ? NodeType::Number : text.type, name});
}

bool YamlTreeMaker::Keys::insert(const Key& key) {
  const auto end = first_.begin() + size_;
  if (std::find(first_.begin(), end, key) != end) return false;
  if (size_ == first_.size()) return more_.insert(key).second;
  first_[size_++] = key;
  return true;
}

std::string YamlTreeMaker::flow_text(std::uint32_t index) const {
  const YamlPart& top = parts_[index];
  if (top.kind != YamlKind::Map && top.kind != YamlKind::Sequence) {
    return std::string(source_.slice(top.span));
  }
  std::string out(1, top.kind == YamlKind::Map ? '{' : '[');
  bool is_key = true;
  bool first = true;
  for (std::uint32_t i = index + 1; i < top.link; ++i) {
    const YamlPart& part = parts_[i];
    if (part.kind == YamlKind::None) continue;
    const bool map = top.kind == YamlKind::Map;
    const std::string text = flow_text(i);
    if (!map || is_key) {
      out += first ? " " : ", ";
      if (map && (part.kind == YamlKind::Map || part.kind == YamlKind::Sequence)) out += "? ";
    } else if (!text.empty() || source_.text().substr(0, part.span.begin).ends_with(':')) {
      out += text.empty() ? ":" : ": ";
    }
    out += text;
    first = false;
    is_key = !is_key;
    if (part.kind == YamlKind::Map || part.kind == YamlKind::Sequence) i = part.link;
  }
  if (!first) out += ' ';
  return out + (top.kind == YamlKind::Map ? '}' : ']');
}

void YamlTreeMaker::note_member(NodeId id) {
  if (pending_duplicate_) {
    note(FaultCode::DuplicateKey, pending_span_,
         fmt::format("key '{}' stands twice in one map; npm's yaml refuses the file, other readers "
                     "take one of them",
                     printable(pending_name_, 40)),
         id);
  }
  if (pending_merge_) {
    note(FaultCode::MergeKey, pending_span_,
         "merge key '<<': YAML 1.1 readers merge the map in, YAML 1.2 readers see a member of that "
         "name",
         id);
  }
  pending_duplicate_ = pending_merge_ = false;
}

void YamlTreeMaker::place(std::uint32_t index) {
  const YamlPart& part = parts_[index];
  if (builder_.size() >= limits_.nodes) {
    fail(FaultCode::TooLarge, part.span, fmt::format("more than {} values", limits_.nodes));
  }
  NodeId id = kNoNode;
  bool tag_fault = false;
  if (part.kind == YamlKind::Alias) {
    id = place_alias(index);
  } else if (part.kind == YamlKind::Scalar) {
    const Text text = resolve(part, tag_fault);
    id = builder_.scalar(text.type, text.text, part.span, text.style);
    if (part.tag.end == 0) note_scalar(part, id);
  } else {
    id = builder_.open(part.kind == YamlKind::Map ? NodeType::Object : NodeType::Array, part.span);
    if (part.tag.end > 0) {
      const auto name = yaml_tag_name(source_.slice(part.tag), outline_);
      tag_fault = name != "!" && name != (part.kind == YamlKind::Map ? "tag:yaml.org,2002:map"
                                                                     : "tag:yaml.org,2002:seq");
    }
  }
  if (part.anchor.end > 0) anchored_[index].node = id;
  note_member(id);
  if (tag_fault) note_tag(part, id);
  if (part.kind == YamlKind::Scalar || part.kind == YamlKind::Alias) return;
  if (part.flow && part.kind == YamlKind::Map && source_.slice(part.span).starts_with("{{")) {
    note(FaultCode::TemplateBraces, part.span,
         fmt::format("'{}' is not in quotes, so YAML reads a map",
                     printable(source_.slice(part.span), 40)),
         id);
  }
  if (!frames_.empty()) frames_.back().key_next = frames_.back().is_map;
  frames_.push_back({id, part.kind == YamlKind::Map, part.kind == YamlKind::Map, {}});
}

void YamlTreeMaker::note_scalar(const YamlPart& part, NodeId id) {
  const Node& node = builder_.tree().node(id);
  if (part.style != YamlStyle::Plain) return;
  if (const auto reading = yaml_11_reading(source_.slice(part.span))) {
    note(FaultCode::Yaml11Scalar, part.span,
         fmt::format("'{}' is {} to YAML 1.1 readers and {} '{}' to YAML 1.2 readers",
                     printable(source_.slice(part.span), 40), *reading,
                     node.type == NodeType::String ? "the text" : "the number",
                     printable(node.text, 40)),
         id);
  }
  const bool number = node.type == NodeType::Integer || node.type == NodeType::Number;
  if (number && !Value(builder_.tree(), id).number()) {
    note(FaultCode::TooLarge, part.span, "a number beyond the range of double precision", id);
  }
}

void YamlTreeMaker::close() {
  const YamlPart& end = parts_[next_ - 1];
  builder_.close(end.span.end);
  frames_.pop_back();
}

YamlTreeMaker::Anchored& YamlTreeMaker::use_alias(std::uint32_t index) {
  const YamlPart& alias = parts_[index];
  const auto found = anchored_.find(alias.link);
  if (found == anchored_.end()) {
    fail(FaultCode::YamlUnread, alias.span,
         "an alias to a list or a map that is a key, or within one; this reader has keys of text "
         "only");
  }
  if (++alias_uses_ > limits_.alias_uses) {
    fail(FaultCode::AliasBudget, alias.span,
         fmt::format("more than {} aliases", limits_.alias_uses));
  }
  Anchored& anchored = found->second;
  ++anchored.uses;
  if (!anchored.weighed) anchored.weight = weight(alias.link);
  anchored.weighed = true;
  if (anchored.uses * anchored.weight > kNpmMaxAliasCount) {
    note(FaultCode::AliasBudget, alias.span,
         fmt::format("alias '{}' is expanded {} times over; npm's yaml refuses the file above {} "
                     "(maxAliasCount)",
                     printable(source_.slice(alias.span), 40), anchored.uses * anchored.weight,
                     kNpmMaxAliasCount));
  }
  return anchored;
}

std::uint64_t YamlTreeMaker::weight(std::uint32_t index) const {
  const YamlPart& top = parts_[index];
  if (top.kind == YamlKind::Scalar) return 1;
  std::uint64_t heaviest = 0;
  for (std::uint32_t i = index + 1; i < top.link; ++i) {
    if (parts_[i].kind == YamlKind::Scalar) heaviest = std::max<std::uint64_t>(heaviest, 1);
    if (parts_[i].kind != YamlKind::Alias) continue;
    if (const auto inner = anchored_.find(parts_[i].link); inner != anchored_.end()) {
      heaviest = std::max(heaviest, inner->second.uses * inner->second.weight);
    }
  }
  return heaviest;
}

NodeId YamlTreeMaker::place_alias(std::uint32_t index) {
  const Span span = parts_[index].span;
  const Anchored& anchored = use_alias(index);
  alias_bytes_ += anchored.node == kNoNode ? anchored.key.text.size() : text_below(anchored.node);
  if (alias_bytes_ > limits_.alias_bytes) {
    fail(FaultCode::AliasBudget, span,
         fmt::format("aliases stand for more than {} bytes of text", limits_.alias_bytes));
  }
  if (anchored.node == kNoNode) {
    const NodeId id =
        builder_.scalar(anchored.key.type, anchored.key.text, span, anchored.key.style);
    builder_.mark_alias(id);
    return id;
  }
  const Node& top = builder_.tree().node(anchored.node);
  alias_nodes_ += top.end - anchored.node;
  if (alias_nodes_ > limits_.alias_nodes ||
      builder_.size() + (top.end - anchored.node) > limits_.nodes) {
    fail(FaultCode::AliasBudget, span,
         fmt::format("aliases stand for more than {} values",
                     std::min(limits_.alias_nodes, limits_.nodes)));
  }
  if (builder_.depth() + height(anchored.node) > limits_.depth) {
    fail(FaultCode::TooDeep, span,
         fmt::format("with its aliases, values nested more than {} deep", limits_.depth));
  }
  return builder_.copy(anchored.node, span);
}

std::size_t YamlTreeMaker::text_below(NodeId top) const {
  const Tree& tree = builder_.tree();
  std::size_t bytes = 0;
  for (NodeId id = top; id < tree.node(top).end; ++id)
    bytes += tree.node(id).text.size() + tree.node(id).key.size();
  return bytes;
}

std::size_t YamlTreeMaker::height(NodeId top) const {
  const Tree& tree = builder_.tree();
  std::size_t highest = 0;
  std::vector<NodeId> open;
  for (NodeId id = top; id < tree.node(top).end; ++id) {
    while (!open.empty() && tree.node(open.back()).end <= id) open.pop_back();
    const NodeType type = tree.node(id).type;
    if (type == NodeType::Array || type == NodeType::Object) open.push_back(id);
    highest = std::max(highest, open.size());
  }
  return highest;
}

}  // namespace cardlint
