// Keywords of JSON Schema that give the items of a list and the members of an object their schemas.
#include <fmt/format.h>

#include "base/text.h"
#include "checks/json_schema/schema_walk.h"
#include "rules/check.h"

namespace cardlint::checks {
namespace {

constexpr const char* kUnreadPattern = "a key of 'patternProperties' cannot be judged";

}  // namespace

InstanceResult InstanceWalk::prefix_items(Value instance, Value keyword) {
  if (!instance.is_array()) return fits();
  if (!keyword.is_array()) return malformed(keyword);
  InstanceResult result;
  auto part = keyword.begin();
  for (const Value item : instance) {
    if (part == keyword.end()) break;
    if (add(result, schema(item, *part))) return result;
    ++part;
  }
  return result;
}

InstanceResult InstanceWalk::rest_of_items(Value instance, std::size_t skip, Value rest) {
  InstanceResult result;
  for (const Value item : instance) {
    if (skip > 0) {
      --skip;
      continue;
    }
    if (!spend(1)) return exhausted();
    if (add(result, schema(item, rest))) return result;
  }
  return result;
}

InstanceResult InstanceWalk::items(Value instance, Value keyword) {
  if (!instance.is_array()) return fits();
  if (keyword.is_array())
    return is_draft_07() ? prefix_items(instance, keyword) : malformed(keyword);
  const Value prefix = is_draft_07() ? Value() : keyword.parent()["prefixItems"];
  return rest_of_items(instance, prefix.is_array() ? prefix.size() : 0, keyword);
}

InstanceResult InstanceWalk::additional_items(Value instance, Value keyword) {
  const Value prefix = keyword.parent()["items"];
  if (!instance.is_array() || !prefix.is_array()) return fits();
  return rest_of_items(instance, prefix.size(), keyword);
}

InstanceResult InstanceWalk::contains(Value instance, Value keyword) {
  if (!instance.is_array()) return fits();
  std::size_t sure = 0;
  std::size_t unsure = 0;
  for (const Value item : instance) {
    const Fit fit = schema(item, keyword).fit;
    sure += fit == Fit::Valid ? 1 : 0;
    unsure += fit == Fit::NotAssessed ? 1 : 0;
  }
  double least = 1;
  double most = 1e300;
  if (const Value owner = keyword.parent(); !is_draft_07()) {
    if (owner["minContains"]) least = owner["minContains"].number().value_or(1);
    if (owner["maxContains"]) most = owner["maxContains"].number().value_or(1e300);
  }
  const auto low = static_cast<double>(sure);
  const auto high = static_cast<double>(sure + unsure);
  if (high < least || low > most) {
    return unfit(instance,
                 fmt::format("has {} items that fit 'contains', expected {} {:.0f}", sure,
                             high < least ? "at least" : "at most", high < least ? least : most));
  }
  return low >= least && high <= most ? fits() : unassessed("'contains' could not be judged");
}

InstanceResult InstanceWalk::properties(Value instance, Value keyword) {
  if (!instance.is_object()) return fits();
  if (!keyword.is_object()) return malformed(keyword);
  InstanceResult result;
  for (const Value property : keyword) {
    if (!spend(1 + instance.size())) return exhausted();
    const Value member = instance[property.key()];
    if (member && add(result, schema(member, property))) return result;
  }
  return result;
}

InstanceResult InstanceWalk::pattern_properties(Value instance, Value keyword) {
  if (!instance.is_object()) return fits();
  if (!keyword.is_object()) return malformed(keyword);
  InstanceResult result;
  for (const Value property : keyword) {
    for (const Value member : instance) {
      const auto found = matches(property, property.key(), member.key());
      if (!found) add(result, unassessed(kUnreadPattern));
      if (found.value_or(false) && add(result, schema(member, property))) return result;
    }
  }
  return result;
}

std::optional<bool> InstanceWalk::covered(Value patterns, std::string_view name) {
  bool unsure = false;
  for (const Value property : patterns) {
    const auto found = matches(property, property.key(), name);
    if (found.value_or(false)) return true;
    unsure = unsure || !found;
  }
  return unsure ? std::nullopt : std::optional(false);
}

InstanceResult InstanceWalk::additional_properties(Value instance, Value keyword) {
  if (!instance.is_object()) return fits();
  const Value declared = keyword.parent()["properties"];
  const Value patterns = keyword.parent()["patternProperties"];
  InstanceResult result;
  for (const Value member : instance) {
    if (!spend(declared ? 1 + declared.size() : 1)) return exhausted();
    if (declared[member.key()]) continue;
    const auto matched = covered(patterns, member.key());
    if (matched.value_or(false)) continue;
    if (!matched) {
      add(result, unassessed(kUnreadPattern));
    } else if (keyword.is_boolean() && !keyword.is_true()) {
      return unfit(member, "is not declared, and 'additionalProperties' is false");
    } else if (add(result, schema(member, keyword))) {
      return result;
    }
  }
  return result;
}

InstanceResult InstanceWalk::property_names(Value instance, Value keyword) {
  if (!instance.is_object()) return fits();
  InstanceResult result;
  for (const Value member : instance) {
    TreeBuilder builder;
    builder.scalar(NodeType::String, member.key(), {});
    names_.push_back(builder.finish());
    InstanceResult part = schema(names_.back().root(), keyword);
    if (part.fit == Fit::Invalid)
      part = unfit(member, fmt::format("has a name that 'propertyNames' does not allow"));
    names_.pop_back();
    if (add(result, std::move(part))) return result;
  }
  return result;
}

// dependencies (draft-07), dependentRequired and dependentSchemas (since 2019-09).
InstanceResult InstanceWalk::dependent(Value instance, Value keyword) {
  if (!instance.is_object()) return fits();
  if (!keyword.is_object()) return malformed(keyword);
  InstanceResult result;
  for (const Value entry : keyword) {
    if (!spend(1 + instance.size())) return exhausted();
    if (!instance[entry.key()]) continue;
    if (entry.is_array() && keyword.key() == "dependentSchemas") return malformed(keyword);
    if (add(result, entry.is_array()                       ? alone<assert_required>(instance, entry)
                    : keyword.key() == "dependentRequired" ? malformed(keyword)
                                                           : schema(instance, entry)))
      return result;
  }
  return result;
}

// What the other keywords have looked at is not kept, so this is judged only where it cannot
// matter.
InstanceResult InstanceWalk::unevaluated(Value instance, Value keyword) {
  const bool concerns =
      keyword.key() == "unevaluatedItems" ? instance.is_array() : instance.is_object();
  if (!concerns || keyword.is_true() || instance.size() == 0) return fits();
  return unassessed(fmt::format("its schema uses '{}'", keyword.key()));
}

}  // namespace cardlint::checks
