#include "rules/check.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {

std::string_view Args::text(std::string_view name, std::string_view fallback) const {
  const Value value = object_[name];
  return value.is_string() ? value.text() : fallback;
}

bool Args::flag(std::string_view name, bool fallback) const {
  const Value value = object_[name];
  return value ? value.is_true() : fallback;
}

double Args::number(std::string_view name, double fallback) const {
  const Value value = object_[name];
  return value ? value.number().value_or(fallback) : fallback;
}

void Reporter::value(const Document& document, Value at, Params params) const {
  span(document, at, at.node().span, std::move(params));
}

void Reporter::key(const Document& document, Value at, Params params) const {
  const Node& node = at.node();
  span(document, at, node.key_span.end > node.key_span.begin ? node.key_span : node.span,
       std::move(params));
}

void Reporter::span(const Document& document, Value at, Span where, Params params) const {
  sink_({&document, at ? at.id() : 0, where, std::move(params), {}});
}

const CheckEntry* find_check(CheckTable table, std::string_view name) {
  const auto it =
      std::lower_bound(table.begin(), table.end(), name,
                       [](const CheckEntry& e, std::string_view n) { return e.name < n; });
  return it == table.end() || it->name != name ? nullptr : &*it;
}

std::string describe(Value value) {
  if (!value) return "nothing";
  switch (value.type()) {
    case NodeType::String:
      return fmt::format("'{}'", printable(value.text(), 60));
    case NodeType::Integer:
    case NodeType::Number:
    case NodeType::Boolean:
      return printable(value.text(), 40);
    default:
      return describe_type(value);
  }
}

std::string describe_type(Value value) {
  if (!value) return "nothing";
  switch (value.type()) {
    case NodeType::Null:
      return "null";
    case NodeType::Array:
      return "a list";
    case NodeType::Object:
    case NodeType::Integer:
      return fmt::format("an {}", name(value.type()));
    default:
      return fmt::format("a {}", name(value.type()));
  }
}

}  // namespace cardlint
