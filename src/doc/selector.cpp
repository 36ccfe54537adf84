#include "doc/selector.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/short_text.h"
#include "base/text.h"
#include "source/pointer.h"

namespace cardlint {
namespace {

constexpr std::size_t kFirstMemory = 4096;  // of selections; enough for most documents

// RFC 6901 §4: no sign, no leading zero.
std::optional<std::uint32_t> list_index(std::string_view token) {
  if (token.empty() || token[0] < '0' || token[0] > '9') return std::nullopt;
  std::uint32_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || fmt::format_int(index).c_str() != token) return std::nullopt;
  return index;
}

}  // namespace

Result<Selector> Selector::parse(std::string_view text) {
  const auto no_pointer = [&] {
    return fail(ErrorCode::Usage, fmt::format("'{}' is no JSON Pointer", printable(text)));
  };
  if (!text.empty() && text.front() != '/') return no_pointer();
  Selector selector;
  selector.text_ = text;
  selector.steps_.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '/')));
  bool plain = true;
  for (std::size_t begin = 1; begin <= text.size();) {
    const std::size_t end = std::min(text.find('/', begin), text.size());
    std::string_view name = text.substr(begin, end - begin);
    Step step{name == "**"  ? Step::Type::Deep
              : name == "*" ? Step::Type::Any
                            : Step::Type::Name,
              0,
              name.find('~') != std::string_view::npos,
              static_cast<std::uint32_t>(begin),
              static_cast<std::uint32_t>(name.size()),
              static_cast<std::uint32_t>(end),
              list_index(name)};
    if (step.escaped) {
      const auto unescaped = unescape_pointer_token(name);
      if (!unescaped) return no_pointer();
      step.begin = static_cast<std::uint32_t>(selector.unescaped_.size());
      step.size = static_cast<std::uint32_t>(unescaped->size());
      selector.unescaped_ += *unescaped;
    }
    step.mark = key_mark(selector.name(step));
    if (step.type == Step::Type::Name && !step.index) selector.names_.set(step.mark);
    selector.steps_.push_back(step);
    plain = plain && step.type != Step::Type::Deep;
    selector.plain_ += plain ? 1 : 0;
    begin = end + 1;
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
  switch (next.type) {
    case Step::Type::Deep:
      if (step + 2 == steps_.size() && steps_[step + 1].type == Step::Type::Name &&
          !steps_[step + 1].index)
        return collect_named(at, steps_[step + 1], found);
      collect(at, step + 1, found);
      for (const Value child : at) collect(child, step, found);
      return;
    case Step::Type::Any:
      for (const Value child : at) collect(child, step + 1, found);
      return;
    case Step::Type::Name:
      if (at.is_array()) return collect(next.index ? at.at(*next.index) : Value(), step + 1, found);
      for (const Value child : at) {
        if (child.node().mark != next.mark || child.key() != name(next)) continue;
        collect(child, step + 1, found);
        if (!at.node().repeats) break;
      }
      return;
  }
}

// All members of this name below a node: its nodes stand in a row, so none has to be climbed down
// to.
void Selector::collect_named(Value at, const Step& step, std::vector<Value>& found) const {
  if (!at.tree().may_have_key(step.mark)) return;
  const std::string_view wanted = name(step);
  const NodeId end = at.node().end;
  for (NodeId id = at.id() + 1; id < end; ++id) {
    const Value value(at.tree(), id);
    if (value.node().mark == step.mark && value.key() == wanted && value.parent().is_object())
      collect(value, steps_.size(), found);
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
  if (parent.is_object()) return at.key() == name(last);
  return last.index && parent.at(*last.index) == at;
}

FirstNames::FirstNames(std::span<const std::string_view> selectors) {
  std::uint32_t bits = 0, count = 0;
  for (const std::string_view selector : selectors) {
    const std::size_t end = selector.find('/', 1);
    const std::string_view name =
        selector.substr(std::min<std::size_t>(1, selector.size()), end - 1);
    if (name.empty() || name == "*" || name == "**" || name.find('~') != std::string_view::npos ||
        count == kMost)
      return;
    bits |= std::uint32_t{key_mark(name)} << 8 * ++count;
  }
  bits_ = bits | count;
}

Selections::Selections(Value root)
    : root_(root),
      memory_(std::make_unique<std::pmr::monotonic_buffer_resource>(kFirstMemory)),
      known_(memory_.get()) {
  if (!root.is_object()) root_members_.set();
  for (const Value member : root) root_members_.set(member.node().mark);
}

const Selections::Nodes& Selections::after(const Selector& selector, std::size_t steps) {
  const std::string_view text =
      steps == 0 ? std::string_view()
                 : std::string_view(selector.text_).substr(0, selector.steps_[steps - 1].text_end);
  if (const auto known = known_.find(text); known != known_.end()) return known->second;
  if (known_.empty()) known_.reserve(128);  // as many places as rules ask for
  Nodes found(memory_.get());
  if (steps == 0) {
    if (root_) found.push_back(root_.id());
  } else {
    const Selector::Step& step = selector.steps_[steps - 1];
    const std::string_view name = selector.name(step);
    for (const NodeId id : after(selector, steps - 1)) {
      const Value at(root_.tree(), id);
      // Exactly, where it can be known: what is outgrown is not given back.
      if (found.empty() && step.type == Selector::Step::Type::Any) found.reserve(at.size());
      if (at.is_array() && step.type == Selector::Step::Type::Name) {
        if (const Value item = step.index ? at.at(*step.index) : Value())
          found.push_back(item.id());
        continue;
      }
      for (const Value child : at) {
        if (step.type == Selector::Step::Type::Any) {
          found.push_back(child.id());
        } else if (child.node().mark == step.mark && same_text(child.key(), name)) {
          found.push_back(child.id());
          if (!at.node().repeats) break;
        }
      }
    }
  }
  return known_.emplace(text, std::move(found)).first->second;
}

}  // namespace cardlint
