// From YAML to a located tree. yaml-cpp's events say what is nested in what; where each node stands and ends, and what
// its text is, comes from our own reading of the source (yaml_outline, yaml_scalar), because yaml-cpp 0.7 gives no ends,
// accepts what YAML 1.2 refuses and folds blank lines wrongly. Both must agree node by node: where they do not, the
// document counts as unread instead of being judged by a guess.
#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <unordered_set>

#include <fmt/format.h>
#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "base/text.h"
#include "doc/load.h"
#include "doc/yaml_outline.h"
#include "doc/yaml_scalar.h"

namespace cardlint {
namespace {

constexpr std::uint64_t kNpmMaxAliasCount = 100;  // default of `maxAliasCount` in npm's yaml 2.x

// Ends the parse from within an event.
struct Abandon {};

struct Text {
  NodeType type = NodeType::String;
  std::string_view text;
  ScalarStyle style = ScalarStyle::Plain;
};

class TreeMaker {
 public:
  TreeMaker(const SourceFile& source, const Limits& limits, const YamlOutline& outline, Loaded& loaded)
      : source_(source), limits_(limits), outline_(outline), parts_(outline.parts), loaded_(loaded) {}

  // One event of yaml-cpp's: it must be the next part, and begin at `mark` where that says something.
  void take(YamlKind kind, std::size_t mark) {
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
  bool complete() const {
    return std::all_of(parts_.begin() + static_cast<std::ptrdiff_t>(next_), parts_.end(),
                       [](const YamlPart& part) { return part.kind == YamlKind::None; });
  }
  Tree finish() { return builder_.finish(); }

  [[noreturn]] void fail(FaultCode code, Span span, std::string detail) {
    loaded_.faults.push_back({code, span, std::move(detail), kNoNode, true});
    throw Abandon{};
  }
  [[noreturn]] void unread(std::size_t at) {
    const auto begin = static_cast<std::uint32_t>(std::min(at, source_.text().size()));
    fail(FaultCode::YamlUnread, {begin, begin},
         "this reader's YAML library takes the text for something else than it is; the file may be right, but this "
         "reader cannot judge it");
  }

 private:
  struct Frame {
    NodeId id;
    bool is_map;
    bool key_next;
    std::unordered_set<std::string> keys;  // type and value: `1` and "1" are two keys
  };
  struct Anchored {
    NodeId node = kNoNode;  // kNoNode: a key, which is no node
    Text key;
    std::uint64_t uses = 1;   // npm counts the anchored node itself
    std::uint64_t weight = 0;
    bool weighed = false;
  };

  static std::size_t first_byte(const YamlPart& part) {
    std::uint32_t first = part.span.begin;
    if (part.tag.end > 0) first = std::min(first, part.tag.begin);
    if (part.anchor.end > 0) first = std::min(first, part.anchor.begin);
    return first;
  }
  bool at_key() const { return !frames_.empty() && frames_.back().key_next; }

  void note(FaultCode code, Span span, std::string detail, NodeId node = kNoNode) {
    if (noted_[static_cast<std::size_t>(code)]++ >= limits_.findings_per_rule) return;
    loaded_.faults.push_back({code, span, std::move(detail), node});
    if (node == kNoNode && !frames_.empty()) loaded_.faults.back().pointer = builder_.tree().pointer(frames_.back().id);
  }

  // ---- texts

  std::string_view keep_or_view(std::string decoded, std::string_view raw) {
    return decoded == raw ? raw : builder_.keep(std::move(decoded));
  }

  Text read(const YamlPart& part) {
    const std::string_view raw = source_.slice(part.span);
    if (raw.size() > limits_.scalar_bytes) {
      fail(FaultCode::TooLarge, part.span, fmt::format("a text over {} bytes", limits_.scalar_bytes));
    }
    switch (part.style) {
      case YamlStyle::Plain:
        if (raw.find('\n') == std::string_view::npos) return {NodeType::String, raw, ScalarStyle::Plain};
        return {NodeType::String, keep_or_view(fold_yaml_lines(raw), raw), ScalarStyle::Plain};
      case YamlStyle::Single: {
        const std::string_view inner = raw.substr(1, raw.size() - 2);
        if (inner.find_first_of("'\n") == std::string_view::npos) return {NodeType::String, inner, ScalarStyle::Quoted};
        return {NodeType::String, keep_or_view(decode_yaml_single(inner), inner), ScalarStyle::Quoted};
      }
      case YamlStyle::Double: {
        const std::string_view inner = raw.substr(1, raw.size() - 2);
        if (inner.find_first_of("\\\n") == std::string_view::npos) {
          return {NodeType::String, inner, ScalarStyle::Quoted};
        }
        bool lone = false;
        const std::string_view text = keep_or_view(decode_yaml_double(inner, lone), inner);
        if (lone) note(FaultCode::LoneSurrogate, part.span, "half of a surrogate pair; it stands for no character");
        return {NodeType::String, text, ScalarStyle::Quoted};
      }
      case YamlStyle::Block:
        break;
    }
    const std::size_t header_end = source_.text().find('\n', part.span.begin);
    const std::size_t content = header_end == std::string_view::npos ? part.link : header_end + 1;
    const std::string_view lines = source_.text().substr(content, part.link - std::min<std::size_t>(content, part.link));
    return {NodeType::String, builder_.keep(decode_yaml_block(raw, lines, part.indent)), ScalarStyle::Block};
  }

  // Text and type of a scalar. `tag_fault` is set when a tag could not be followed.
  Text resolve(const YamlPart& part, bool& tag_fault) {
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
      fail(FaultCode::TooLarge, part.span, fmt::format("a number over {} digits", limits_.number_digits));
    }
    return text;
  }

  void note_tag(const YamlPart& part, NodeId node = kNoNode) {
    note(FaultCode::YamlTag, part.tag,
         fmt::format("tag '{}' means nothing to readers that know the core schema; the value is read without it",
                     printable(source_.slice(part.tag), 40)),
         node);
  }

  // ---- keys

  std::string_view key_name(const Text& text) {
    if (text.type == NodeType::Integer || text.type == NodeType::Number) {
      return keep_or_view(number_as_key(text.text), text.text);
    }
    return text.text;  // null is ""
  }

  void take_key(std::uint32_t index) {
    const YamlPart& part = parts_[index];
    Frame& frame = frames_.back();
    frame.key_next = false;
    Text text;
    if (part.kind == YamlKind::Alias) {
      Anchored& anchored = use_alias(index);
      if (anchored.node == kNoNode) {
        text = anchored.key;
      } else {
        const Node& node = builder_.tree().node(anchored.node);
        if (node.type == NodeType::Array || node.type == NodeType::Object) {
          fail(FaultCode::YamlUnread, part.span, "a list or a map as a key; this reader has keys of text only");
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
    const bool nan = text.type == NodeType::Number && text.text == ".nan";  // equal to nothing, itself included
    pending_duplicate_ = part.kind == YamlKind::Scalar && !nan && !first_of_its_kind(frame, text, name);
    pending_merge_ = part.kind == YamlKind::Scalar && part.style == YamlStyle::Plain && name == "<<";
    pending_name_ = name;
    pending_span_ = part.span;
  }

  // npm compares type and value of scalars; aliases and collections are never equal.
  static bool first_of_its_kind(Frame& frame, const Text& text, std::string_view name) {
    const bool number = text.type == NodeType::Integer || text.type == NodeType::Number;
    std::string identity(1, number ? 'n' : static_cast<char>('0' + static_cast<int>(text.type)));
    return frame.keys.insert(identity.append(name)).second;
  }

  // A collection that serves as a key, as npm writes it: `{ a: 1 }`, `[ a, b ]`.
  std::string flow_text(std::uint32_t index) const {
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

  void note_member(NodeId id) {
    if (pending_duplicate_) {
      note(FaultCode::DuplicateKey, pending_span_,
           fmt::format("key '{}' stands twice in one map; npm's yaml refuses the file, other readers take one of them",
                       printable(pending_name_, 40)),
           id);
    }
    if (pending_merge_) {
      note(FaultCode::MergeKey, pending_span_,
           "merge key '<<': YAML 1.1 readers merge the map in, YAML 1.2 readers see a member of that name", id);
    }
    pending_duplicate_ = pending_merge_ = false;
  }

  // ---- values

  void place(std::uint32_t index) {
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
        tag_fault = name != "!" && name != (part.kind == YamlKind::Map ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq");
      }
    }
    if (part.anchor.end > 0) anchored_[index].node = id;
    note_member(id);
    if (tag_fault) note_tag(part, id);
    if (part.kind == YamlKind::Scalar || part.kind == YamlKind::Alias) return;
    if (part.flow && part.kind == YamlKind::Map && source_.slice(part.span).starts_with("{{")) {
      note(FaultCode::TemplateBraces, part.span,
           fmt::format("'{}' is not in quotes, so YAML reads a map", printable(source_.slice(part.span), 40)), id);
    }
    if (!frames_.empty()) frames_.back().key_next = frames_.back().is_map;
    frames_.push_back({id, part.kind == YamlKind::Map, part.kind == YamlKind::Map, {}});
  }

  void note_scalar(const YamlPart& part, NodeId id) {
    const Node& node = builder_.tree().node(id);
    if (part.style != YamlStyle::Plain) return;
    if (const auto reading = yaml_11_reading(source_.slice(part.span))) {
      note(FaultCode::Yaml11Scalar, part.span,
           fmt::format("'{}' is {} to YAML 1.1 readers and {} '{}' to YAML 1.2 readers",
                       printable(source_.slice(part.span), 40), *reading,
                       node.type == NodeType::String ? "the text" : "the number", printable(node.text, 40)),
           id);
    }
    const bool number = node.type == NodeType::Integer || node.type == NodeType::Number;
    if (number && !Value(builder_.tree(), id).number()) {
      note(FaultCode::TooLarge, part.span, "a number beyond the range of double precision", id);
    }
  }

  void close() {
    const YamlPart& end = parts_[next_ - 1];
    builder_.close(end.span.end);
    frames_.pop_back();
  }

  // ---- aliases

  Anchored& use_alias(std::uint32_t index) {
    const YamlPart& alias = parts_[index];
    const auto found = anchored_.find(alias.link);
    if (found == anchored_.end()) {
      fail(FaultCode::YamlUnread, alias.span,
           "an alias to a list or a map that is a key, or within one; this reader has keys of text only");
    }
    if (++alias_uses_ > limits_.alias_uses) {
      fail(FaultCode::AliasBudget, alias.span, fmt::format("more than {} aliases", limits_.alias_uses));
    }
    Anchored& anchored = found->second;
    ++anchored.uses;
    if (!anchored.weighed) anchored.weight = weight(alias.link);
    anchored.weighed = true;
    if (anchored.uses * anchored.weight > kNpmMaxAliasCount) {
      note(FaultCode::AliasBudget, alias.span,
           fmt::format("alias '{}' is expanded {} times over; npm's yaml refuses the file above {} (maxAliasCount)",
                       printable(source_.slice(alias.span), 40), anchored.uses * anchored.weight, kNpmMaxAliasCount));
    }
    return anchored;
  }

  // npm's measure of what one use of an anchor costs: the heaviest alias within it, or 1.
  std::uint64_t weight(std::uint32_t index) const {
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

  NodeId place_alias(std::uint32_t index) {
    const Span span = parts_[index].span;
    const Anchored& anchored = use_alias(index);
    if (anchored.node == kNoNode) {
      const NodeId id = builder_.scalar(anchored.key.type, anchored.key.text, span, anchored.key.style);
      builder_.mark_alias(id);
      return id;
    }
    const Node& top = builder_.tree().node(anchored.node);
    alias_nodes_ += top.end - anchored.node;
    if (alias_nodes_ > limits_.alias_nodes || builder_.size() + (top.end - anchored.node) > limits_.nodes) {
      fail(FaultCode::AliasBudget, span,
           fmt::format("aliases stand for more than {} values", std::min(limits_.alias_nodes, limits_.nodes)));
    }
    if (builder_.depth() + height(anchored.node) > limits_.depth) {
      fail(FaultCode::TooDeep, span, fmt::format("with its aliases, values nested more than {} deep", limits_.depth));
    }
    return builder_.copy(anchored.node, span);
  }

  // Levels of collections in a subtree.
  std::size_t height(NodeId top) const {
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

  const SourceFile& source_;
  const Limits& limits_;
  const YamlOutline& outline_;
  const std::vector<YamlPart>& parts_;
  Loaded& loaded_;
  TreeBuilder builder_;
  std::vector<Frame> frames_;
  std::map<std::uint32_t, Anchored> anchored_;  // by part
  std::array<std::size_t, static_cast<std::size_t>(FaultCode::YamlTag) + 1> noted_{};
  std::size_t next_ = 0;
  std::uint32_t skip_until_ = 0;  // parts before it belong to a key that is a collection
  std::size_t alias_uses_ = 0;
  std::size_t alias_nodes_ = 0;
  bool pending_duplicate_ = false;  // of the key whose value comes next
  bool pending_merge_ = false;
  std::string_view pending_name_;
  Span pending_span_;
};

// yaml-cpp's view of the document; `offset` is where its text begins in the file.
class Events : public YAML::EventHandler {
 public:
  Events(TreeMaker& maker, std::size_t offset) : maker_(maker), offset_(offset) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { take(YamlKind::Scalar, mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { take(YamlKind::Alias, mark); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string&) override {
    take(YamlKind::Scalar, mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    take(YamlKind::Sequence, mark);
  }
  void OnSequenceEnd() override { maker_.take(YamlKind::End, last_); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    take(YamlKind::Map, mark);
  }
  void OnMapEnd() override { maker_.take(YamlKind::End, last_); }

 private:
  void take(YamlKind kind, const YAML::Mark& mark) {
    last_ = offset_ + static_cast<std::size_t>(std::max(mark.pos, 0));
    maker_.take(kind, last_);
  }

  TreeMaker& maker_;
  std::size_t offset_;
  std::size_t last_ = 0;
};

void build(const SourceFile& source, std::uint32_t begin, const Limits& limits, const YamlOutline& outline,
           Loaded& loaded) {
  TreeMaker maker(source, limits, outline, loaded);
  try {
    std::string text(source.text().substr(begin, outline.document_end - begin));
    for (const YamlMask& mask : outline.masks) {
      if (mask.span.end > outline.document_end) break;
      std::fill(text.begin() + (mask.span.begin - begin), text.begin() + (mask.span.end - begin), mask.shown);
    }
    std::istringstream stream(std::move(text));
    YAML::Parser parser(stream);
    Events events(maker, begin);
    parser.HandleNextDocument(events);
    if (!maker.complete()) maker.unread(outline.document_end);
    loaded.tree = maker.finish();
  } catch (const Abandon&) {
    loaded.tree = Tree();
  } catch (const YAML::Exception& refusal) {
    const std::size_t at = begin + static_cast<std::size_t>(std::max(refusal.mark.pos, 0));
    const auto offset = static_cast<std::uint32_t>(std::min(at, source.text().size()));
    loaded.faults.push_back({FaultCode::YamlUnread,
                             {offset, offset},
                             fmt::format("well-formed YAML that this reader's library cannot read ({}); a limit of this "
                                         "reader, not a fault of the file",
                                         printable(refusal.msg)),
                             kNoNode,
                             true});
  }
}

// Characters that YAML 1.2.2 §5.1 keeps out; NUL and 0x04 are sentinels inside yaml-cpp. A carriage return alone is a
// line break to YAML and none to npm and yaml-cpp.
std::optional<LoadFault> find_forbidden(std::string_view text, std::uint32_t begin) {
  for (std::size_t i = begin; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7F) continue;
    if (byte == '\t' || byte == '\n' || (byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n')) continue;
    const CodePoint c = decode_utf8(text, i);
    const bool allowed = c.value >= 0xA0 ? c.value != 0xFFFE && c.value != 0xFFFF : c.value == 0x85;
    if (allowed) {
      i += c.length - 1;
      continue;
    }
    const auto at = static_cast<std::uint32_t>(i);
    std::string detail = c.value == '\r' ? "a carriage return without a line feed; readers differ in whether it ends a line"
                                         : fmt::format("a control character (U+{:04X}), which YAML forbids", c.value);
    return LoadFault{FaultCode::ControlCharacter, {at, at + c.length}, std::move(detail), kNoNode, true};
  }
  return std::nullopt;
}

}  // namespace

Loaded load_yaml(const SourceFile& source, const Limits& limits) {
  Loaded loaded;
  std::uint32_t begin = 0;
  if (!check_encoding(source, limits.yaml_bytes, loaded.faults, begin)) return loaded;
  if (auto forbidden = find_forbidden(source.text(), begin)) {
    loaded.faults.push_back(*std::move(forbidden));
    return loaded;
  }
  const YamlOutline outline = read_yaml_outline(source.text(), begin, limits);
  if (outline.fault) {
    loaded.faults.push_back(*outline.fault);
    return loaded;
  }
  if (outline.second_document) {
    const std::uint32_t at = *outline.second_document;
    loaded.faults.push_back({FaultCode::SecondDocument,
                             {at, std::min(at + 3, static_cast<std::uint32_t>(source.text().size()))},
                             "a second document; npm's yaml refuses the file, other readers take the first only"});
  }
  if (outline.empty) {
    loaded.faults.push_back({FaultCode::EmptyDocument, {begin, begin}, "the document is empty", kNoNode, true});
    return loaded;
  }
  build(source, begin, limits, outline, loaded);
  if (loaded.tree.empty()) return loaded;
  const Value root = loaded.tree.root();
  if (!root.is_object()) {
    loaded.faults.push_back({FaultCode::RootNotObject, root.node().span,
                             fmt::format("the root is {} {}, not an object",
                                         root.is_array() || root.is(NodeType::Integer) ? "an" : "a", name(root.type())),
                             root.id()});
  }
  return loaded;
}

}  // namespace cardlint
