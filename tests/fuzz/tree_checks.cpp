#include "fuzz/tree_checks.h"

#include <algorithm>

#include "base/text.h"
#include "fuzz/support.h"

namespace cardlint::fuzz {
namespace {

constexpr std::size_t kMostPointers = 400;  // each costs a walk from the root

bool within(Span inner, Span outer) {
  return inner.begin >= outer.begin && inner.end <= outer.end;
}

void check_children(const Tree& tree, NodeId id, Places places) {
  const Value parent(tree, id);
  std::uint32_t count = 0;
  std::uint32_t behind = parent.node().span.begin;
  for (const Value child : parent) {
    ++count;
    const Node& node = child.node();
    promise(node.parent == id, "a child names its parent");
    if (node.from_alias || parent.node().from_alias || places == Places::Loose) continue;
    promise(within(node.span, parent.node().span), "a value lies in its parent");
    const std::uint32_t begin = parent.is_object() ? node.key_span.begin : node.span.begin;
    promise(begin >= behind, "values stand in the order of the text");
    if (parent.is_object())
      promise(node.key_span.end <= node.span.begin, "a key stands before its value");
    behind = node.span.end;
  }
  promise(count == parent.size(), "the number of children is right");
}

bool has_duplicates(Value object) {
  std::vector<std::string_view> keys;
  for (const Value member : object) keys.push_back(member.key());
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

}  // namespace

void check_tree(const SourceFile& source, const Tree& tree, Places places) {
  const std::size_t size = source.text().size();
  bool duplicates = false;
  for (NodeId id = 0; id < tree.size(); ++id) {
    const Node& node = tree.node(id);
    promise(node.span.begin <= node.span.end && node.span.end <= size, "a span lies in the text");
    promise(node.key_span.begin <= node.key_span.end && node.key_span.end <= size,
            "the span of a key lies in the text");
    promise(node.end > id && node.end <= tree.size(), "the end of a subtree lies in the tree");
    promise((id == 0) == (node.parent == kNoNode), "only the root has no parent");
    if (id != 0)
      promise(node.parent < id && node.end <= tree.node(node.parent).end, "subtrees nest");
    if (node.type == NodeType::Array || node.type == NodeType::Object)
      check_children(tree, id, places);
    duplicates = duplicates || (node.type == NodeType::Object && has_duplicates({tree, id}));
  }
  if (duplicates) return;
  for (NodeId id = 0; id < std::min(tree.size(), kMostPointers); ++id) {
    const std::string pointer = tree.pointer(id);
    promise(tree.resolve(pointer).id() == id, "a pointer leads back to its node", pointer);
  }
}

void check_faults(const SourceFile& source, const std::vector<LoadFault>& faults) {
  for (const LoadFault& fault : faults) {
    promise(fault.span.begin <= fault.span.end && fault.span.end <= source.text().size() + 4,
            "a fault lies in the text");
    promise(is_visible(fault.detail, false), "a fault speaks in printable words", fault.detail);
    promise(!fault.detail.empty() && fault.detail.size() < 2000, "a fault has a word of its own");
  }
}

void check_positions(const SourceFile& source) {
  const std::string_view text = source.text();
  if (find_invalid_utf8(text)) return;
  for (std::size_t i = 0; i < std::min<std::size_t>(text.size(), 2000);) {
    const auto offset = static_cast<std::uint32_t>(i);
    const Position place = source.position(offset);
    promise(place.line >= 1 && place.column >= 1 && place.offset == offset, "a position is sound");
    // The bytes of a line's end count as its last column.
    if (text[i] != '\n' && text[i] != '\r')
      promise(source.offset(place.line, place.column) == offset, "a position leads back");
    i += decode_utf8(text, i).length;
  }
}

}  // namespace cardlint::fuzz
