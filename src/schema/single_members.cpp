#include "schema/single_members.h"

#include <string_view>
#include <unordered_map>

namespace cardlint {
namespace {

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
  const NodeId end = document.node().end;
  for (NodeId id = document.id(); id < end; ++id) {
    if (document.tree().node(id).repeats) return true;
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
