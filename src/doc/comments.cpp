#include "doc/comments.h"

#include <algorithm>

namespace cardlint {
namespace {

class Finder {
 public:
  Finder(std::string_view text, std::string_view mark) : text_(text), mark_(mark) {}

  void pass(Span span) {
    if (span.begin > at_) search(at_, span.begin);
    at_ = std::max(at_, span.end);
  }
  // Of a block scalar the first line is its header, behind which a comment may stand.
  void pass_block(Span span) {
    const std::size_t header = text_.find('\n', span.begin);
    if (span.begin >= at_ && header < span.end) search(at_, static_cast<std::uint32_t>(header));
    at_ = std::max(at_, span.end);
  }

  std::vector<Comment> comments;

 private:
  void search(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      i = text_.find(mark_, i);
      if (i >= end) return;  // also npos
      // YAML: a mark right behind a character belongs to a word, a tag for example.
      const bool begins = i == 0 || text_[i - 1] == ' ' || text_[i - 1] == '\t' ||
                          text_[i - 1] == '\n' || mark_ != "#";
      if (!begins) continue;
      std::size_t stop = std::min(text_.find_first_of("\r\n", i), text_.size());
      const std::size_t line = text_.rfind('\n', i) + 1;  // npos + 1 is 0
      const bool own_line = text_.find_first_not_of(" \t", line) == i;
      comments.push_back(
          {{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(stop)}, own_line});
      i = stop;
    }
  }

  std::string_view text_;
  std::string_view mark_;
  std::uint32_t at_ = 0;
};

}  // namespace

std::vector<Comment> find_comments(const SourceFile& source, const Tree& tree,
                                   std::string_view mark) {
  Finder finder(source.text(), mark);
  for (NodeId id = 0; id < tree.size(); ++id) {
    const Node& node = tree.node(id);
    if (node.key_span.end > node.key_span.begin) finder.pass(node.key_span);
    if (node.count > 0) continue;
    node.style == ScalarStyle::Block ? finder.pass_block(node.span) : finder.pass(node.span);
  }
  const auto size = static_cast<std::uint32_t>(source.text().size());
  finder.pass({size, size});
  return std::move(finder.comments);
}

}  // namespace cardlint
