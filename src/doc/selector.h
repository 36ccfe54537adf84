// JSON Pointers with wildcards: which nodes a rule looks at. "/tools/*/name": `*` is any one member
// or item, `**` any number of levels (also none), "" the root.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "doc/tree.h"

namespace cardlint {

// The marks of the names that some selectors begin with: they tell, before any of these is parsed,
// that a document has nothing for them.
class FirstNames {
 public:
  static constexpr std::size_t kMost = 3;  // of more selectors nothing is told

  constexpr FirstNames() = default;
  explicit constexpr FirstNames(std::uint32_t bits) : bits_(bits) {}
  explicit FirstNames(std::span<const std::string_view> selectors);
  std::uint32_t bits() const { return bits_; }

  // False where none of the selectors selects anything below a root with such members.
  bool may_be_among(const KeyMarks& members) const {
    std::uint32_t left = bits_;
    if (left == 0) return true;
    for (std::uint32_t count = left & 0xFF; count > 0; --count) {
      left >>= 8;
      if (members[left & 0xFF]) return true;
    }
    return false;
  }

 private:
  std::uint32_t bits_ = 0;  // how many, then the marks; 0: any name
};

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
  KeyMarks names_;         // of what can only be the name of a member
};

// What selectors select in one document. Selectors that begin alike take their common steps once,
// and the results are kept: the rules of a kind ask for the same places again and again.
class Selections {
 public:
  explicit Selections(Value root);
  // False where selectors that begin so select nothing, mostly because the root has no member of
  // the name.
  bool may_select(FirstNames names) const { return names.may_be_among(root_members_); }
  // As Selector::each. The selector has to outlive this.
  template <class Visit>
  void each(const Selector& selector, Visit&& visit) {
    if (!root_ || !root_.tree().may_have_keys(selector.names_)) return;
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
  using Nodes = std::pmr::vector<NodeId>;
  // The nodes that the first `steps` of a selector lead to, none of them `**`.
  const Nodes& after(const Selector& selector, std::size_t steps);

  Value root_;
  KeyMarks root_members_;  // all of them where the root is no object
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_;  // of what is known: it stays
  std::pmr::unordered_map<std::string_view, Nodes> known_;       // by text
};

}  // namespace cardlint
