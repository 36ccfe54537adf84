#include "checks/json_schema/schema_instance.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "checks/json_schema/schema_walk.h"
#include "rules/check.h"
#include "source/pointer.h"

namespace cardlint::checks {
namespace {

constexpr std::size_t kMaxSteps = 100'000;   // nodes of schema and value looked at
constexpr std::size_t kPatternSteps = 1000;  // what compiling one costs beside a step
constexpr int kMaxDepth = 100;               // subschemas within each other, references followed

constexpr SchemaDialects kBoth{SchemaDialect::Draft07, SchemaDialect::Draft2020};
constexpr SchemaDialects kOld{SchemaDialect::Draft07};
constexpr SchemaDialects kNew{SchemaDialect::Draft2020};

using Test = InstanceResult (InstanceWalk::*)(Value instance, Value keyword);
struct Keyword {
  std::string_view name;
  SchemaDialects in;
  Test test;
};
// Sorted by name. then, else, minContains and maxContains are read with their partners; formats and
// contents are annotations.
using W = InstanceWalk;
constexpr std::array kTests{Keyword{"$dynamicRef", kNew, &W::dynamic_ref},
                            Keyword{"$ref", kBoth, &W::ref},
                            Keyword{"additionalItems", kOld, &W::additional_items},
                            Keyword{"additionalProperties", kBoth, &W::additional_properties},
                            Keyword{"allOf", kBoth, &W::all_of},
                            Keyword{"anyOf", kBoth, &W::any_of},
                            Keyword{"const", kBoth, &W::alone<assert_const>},
                            Keyword{"contains", kBoth, &W::contains},
                            Keyword{"dependencies", kOld, &W::dependent},
                            Keyword{"dependentRequired", kNew, &W::dependent},
                            Keyword{"dependentSchemas", kNew, &W::dependent},
                            Keyword{"enum", kBoth, &W::alone<assert_enum>},
                            Keyword{"exclusiveMaximum", kBoth, &W::alone<assert_bound>},
                            Keyword{"exclusiveMinimum", kBoth, &W::alone<assert_bound>},
                            Keyword{"if", kBoth, &W::conditional},
                            Keyword{"items", kBoth, &W::items},
                            Keyword{"maxItems", kBoth, &W::alone<assert_size>},
                            Keyword{"maxLength", kBoth, &W::alone<assert_size>},
                            Keyword{"maxProperties", kBoth, &W::alone<assert_size>},
                            Keyword{"maximum", kBoth, &W::alone<assert_bound>},
                            Keyword{"minItems", kBoth, &W::alone<assert_size>},
                            Keyword{"minLength", kBoth, &W::alone<assert_size>},
                            Keyword{"minProperties", kBoth, &W::alone<assert_size>},
                            Keyword{"minimum", kBoth, &W::alone<assert_bound>},
                            Keyword{"multipleOf", kBoth, &W::alone<assert_multiple>},
                            Keyword{"not", kBoth, &W::negation},
                            Keyword{"oneOf", kBoth, &W::one_of},
                            Keyword{"pattern", kBoth, &W::pattern},
                            Keyword{"patternProperties", kBoth, &W::pattern_properties},
                            Keyword{"prefixItems", kNew, &W::prefix_items},
                            Keyword{"properties", kBoth, &W::properties},
                            Keyword{"propertyNames", kBoth, &W::property_names},
                            Keyword{"required", kBoth, &W::alone<assert_required>},
                            Keyword{"type", kBoth, &W::alone<assert_type>},
                            Keyword{"unevaluatedItems", kNew, &W::unevaluated},
                            Keyword{"unevaluatedProperties", kNew, &W::unevaluated},
                            Keyword{"uniqueItems", kBoth, &W::unique_items}};

// Below these stand values, not schemas.
bool holds_values(std::string_view keyword) {
  return keyword == "enum" || keyword == "const" || keyword == "default" || keyword == "examples";
}

std::optional<std::string> percent_decoded(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size() || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0)
      return std::nullopt;
    out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
    i += 2;
  }
  return out;
}

Value step(Value at, const std::string& token) {
  if (!at.is_array()) return at[token];
  const bool number = !token.empty() && token.size() < 8 &&
                      token.find_first_not_of("0123456789") == std::string::npos &&
                      (token.size() == 1 || token[0] != '0');
  return number ? at.at(static_cast<std::uint32_t>(std::stoul(token))) : Value();
}

}  // namespace

// --- the walk itself ---

InstanceResult InstanceWalk::schema(Value instance, Value schema) {
  if (!spend(1)) return exhausted();
  if (schema.is_boolean()) {
    if (schema.is_true()) return fits();
    return unfit(instance, fmt::format("is {}, but no value is allowed", shown_(instance)));
  }
  if (!schema.is_object()) return unassessed("no schema stands where one belongs");
  if (depth_ >= kMaxDepth) return unassessed("its schema refers to itself without end");
  ++depth_;
  InstanceResult result = members(instance, schema);
  --depth_;
  return result;
}

InstanceResult InstanceWalk::members(Value instance, Value schema) {
  if (!spend(schema.size())) return exhausted();
  const Value named = schema["$schema"];
  if (named.is_string() && parse_schema_dialect(named.text()) != shared_.dialect_)
    return unassessed("a part of its schema is of another dialect");
  // In draft-07 a reference stands alone, whatever is beside it (core §8.3).
  if (const Value reference = schema["$ref"]; is_draft_07() && reference)
    return ref(instance, reference);
  InstanceResult result;
  for (const Value member : schema) {
    const auto test =
        std::lower_bound(kTests.begin(), kTests.end(), member.key(),
                         [](const Keyword& k, std::string_view name) { return k.name < name; });
    const bool known =
        test != kTests.end() && test->name == member.key() && test->in.has(shared_.dialect_);
    if (known && add(result, (this->*test->test)(instance, member))) return result;
  }
  return result;
}

bool InstanceWalk::spend(std::size_t steps) {
  shared_.spent_ += steps;
  return shared_.spent_ <= kMaxSteps;
}

InstanceResult InstanceWalk::exhausted() {
  return unassessed("its schema takes too many steps to judge");
}

std::size_t InstanceWalk::cost_of(Value instance, Value keyword) {
  if (keyword.is_array() && instance.is_object())
    return 1 + std::size_t{keyword.size()} * instance.size();
  return 1 + (keyword.node().end - keyword.id()) + instance.text().size() / 64;
}

std::optional<bool> InstanceWalk::matches(Value owner, std::string_view pattern,
                                          std::string_view text) {
  auto known = shared_.patterns_.find(owner.id());
  if (known == shared_.patterns_.end()) {
    if (!spend(kPatternSteps + pattern.size())) return std::nullopt;
    known = shared_.patterns_.emplace(owner.id(), EcmaPattern(pattern)).first;
  }
  if (!spend(1 + text.size() / 8)) return std::nullopt;
  return known->second.found_in(text);
}

InstanceResult InstanceWalk::pattern(Value instance, Value keyword) {
  if (!instance.is_string()) return fits();
  if (!keyword.is_string()) return malformed(keyword);
  const auto found = matches(keyword, keyword.text(), instance.text());
  if (!found) return unassessed("its 'pattern' cannot be judged by a linear-time engine");
  if (*found) return fits();
  return unfit(instance, fmt::format("is {}, which does not match 'pattern' {}", shown_(instance),
                                     describe(keyword)));
}

InstanceResult InstanceWalk::unique_items(Value instance, Value keyword) {
  if (!keyword.is_boolean()) return malformed(keyword);
  if (!instance.is_array() || !keyword.is_true()) return fits();
  std::vector<Value> seen;
  for (const Value item : instance) {
    const std::size_t size = item.node().end - item.id();
    for (const Value earlier : seen) {
      if (!spend(std::min<std::size_t>(size, earlier.node().end - earlier.id())))
        return exhausted();
      if (same_value(item, earlier))
        return unfit(item, fmt::format("is {} once more, and 'uniqueItems' is true", shown_(item)));
    }
    seen.push_back(item);
  }
  return fits();
}

// --- schemas of schemas ---

InstanceResult InstanceWalk::all_of(Value instance, Value keyword) {
  if (!keyword.is_array()) return malformed(keyword);
  InstanceResult result;
  for (const Value part : keyword) {
    if (add(result, schema(instance, part))) return result;
  }
  return result;
}

InstanceResult InstanceWalk::any_of(Value instance, Value keyword) {
  if (!keyword.is_array()) return malformed(keyword);
  std::optional<InstanceResult> unsure;
  InstanceResult last;
  for (const Value part : keyword) {
    last = schema(instance, part);
    if (last.fit == Fit::Valid) return last;
    if (last.fit == Fit::NotAssessed) unsure = last;
  }
  if (unsure) return *unsure;
  if (keyword.size() == 1) return last;
  return unfit(instance, fmt::format("is {}, which fits none of the {} schemas of 'anyOf'",
                                     shown_(instance), keyword.size()));
}

InstanceResult InstanceWalk::one_of(Value instance, Value keyword) {
  if (!keyword.is_array()) return malformed(keyword);
  std::optional<InstanceResult> unsure;
  InstanceResult last;
  std::size_t valid = 0;
  for (const Value part : keyword) {
    last = schema(instance, part);
    valid += last.fit == Fit::Valid ? 1 : 0;
    if (last.fit == Fit::NotAssessed) unsure = last;
    if (valid > 1)
      return unfit(instance, fmt::format("is {}, which fits more than one schema of 'oneOf'",
                                         shown_(instance)));
  }
  if (unsure) return *unsure;
  if (valid == 1) return fits();
  if (keyword.size() == 1) return last;
  return unfit(instance, fmt::format("is {}, which fits none of the {} schemas of 'oneOf'",
                                     shown_(instance), keyword.size()));
}

InstanceResult InstanceWalk::negation(Value instance, Value keyword) {
  InstanceResult inner = schema(instance, keyword);
  if (inner.fit == Fit::NotAssessed) return inner;
  if (inner.fit == Fit::Invalid) return fits();
  return unfit(instance, fmt::format("is {}, which fits the schema of 'not'", shown_(instance)));
}

InstanceResult InstanceWalk::conditional(Value instance, Value keyword) {
  const Value owner = keyword.parent();
  const auto branch = [&](Value part) { return part ? schema(instance, part) : fits(); };
  const InstanceResult condition = schema(instance, keyword);
  if (condition.fit == Fit::Valid) return branch(owner["then"]);
  if (condition.fit == Fit::Invalid) return branch(owner["else"]);
  InstanceResult yes = branch(owner["then"]);
  const InstanceResult no = branch(owner["else"]);
  return yes.fit == no.fit ? yes : condition;
}

// --- references ---

InstanceResult InstanceWalk::dynamic_ref(Value, Value) {
  return unassessed("its schema uses '$dynamicRef'");
}

InstanceResult InstanceWalk::ref(Value instance, Value keyword) {
  if (!keyword.is_string()) return malformed(keyword);
  if (!keyword.text().starts_with('#'))
    return unassessed(
        fmt::format("its schema refers to {}, which is not fetched", describe(keyword)));
  if (!spend(1)) return exhausted();
  auto known = shared_.references_.find(keyword.id());
  if (known == shared_.references_.end())
    known = shared_.references_.emplace(keyword.id(), target_of(keyword)).first;
  if (!known->second)
    return unassessed(
        fmt::format("its schema refers to {}, which is not there", describe(keyword)));
  return schema(instance, known->second);
}

// The schema that '#' means at this place: the nearest one around it with an address of its own.
Value InstanceWalk::resource_of(Value schema) const {
  for (Value at = schema; at && at != shared_.root_; at = at.parent()) {
    const Value id = at["$id"];
    if (!id.is_string() || id.text().starts_with('#')) continue;
    if (!is_draft_07() || !at["$ref"]) return at;
  }
  return shared_.root_;
}

Value InstanceWalk::target_of(Value reference) {
  const auto fragment = percent_decoded(reference.text().substr(1));
  if (!fragment) return {};
  const Value resource = resource_of(reference.parent());
  if (fragment->empty()) return resource;
  if (fragment->front() == '/') {
    const auto tokens = parse_pointer(*fragment);
    if (!tokens) return {};
    Value at = resource;
    for (const std::string& token : *tokens) {
      if (!at || (at.is_object() || at.is_array() ? !spend(at.size()) : false)) return {};
      at = step(at, token);
    }
    return at;
  }
  if (!shared_.anchors_) collect_anchors();
  Value found;
  const auto [first, last] = shared_.anchors_->equal_range(*fragment);
  for (auto it = first; it != last; ++it) {
    if (resource_of(it->second) != resource) continue;
    if (found) return {};  // twice: nobody can say which
    found = it->second;
  }
  return found;
}

void InstanceWalk::collect_anchors() {
  shared_.anchors_.emplace();
  const Tree& tree = shared_.root_.tree();
  const NodeId end = shared_.root_.node().end;
  for (NodeId id = shared_.root_.id(); id < end;) {
    const Value node(tree, id);
    if (holds_values(node.key())) {
      id = node.node().end;
      continue;
    }
    ++id;
    const bool old_name = is_draft_07() && node.key() == "$id";
    const bool new_name =
        !is_draft_07() && (node.key() == "$anchor" || node.key() == "$dynamicAnchor");
    if (!node.is_string() || (!old_name && !new_name)) continue;
    std::string_view name = node.text();
    if (old_name && !name.starts_with('#')) continue;
    if (old_name) name.remove_prefix(1);
    shared_.anchors_->emplace(std::string(name), node.parent());
  }
}

// --- the door ---

std::optional<SchemaDialect> SchemaInstance::reading(SchemaDialects dialects) {
  if (dialects.has(SchemaDialect::Draft2020)) return SchemaDialect::Draft2020;
  if (dialects.has(SchemaDialect::Draft07)) return SchemaDialect::Draft07;
  return std::nullopt;
}

InstanceResult SchemaInstance::check(Value instance, Value schema, bool secret) {
  return InstanceWalk(*this, Shown{instance, secret}).schema(instance, schema);
}

}  // namespace cardlint::checks
