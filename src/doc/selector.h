// JSON Pointers with wildcards: which nodes a rule looks at. "/tools/*/name": `*` is any one member
// or item, `**` any number of levels (also none), "" the root.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "doc/tree.h"

namespace cardlint {

class Selector {
 public:
  static Result<Selector> parse(std::string_view text);
  // Calls `visit` for each match in document order; of members with one name each is visited.
  template <class Visit>
  void each(Value root, Visit&& visit) const {
    std::vector<Value> found;
    collect(root, 0, found);
    for (const Value value : found) visit(value);
  }
  bool matches(Value value) const;
  const std::string& text() const { return text_; }

 private:
  friend class Selections;
  // Parsing a selector is part of each start: a step has no memory of its own.
  struct Step {
    enum class Type : std::uint8_t { Name, Any, Deep } type;
    std::uint8_t mark;                   // of the name
    bool escaped;                        // the name is in `unescaped_`, not in the text
    std::uint32_t begin, size;           // of the name
    std::uint32_t text_end;              // of the selector's text up to this step
    std::optional<std::uint32_t> index;  // the item of a list that the name means
  };
  std::string_view name(const Step& step) const {
    return std::string_view(step.escaped ? unescaped_ : text_).substr(step.begin, step.size);
  }
  void collect_named(Value at, const Step& step, std::vector<Value>& found) const;
  void collect(Value at, std::size_t step, std::vector<Value>& found) const;
  bool leads_to(Value at, std::size_t step) const;

  std::string text_;
  std::string unescaped_;  // the names that are written with escapes
  std::vector<Step> steps_;
  std::size_t plain_ = 0;  // steps before the first `**`
};

// What selectors select in one document. Selectors that begin alike take their common steps once,
// and the results are kept: the rules of a kind ask for the same places again and again.
class Selections {
 public:
  explicit Selections(Value root) : root_(root) {}
  // False where a selector of this text selects nothing, before it is parsed: mostly the root has
  // no member of its first name.
  bool may_select(std::string_view selector) const;
  // As Selector::each. The selector has to outlive this.
  template <class Visit>
  void each(const Selector& selector, Visit&& visit) {
    const std::size_t plain = selector.plain_;
    if (plain == selector.steps_.size()) {
      for (const NodeId id : after(selector, plain)) visit(Value(root_.tree(), id));
      return;
    }
    std::vector<Value> found;
    for (const NodeId id : after(selector, plain))
      selector.collect(Value(root_.tree(), id), plain, found);
    for (const Value value : found) visit(value);
  }

 private:
  // The nodes that the first `steps` of a selector lead to, none of them `**`.
  const std::vector<NodeId>& after(const Selector& selector, std::size_t steps);

  Value root_;
  std::unordered_map<std::string_view, std::vector<NodeId>> known_;  // by text
};

}  // namespace cardlint
