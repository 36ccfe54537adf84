// TOML to the located tree, through toml++.
#include <algorithm>
#include <vector>

#include <fmt/format.h>
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#if __has_include(<toml++/impl/preprocessor.hpp>)  // as it is called since 3.4
#include <toml++/impl/preprocessor.hpp>
#else
#include <toml++/impl/preprocessor.h>
#endif
// toml++ 3.3 takes for granted that a key follows '[' and then judges what does: "[>" aborts, or
// with clang and NDEBUG is undefined. Without that assumption the judgement stands. Proof:
// companion.test.
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT_ASSUME(expr) static_assert(true)
#include <toml++/toml.h>

#include "base/text.h"
#include "doc/companion.h"

namespace cardlint {
namespace {

class TomlTree {
 public:
  TomlTree(const SourceFile& source, const Limits& limits) : source_(source), limits_(limits) {}

  // False when the tree is deeper or larger than the limits allow.
  bool add(const toml::node& node, std::size_t depth) {
    if (depth > limits_.depth || builder_.size() >= limits_.nodes) return false;
    if (const toml::table* table = node.as_table()) return add_table(*table, depth);
    if (const toml::array* array = node.as_array()) return add_array(*array, depth);
    const Span span = span_of(node.source());
    if (const auto* text = node.as_string()) {
      builder_.scalar(NodeType::String, builder_.keep(std::string(text->get())), span,
                      ScalarStyle::Quoted);
    } else if (const auto* flag = node.as_boolean()) {
      builder_.scalar(NodeType::Boolean, flag->get() ? "true" : "false", span);
    } else if (const auto* integer = node.as_integer()) {
      builder_.scalar(NodeType::Integer, builder_.keep(fmt::format("{}", integer->get())), span);
    } else if (const auto* number = node.as_floating_point()) {
      builder_.scalar(NodeType::Number, builder_.keep(fmt::format("{}", number->get())), span);
    } else {  // dates and times: as they are written
      builder_.scalar(NodeType::String, source_.slice(span), span);
    }
    return true;
  }

  Tree finish() { return builder_.finish(); }

 private:
  Span span_of(const toml::source_region& region) const {
    return {source_.offset(region.begin.line, region.begin.column),
            source_.offset(region.end.line, region.end.column)};
  }

  // Tables of toml++ are sorted by name; people think in the order of the file.
  bool add_table(const toml::table& table, std::size_t depth) {
    struct Member {
      const toml::key* key;
      const toml::node* node;
      Span span;
    };
    std::vector<Member> members;
    for (const auto& [key, node] : table) members.push_back({&key, &node, span_of(key.source())});
    std::sort(members.begin(), members.end(),
              [](const Member& a, const Member& b) { return a.span.begin < b.span.begin; });
    const Span span = span_of(table.source());
    builder_.open(NodeType::Object, span);
    for (const Member& member : members) {
      builder_.key(builder_.keep(std::string(member.key->str())), member.span);
      if (!add(*member.node, depth + 1)) return false;
    }
    builder_.close(span.end);
    return true;
  }

  bool add_array(const toml::array& array, std::size_t depth) {
    const Span span = span_of(array.source());
    builder_.open(NodeType::Array, span);
    for (const toml::node& item : array) {
      if (!add(item, depth + 1)) return false;
    }
    builder_.close(span.end);
    return true;
  }

  const SourceFile& source_;
  const Limits& limits_;
  TreeBuilder builder_;
};

}  // namespace

Result<Tree> load_toml(const SourceFile& source, const Limits& limits) {
  const toml::parse_result parsed = toml::parse(source.text());
  if (!parsed) {
    return fail(ErrorCode::Unreadable,
                fmt::format("line {}: {}", parsed.error().source().begin.line,
                            printable(std::string(parsed.error().description()), 200)));
  }
  TomlTree tree(source, limits);
  if (!tree.add(parsed.table(), 1))
    return fail(ErrorCode::Limit, "nested too deep, or too many values");
  return tree.finish();
}

}  // namespace cardlint
