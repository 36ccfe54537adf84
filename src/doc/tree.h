// The located tree: what JSON and YAML alike become. A flat arena of nodes in document order
// (preorder), each with its decoded value and the exact bytes of its key and value in the source.
// Knows no kinds, no rules.
#pragma once

#include <bitset>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_file.h"

namespace cardlint {

enum class NodeType : std::uint8_t { Null, Boolean, Integer, Number, String, Array, Object };
std::string_view name(
    NodeType type);  // "null", "boolean", "integer", "number", "string", "array", "object"

// How a YAML scalar was written; JSON strings are Quoted, everything else of JSON is Plain.
enum class ScalarStyle : std::uint8_t { Plain, Quoted, Block };

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = ~NodeId{0};

// Tells most names apart at a glance: one byte of what a name looks like.
constexpr std::uint8_t key_mark(std::string_view key) {
  if (key.empty()) return 0;
  const auto byte = [](char c) { return std::size_t{static_cast<unsigned char>(c)}; };
  return static_cast<std::uint8_t>(key.size() * 37 + byte(key.front()) * 11 +
                                   byte(key[key.size() / 2]) * 5 + byte(key.back()));
}

using KeyMarks = std::bitset<256>;  // of some names

struct Node {
  std::string_view key;   // decoded member name; empty for array items and the root
  std::string_view text;  // decoded string; canonical JSON number (YAML: 0x1F is 31), ".inf",
                          // "-.inf", ".nan"; "true", "false"; empty for null and containers
  Span key_span;          // with its quotes; empty for array items and the root
  Span span;              // with quotes, brackets, block header; a YAML alias: the alias itself
  NodeId parent = kNoNode;
  NodeId end = 0;           // descendants are [id + 1, end)
  std::uint32_t count = 0;  // members or items
  std::uint32_t index = 0;  // of its siblings, from 0
  NodeType type = NodeType::Null;
  ScalarStyle style = ScalarStyle::Plain;
  bool from_alias = false;  // stands where a YAML alias was (also on everything below it)
  bool repeats = false;     // an object that holds two members of one name
  std::uint8_t mark = 0;    // key_mark of `key`
};

class Tree;

// A cheap handle on a node, or on nothing: look-ups of what is not there give a missing Value,
// never a fault.
class Value {
 public:
  Value() = default;
  Value(const Tree& tree, NodeId id) : tree_(&tree), id_(id) {}

  explicit operator bool() const { return id_ != kNoNode; }
  bool operator==(const Value&) const = default;
  NodeId id() const { return id_; }
  const Tree& tree() const { return *tree_; }
  const Node& node() const;  // precondition of this and the following: not missing

  NodeType type() const { return node().type; }
  std::string_view key() const { return node().key; }
  std::string_view text() const { return node().text; }
  Value parent() const;
  std::string pointer() const;

  // These are false or 0 for a missing value.
  std::uint32_t size() const { return *this ? node().count : 0; }
  bool is(NodeType type) const { return *this && node().type == type; }
  bool is_object() const { return is(NodeType::Object); }
  bool is_array() const { return is(NodeType::Array); }
  bool is_string() const { return is(NodeType::String); }
  bool is_boolean() const { return is(NodeType::Boolean); }
  bool is_number() const { return is(NodeType::Number) || is(NodeType::Integer); }
  bool is_true() const { return is_boolean() && text().size() == 4; }  // or else "false"
  bool is_text(std::string_view expected) const { return is_string() && text() == expected; }

  // Member by name; of duplicates the last, as JSON readers in use do. Missing for anything but an
  // object.
  Value operator[](std::string_view key) const { return member(key, key_mark(key)); }
  // The same for who keeps the mark of the key.
  Value member(std::string_view key, std::uint8_t mark) const;
  // Whether a member has this name, at any depth.
  bool holds_key(std::string_view key) const;
  Value at(std::uint32_t index) const;
  std::optional<double> number() const;

  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using pointer = const Value*;
    using reference = Value;

    Iterator() = default;
    Iterator(const Tree* tree, NodeId id) : tree_(tree), id_(id) {}
    Value operator*() const { return {*tree_, id_}; }
    Iterator& operator++();
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const Tree* tree_ = nullptr;
    NodeId id_ = kNoNode;
  };
  // Children in document order; an empty range for scalars and for a missing value.
  Iterator begin() const;
  Iterator end() const;

 private:
  const Tree* tree_ = nullptr;
  NodeId id_ = kNoNode;
};

class Tree {
 public:
  Tree() = default;
  Tree(Tree&&) = default;
  Tree& operator=(Tree&&) = default;

  bool empty() const { return nodes_.empty(); }
  std::size_t size() const { return nodes_.size(); }
  const Node& node(NodeId id) const { return nodes_[id]; }
  // False where no member has a name of this mark: nearly all that rules ask for is nowhere.
  bool may_have_key(std::uint8_t mark) const { return marks_[mark]; }
  bool may_have_keys(const KeyMarks& marks) const { return (marks & ~marks_).none(); }
  Value root() const { return empty() ? Value() : Value(*this, 0); }
  // The node at a JSON Pointer, or a missing value.
  Value resolve(std::string_view pointer) const;
  std::string pointer(NodeId id) const;

 private:
  friend class TreeBuilder;
  friend class TreeImageReader;
  std::vector<Node> nodes_;
  KeyMarks marks_;  // of all names
  // Decoded texts that do not stand in the source as such, if any. A deque: growing it leaves the
  // views valid.
  std::unique_ptr<std::deque<std::string>> texts_;  // made for the first
};

// These few are inline: rules step through nodes millions of times.
inline const Node& Value::node() const {
  return tree_->node(id_);
}

inline Value::Iterator& Value::Iterator::operator++() {
  id_ = tree_->node(id_).end;
  return *this;
}

inline Value::Iterator Value::begin() const {
  if (!is_object() && !is_array()) return {tree_, kNoNode};
  return {tree_, id_ + 1};
}

inline Value::Iterator Value::end() const {
  if (!is_object() && !is_array()) return {tree_, kNoNode};
  return {tree_, node().end};
}

// Deep equality as JSON values: member order and number spelling (1, 1.0, 1e0) do not count.
bool same_value(Value a, Value b);
// Compact JSON (RFC 8259) of a value; .inf and .nan become null, as JSON.stringify has it.
std::string to_json(Value value);
// A JSON string with its quotes.
std::string quoted_json(std::string_view text);
// Size of to_json in bytes without building it.
std::size_t json_size(Value value);

// Builds a Tree from events in document order. The loaders see to depth and size; this class only
// to structure.
class TreeBuilder {
 public:
  // The next node becomes a member with this name. `key` must live as long as the tree (source text
  // or keep()).
  void key(std::string_view key, Span span);
  NodeId scalar(NodeType type, std::string_view text, Span span,
                ScalarStyle style = ScalarStyle::Plain);
  NodeId open(NodeType container, Span span);  // span.end is set by close()
  // Whether the closed object repeats a member, its node says then.
  void close(std::uint32_t end_offset);
  // Copies the subtree at `source` as the next node, as a YAML alias standing at `span`.
  NodeId copy(NodeId source, Span span);
  // The scalar `id` stands where an alias was, but there is no node to copy (a YAML alias to a
  // key).
  void mark_alias(NodeId id) { tree_.nodes_[id].from_alias = true; }
  std::string_view keep(std::string text);
  // Correct a span once its true end is known.
  void set_span(NodeId id, Span span) { tree_.nodes_[id].span = span; }

  void reserve(std::size_t nodes) { tree_.nodes_.reserve(nodes); }
  std::size_t size() const { return tree_.nodes_.size(); }
  std::size_t depth() const { return open_.size(); }
  const Tree& tree() const { return tree_; }
  Tree finish() { return std::move(tree_); }

 private:
  Node& add();  // the next node, in its place
  bool repeats_a_key(NodeId object) const;

  struct Open {
    NodeId id = kNoNode;
    bool alike = false;  // two of its members have one mark
    KeyMarks marks;
  };
  Tree tree_;
  std::vector<Open> open_;
  std::string_view key_;
  Span key_span_;
};

}  // namespace cardlint
