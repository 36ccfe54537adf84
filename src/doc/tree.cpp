#include "doc/tree.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "base/short_text.h"
#include "base/text.h"
#include "source/pointer.h"

namespace cardlint {

std::string_view name(NodeType type) {
  static constexpr std::array<std::string_view, 7> kNames{"null",   "boolean", "integer", "number",
                                                          "string", "array",   "object"};
  return kNames[static_cast<std::size_t>(type)];
}

Value Value::parent() const {
  return node().parent == kNoNode ? Value() : Value(*tree_, node().parent);
}

std::string Value::pointer() const {
  return tree_->pointer(id_);
}

Value Value::member(std::string_view key, std::uint8_t mark) const {
  if (!is_object() || !tree_->may_have_key(mark)) return {};
  NodeId found = kNoNode;
  const Node& object = node();
  for (NodeId id = id_ + 1; id < object.end; id = tree_->node(id).end) {
    const Node& member = tree_->node(id);
    if (member.mark != mark || !same_text(member.key, key)) continue;
    found = id;
    if (!object.repeats) break;
  }
  return found == kNoNode ? Value() : Value(*tree_, found);
}

bool Value::holds_key(std::string_view key) const {
  if (!is_object() && !is_array()) return false;
  const std::uint8_t mark = key_mark(key);
  if (!tree_->may_have_key(mark)) return false;
  const NodeId last = node().end;
  for (NodeId id = id_ + 1; id < last; ++id) {
    const Node& below = tree_->node(id);
    if (below.mark == mark && same_text(below.key, key)) return true;
  }
  return false;
}

Value Value::at(std::uint32_t index) const {
  if (!is_array()) return {};
  for (const Value item : *this) {
    if (index-- == 0) return item;
  }
  return {};
}

std::optional<double> Value::number() const {
  if (!is_number()) return std::nullopt;
  const std::string_view digits = text();
  if (digits == ".inf") return std::numeric_limits<double>::infinity();
  if (digits == "-.inf") return -std::numeric_limits<double>::infinity();
  if (digits == ".nan") return std::numeric_limits<double>::quiet_NaN();
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

Value Tree::resolve(std::string_view pointer) const {
  Value value = root();
  if (!pointer.empty() && pointer.front() != '/') return {};
  while (value && !pointer.empty()) {
    pointer.remove_prefix(1);
    std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    std::optional<std::string> unescaped;
    if (token.find('~') != std::string_view::npos) {
      unescaped = unescape_pointer_token(token);
      if (!unescaped) return {};
      token = *unescaped;
    }
    if (value.is_array()) {
      std::uint32_t index = 0;
      const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
      const bool canonical = error == std::errc() && end == token.data() + token.size() &&
                             (token.size() == 1 || token.front() != '0');
      value = canonical ? value.at(index) : Value();
    } else {
      value = value[token];
    }
  }
  return value;
}

std::string Tree::pointer(NodeId id) const {
  std::vector<NodeId> path;
  for (NodeId at = id; at != kNoNode && nodes_[at].parent != kNoNode; at = nodes_[at].parent)
    path.push_back(at);
  std::string pointer;
  for (auto it = path.rbegin(); it != path.rend(); ++it) {
    const NodeId parent = nodes_[*it].parent;
    if (nodes_[parent].type == NodeType::Object) {
      append_pointer_token(pointer, nodes_[*it].key);
      continue;
    }
    append_pointer_token(pointer, fmt::format_int(nodes_[*it].index).str());
  }
  return pointer;
}

namespace {

// Members by name, each once: of duplicates the last, as operator[] has it.
std::vector<std::pair<std::string_view, NodeId>> members_by_name(Value object) {
  std::vector<std::pair<std::string_view, NodeId>> members;
  members.reserve(object.size());
  for (const Value member : object) members.emplace_back(member.key(), member.id());
  std::sort(members.begin(), members.end());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const bool last = i + 1 == members.size() || members[i + 1].first != members[i].first;
    if (last) members[kept++] = members[i];
  }
  members.resize(kept);
  return members;
}

}  // namespace

bool same_value(Value a, Value b) {
  if (a.is_number() && b.is_number()) return a.text() == b.text() || a.number() == b.number();
  if (a.type() != b.type()) return false;
  if (a.is_array()) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](Value x, Value y) { return same_value(x, y); });
  }
  if (!a.is_object()) return a.text() == b.text();
  const auto left = members_by_name(a);
  const auto right = members_by_name(b);
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](const auto& x, const auto& y) {
                      return x.first == y.first &&
                             same_value(Value(a.tree(), x.second), Value(b.tree(), y.second));
                    });
}

namespace {

// Sinks of the one JSON printer: a string, or a counter.
struct StringSink {
  std::string out;
  void put(std::string_view text) { out += text; }
};
struct CountSink {
  std::size_t count = 0;
  void put(std::string_view text) { count += text.size(); }
};

template <class Sink>
void put_string(Sink& sink, std::string_view text) {
  sink.put("\"");
  std::size_t plain = 0;
  for (std::size_t i = skip_json_plain(text, 0); i < text.size();
       i = skip_json_plain(text, i + 1)) {
    const auto c = static_cast<unsigned char>(text[i]);
    sink.put(text.substr(plain, i - plain));
    plain = i + 1;
    if (c == '"' || c == '\\') {
      const char escape[] = {'\\', static_cast<char>(c)};
      sink.put({escape, 2});
    } else if (c == '\n') {
      sink.put("\\n");
    } else if (c == '\t') {
      sink.put("\\t");
    } else {
      sink.put(fmt::format("\\u{:04x}", c));
    }
  }
  sink.put(text.substr(plain));
  sink.put("\"");
}

template <class Sink>
void put_value(Sink& sink, Value value) {
  switch (value.type()) {
    case NodeType::Null:
      return sink.put("null");
    case NodeType::String:
      return put_string(sink, value.text());
    case NodeType::Integer:
    case NodeType::Number: {
      const std::string_view text = value.text();
      return sink.put(text == ".inf" || text == "-.inf" || text == ".nan" ? "null" : text);
    }
    case NodeType::Boolean:
      return sink.put(value.text());
    case NodeType::Array:
    case NodeType::Object: {
      const bool object = value.is_object();
      sink.put(object ? "{" : "[");
      bool first = true;
      for (const Value child : value) {
        if (!first) sink.put(",");
        first = false;
        if (object) {
          put_string(sink, child.key());
          sink.put(":");
        }
        put_value(sink, child);
      }
      return sink.put(object ? "}" : "]");
    }
  }
}

}  // namespace

std::string to_json(Value value) {
  StringSink sink;
  put_value(sink, value);
  return std::move(sink.out);
}

std::string quoted_json(std::string_view text) {
  StringSink sink;
  put_string(sink, text);
  return std::move(sink.out);
}

std::size_t json_size(Value value) {
  CountSink sink;
  put_value(sink, value);
  return sink.count;
}

void TreeBuilder::key(std::string_view key, Span span) {
  key_ = key;
  key_span_ = span;
}

Node& TreeBuilder::add() {
  const auto id = static_cast<NodeId>(tree_.nodes_.size());
  Node& node = tree_.nodes_.emplace_back();
  if (!open_.empty()) {
    Open& open = open_.back();
    node.parent = open.id;
    node.key = key_;
    node.mark = key_mark(key_);
    open.alike = open.alike || open.marks[node.mark];
    open.marks[node.mark] = true;
    tree_.marks_[node.mark] = true;
    node.key_span = key_span_;
    node.index = tree_.nodes_[node.parent].count++;
  }
  key_ = {};
  key_span_ = {};
  node.end = id + 1;
  return node;
}

NodeId TreeBuilder::scalar(NodeType type, std::string_view text, Span span, ScalarStyle style) {
  Node& node = add();
  node.type = type;
  node.text = text;
  node.span = span;
  node.style = style;
  return node.end - 1;
}

NodeId TreeBuilder::open(NodeType container, Span span) {
  Node& node = add();
  node.type = container;
  node.span = span;
  open_.emplace_back().id = node.end - 1;
  return open_.back().id;
}

void TreeBuilder::close(std::uint32_t end_offset) {
  const Open& open = open_.back();
  Node& node = tree_.nodes_[open.id];
  node.span.end = end_offset;
  node.end = static_cast<NodeId>(tree_.nodes_.size());
  node.repeats = node.type == NodeType::Object && open.alike && repeats_a_key(open.id);
  open_.pop_back();
}

bool TreeBuilder::repeats_a_key(NodeId object) const {
  const Value members(tree_, object);
  // Comparing the names of few members in pairs is quicker than sorting them.
  constexpr std::uint32_t kFewMembers = 12;
  if (members.size() <= kFewMembers) {
    for (auto a = members.begin(); a != members.end(); ++a) {
      const std::string_view key = (*a).key();
      if (std::any_of(std::next(a), members.end(), [&](Value b) { return b.key() == key; }))
        return true;
    }
    return false;
  }
  std::vector<std::string_view> keys;
  keys.reserve(members.size());
  for (const Value member : members) keys.push_back(member.key());
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

NodeId TreeBuilder::copy(NodeId source, Span span) {
  const Node original = tree_.nodes_[source];
  Node& top = add();
  const NodeId id = top.end - 1;
  top.text = original.text;
  top.count = original.count;
  top.type = original.type;
  top.style = original.style;
  top.repeats = original.repeats;
  top.span = span;
  top.from_alias = true;
  for (NodeId from = source + 1; from < original.end; ++from) {
    Node node = tree_.nodes_[from];
    node.parent = node.parent - source + id;
    node.end = node.end - source + id;
    node.from_alias = true;
    tree_.nodes_.push_back(node);
  }
  tree_.nodes_[id].end = static_cast<NodeId>(tree_.nodes_.size());
  return id;
}

std::string_view TreeBuilder::keep(std::string text) {
  if (!tree_.texts_) tree_.texts_ = std::make_unique<std::deque<std::string>>();
  return tree_.texts_->emplace_back(std::move(text));
}

}  // namespace cardlint
