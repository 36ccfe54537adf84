#include "doc/selector.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "source/pointer.h"

namespace cardlint {

Result<Selector> Selector::parse(std::string_view text) {
  const auto tokens = parse_pointer(text);
  if (!tokens)
    return fail(ErrorCode::Usage, fmt::format("'{}' is no JSON Pointer", printable(text)));
  Selector selector;
  selector.text_ = text;
  for (const std::string& token : *tokens) {
    const auto type = token == "**"  ? Step::Type::Deep
                      : token == "*" ? Step::Type::Any
                                     : Step::Type::Name;
    selector.steps_.push_back({type, token});
  }
  return selector;
}

void Selector::collect(Value at, std::size_t step, std::vector<Value>& found) const {
  if (!at) return;
  if (step == steps_.size()) {
    // Two paths of a selector with `**` can lead to one node.
    if (found.empty() || found.back().id() < at.id() ||
        std::find(found.begin(), found.end(), at) == found.end()) {
      found.push_back(at);
    }
    return;
  }
  const Step& next = steps_[step];
  if (next.type == Step::Type::Deep) collect(at, step + 1, found);
  std::uint32_t index = 0;
  for (const Value child : at) {
    switch (next.type) {
      case Step::Type::Deep:
        collect(child, step, found);
        break;
      case Step::Type::Any:
        collect(child, step + 1, found);
        break;
      case Step::Type::Name: {
        const bool same =
            at.is_object() ? child.key() == next.name : next.name == fmt::format_int(index).c_str();
        if (same) collect(child, step + 1, found);
        break;
      }
    }
    ++index;
  }
}

bool Selector::matches(Value value) const {
  return value && leads_to(value, steps_.size());
}

// From the node upwards: the cost is that of its depth, not of the tree's size.
bool Selector::leads_to(Value at, std::size_t step) const {
  const Value parent = at.parent();
  if (step == 0) return !parent;
  const Step& last = steps_[step - 1];
  switch (last.type) {
    case Step::Type::Deep:
      return leads_to(at, step - 1) || (parent && leads_to(parent, step));
    case Step::Type::Any:
      return parent && leads_to(parent, step - 1);
    case Step::Type::Name:
      break;
  }
  if (!parent || !leads_to(parent, step - 1)) return false;
  if (parent.is_object()) return at.key() == last.name;
  std::uint32_t index = 0;
  std::from_chars(last.name.data(), last.name.data() + last.name.size(), index);
  return last.name == fmt::format_int(index).c_str() && parent.at(index) == at;
}

}  // namespace cardlint
