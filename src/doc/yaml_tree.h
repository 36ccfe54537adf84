// The tree half of reading YAML: takes the parts of an outline one by one, as yaml-cpp's events
// confirm them, and builds the located tree: types, keys, aliases and their budgets, and the faults
// that are no faults of syntax.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "doc/load.h"
#include "doc/yaml_outline.h"

namespace cardlint {

// Ends the reading at a fatal fault, which is then in Loaded::faults.
struct YamlAbandon {};

class YamlTreeMaker {
 public:
  YamlTreeMaker(const SourceFile& source, const Limits& limits, const YamlOutline& outline,
                Loaded& loaded)
      : source_(source),
        limits_(limits),
        outline_(outline),
        parts_(outline.parts),
        loaded_(loaded) {
    builder_.reserve(parts_.size() / 2 + 1);  // keys and ends are no nodes
    frames_.reserve(kUsualDepth);
  }

  // One event of yaml-cpp's: it must be the next part, and begin at `mark` where that says
  // something.
  void take(YamlKind kind, std::size_t mark);
  bool complete() const;
  Tree finish() { return builder_.finish(); }

  // Both add a fatal fault and throw YamlAbandon.
  [[noreturn]] void fail(FaultCode code, Span span, std::string detail);
  [[noreturn]] void unread(std::size_t at);

 private:
  // `1` and "1" are two keys; numbers are of one type.
  using Key = std::pair<NodeType, std::string_view>;
  // Nearly all maps are small: their keys need no memory, and are compared as they stand.
  class Keys {
   public:
    bool insert(const Key& key);  // false where it is there

   private:
    std::array<Key, 12> first_;
    std::size_t size_ = 0;  // of these
    std::set<Key> more_;
  };
  static constexpr std::size_t kUsualDepth = 8;

  struct Frame {
    NodeId id;
    bool is_map;
    bool key_next;
    Keys keys;
  };
  struct Text {
    NodeType type = NodeType::String;
    std::string_view text;
    ScalarStyle style = ScalarStyle::Plain;
  };
  struct Anchored {
    NodeId node = kNoNode;  // kNoNode: a key, which is no node
    Text key;
    std::uint64_t uses = 1;  // npm counts the anchored node itself
    std::uint64_t weight = 0;
    bool weighed = false;
  };
  static std::size_t first_byte(const YamlPart& part);
  bool at_key() const { return !frames_.empty() && frames_.back().key_next; }
  void note(FaultCode code, Span span, std::string detail, NodeId node = kNoNode);

  // ---- texts

  std::string_view keep_or_view(std::string decoded, std::string_view raw);
  Text read(const YamlPart& part);

  // Text and type of a scalar. `tag_fault` is set when a tag could not be followed.
  Text resolve(const YamlPart& part, bool& tag_fault);
  void note_tag(const YamlPart& part, NodeId node = kNoNode);

  // ---- keys

  std::string_view key_name(const Text& text);
  void take_key(std::uint32_t index);

  // npm compares type and value of scalars; aliases and collections are never equal.
  static bool first_of_its_kind(Frame& frame, const Text& text, std::string_view name);

  // A collection that serves as a key, as npm writes it: `{ a: 1 }`, `[ a, b ]`.
  std::string flow_text(std::uint32_t index) const;
  void note_member(NodeId id);

  // ---- values

  void place(std::uint32_t index);
  void note_scalar(const YamlPart& part, NodeId id);
  void close();

  // ---- aliases

  Anchored& use_alias(std::uint32_t index);

  // npm's measure of what one use of an anchor costs: the heaviest alias within it, or 1.
  std::uint64_t weight(std::uint32_t index) const;
  NodeId place_alias(std::uint32_t index);

  // Levels of collections in a subtree.
  std::size_t height(NodeId top) const;
  std::size_t text_below(NodeId top) const;  // bytes

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
  std::size_t alias_bytes_ = 0;
  bool pending_duplicate_ = false;  // of the key whose value comes next
  bool pending_merge_ = false;
  std::string_view pending_name_;
  Span pending_span_;
};

}  // namespace cardlint
