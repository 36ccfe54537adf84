// JSON Pointers with wildcards: which nodes a rule looks at. "/tools/*/name": `*` is any one member
// or item, `**` any number of levels (also none), "" the root.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
  struct Step {
    enum class Type { Name, Any, Deep } type;
    std::string name;
    std::optional<std::uint32_t> index;  // the item of a list that the name means
  };
  void collect_named(Value at, std::string_view name, std::vector<Value>& found) const;
  void collect(Value at, std::size_t step, std::vector<Value>& found) const;
  bool leads_to(Value at, std::size_t step) const;

  std::string text_;
  std::vector<Step> steps_;
};

}  // namespace cardlint
