#include "schema/single_members.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace cardlint {
namespace {

// Up to this many members, comparing each with each is faster than sorting.
constexpr std::uint32_t kFewMembers = 12;

bool repeats_a_member(Value object) {
  if (object.size() <= kFewMembers) {
    for (auto a = object.begin(); a != object.end(); ++a) {
      for (auto b = std::next(a); b != object.end(); ++b) {
        if ((*a).key() == (*b).key()) return true;
      }
    }
    return false;
  }
  std::vector<std::string_view> keys;
  for (const Value member : object) keys.push_back(member.key());
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

void copy(Value from, TreeBuilder& builder, std::vector<NodeId>& origin) {
  const Node& node = from.node();
  origin.push_back(from.id());
  if (!from.is_object() && !from.is_array()) {
    builder.scalar(node.type, node.text, node.span, node.style);
    return;
  }
  builder.open(node.type, node.span);
  std::unordered_map<std::string_view, NodeId> last;
  if (from.is_object()) {
    for (const Value member : from) last[member.key()] = member.id();
  }
  for (const Value child : from) {
    if (from.is_object()) {
      if (last[child.key()] != child.id()) continue;
      builder.key(child.key(), child.node().key_span);
    }
    copy(child, builder, origin);
  }
  builder.close(node.span.end);
}

}  // namespace

bool has_repeated_members(Value document) {
  for (NodeId id = document.id(); id < document.node().end; ++id) {
    const Value value(document.tree(), id);
    if (value.is_object() && value.size() > 1 && repeats_a_member(value)) return true;
  }
  return false;
}

SingleMembers single_members(Value document) {
  TreeBuilder builder;
  SingleMembers result;
  copy(document, builder, result.origin);
  result.tree = builder.finish();
  return result;
}

}  // namespace cardlint
