#include "doc/tree_image.h"

#include "base/image.h"

namespace cardlint {
namespace {

void put_text(std::string& image, std::string_view text) {
  put_number(image, text.size());
  image += text;
}

bool is_container(NodeType type) {
  return type == NodeType::Object || type == NodeType::Array;
}

void put(std::string& image, Value value) {
  put_number(image, static_cast<std::size_t>(value.type()) * 2 + (value.node().repeats ? 1 : 0));
  if (!is_container(value.type())) return put_text(image, value.text());
  put_number(image, value.size());
  for (const Value child : value) {
    if (value.is_object()) put_text(image, child.key());
    put(image, child);
  }
}

}  // namespace

// Puts the nodes in their places itself: a TreeBuilder would have to remember what is open.
class TreeImageReader {
 public:
  explicit TreeImageReader(std::string_view image) : image_(image) {}

  Tree read() {
    tree_.nodes_.resize(image_.number());
    node(kNoNode, 0, {});
    return std::move(tree_);
  }

 private:
  void node(NodeId parent, std::uint32_t index, std::string_view key) {
    const NodeId id = next_++;
    Node& node = tree_.nodes_[id];  // the vector does not grow any more
    node.key = key;
    node.mark = key_mark(key);
    tree_.marks_[node.mark] = true;
    node.parent = parent;
    node.index = index;
    const std::size_t what = image_.number();
    node.type = static_cast<NodeType>(what / 2);
    node.repeats = what % 2 != 0;
    if (is_container(node.type)) {
      node.count = static_cast<std::uint32_t>(image_.number());
      for (std::uint32_t i = 0; i < node.count; ++i)
        this->node(id, i, node.type == NodeType::Object ? image_.text() : std::string_view());
    } else {
      node.text = image_.text();
    }
    node.end = next_;
  }

  ImageReader image_;
  Tree tree_;
  NodeId next_ = 0;
};

std::string tree_image(Value root) {
  std::string image;
  if (!root) return image;
  put_number(image, root.node().end - root.id());
  put(image, root);
  return image;
}

Tree tree_of_image(std::string_view image) {
  return image.empty() ? Tree() : TreeImageReader(image).read();
}

}  // namespace cardlint
