#include "checks/json_schema/schema_assertions.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "rules/check.h"
#include "secret/credential_name.h"

namespace cardlint::checks {
namespace {

std::string with_article(std::string_view type) {
  const bool vowel = type == "array" || type == "object" || type == "integer";
  return type == "null" ? "null" : fmt::format("{} {}", vowel ? "an" : "a", type);
}

std::string shown_list(Value list) {
  constexpr std::size_t kShown = 5;
  std::string out;
  std::size_t count = 0;
  for (const Value item : list) {
    if (++count > kShown) break;
    out += (out.empty() ? "" : ", ") + describe(item);
  }
  if (list.size() > kShown) out += fmt::format(" and {} more", list.size() - kShown);
  return out;
}

// What minLength and its like count; nothing where the keyword does not concern the value.
std::optional<double> size_for(Value instance, std::string_view keyword) {
  if (keyword.ends_with("Length") && instance.is_string())
    return static_cast<double>(count_code_points(instance.text()));
  const bool counted = (keyword.ends_with("Items") && instance.is_array()) ||
                       (keyword.ends_with("Properties") && instance.is_object());
  if (counted) return instance.size();
  return std::nullopt;
}

std::string_view size_unit(std::string_view keyword) {
  return keyword.ends_with("Length")  ? "characters"
         : keyword.ends_with("Items") ? "items"
                                      : "members";
}

}  // namespace

std::string Shown::operator()(Value value) const {
  bool hidden = secret;
  for (Value at = value; at && !hidden; at = at.parent()) {
    hidden = is_credential_like(at.key());
    if (at == top) break;
  }
  const bool telling = value.is_string() || value.is_number();
  return hidden && telling ? describe_type(value) : describe(value);
}

InstanceResult malformed(Value keyword) {
  return unassessed(fmt::format("its schema has a faulty '{}'", printable(keyword.key(), 40)));
}

bool has_schema_type(Value value, std::string_view type) {
  if (type == "number") return value.is_number();
  if (type != "integer") return name(value.type()) == type;
  if (value.is(NodeType::Integer)) return true;
  const auto n = value.number();
  return n && std::isfinite(*n) && *n == std::floor(*n);
}

InstanceResult assert_type(Value instance, Value keyword, const Shown& shown) {
  const bool list = keyword.is_array() && keyword.size() > 0;
  if (!list && !keyword.is_string()) return malformed(keyword);
  if (!list) {
    if (!is_schema_type(keyword.text())) return malformed(keyword);
    if (has_schema_type(instance, keyword.text())) return fits();
    return unfit(instance,
                 fmt::format("is {}, expected {}", shown(instance), with_article(keyword.text())));
  }
  std::string expected;
  bool any = false;
  for (const Value type : keyword) {
    if (!type.is_string() || !is_schema_type(type.text())) return malformed(keyword);
    any = any || has_schema_type(instance, type.text());
    expected += (expected.empty() ? "" : " or ") + with_article(type.text());
  }
  if (any) return fits();
  return unfit(instance, fmt::format("is {}, expected {}", shown(instance), expected));
}

InstanceResult assert_enum(Value instance, Value keyword, const Shown& shown) {
  if (!keyword.is_array()) return malformed(keyword);
  if (std::any_of(keyword.begin(), keyword.end(),
                  [&](Value item) { return same_value(item, instance); }))
    return fits();
  if (keyword.size() == 0) return unfit(instance, "can never fit: 'enum' is empty");
  return unfit(instance,
               fmt::format("is {}, expected one of {}", shown(instance), shown_list(keyword)));
}

InstanceResult assert_const(Value instance, Value keyword, const Shown& shown) {
  if (same_value(instance, keyword)) return fits();
  return unfit(instance, fmt::format("is {}, expected {}", shown(instance), describe(keyword)));
}

InstanceResult assert_bound(Value instance, Value keyword, const Shown& shown) {
  if (!instance.is_number()) return fits();
  if (!keyword.is_number()) return malformed(keyword);
  const auto value = instance.number();
  const auto bound = keyword.number();
  if (!value || !bound) return unassessed("a number is outside the range of a double");
  const std::string_view name = keyword.key();
  const bool upper = name == "maximum" || name == "exclusiveMaximum";
  const bool strict = name.starts_with("exclusive");
  const bool inside = upper ? (strict ? *value < *bound : *value <= *bound)
                            : (strict ? *value > *bound : *value >= *bound);
  if (inside) return fits();
  return unfit(instance, fmt::format("is {}, {} '{}' {}", shown(instance),
                                     strict  ? "not within"
                                     : upper ? "above"
                                             : "below",
                                     name, describe(keyword)));
}

InstanceResult assert_multiple(Value instance, Value keyword, const Shown& shown) {
  if (!instance.is_number()) return fits();
  const auto step = keyword.number();
  if (!keyword.is_number() || (step && *step <= 0)) return malformed(keyword);
  const auto value = instance.number();
  if (!value || !step) return unassessed("a number is outside the range of a double");
  const double quotient = *value / *step;
  // Doubles cannot say 0.1; beyond 1e9 steps their error is as large as what is looked for.
  if (!std::isfinite(quotient) || std::fabs(quotient) > 1e9) {
    if (std::isfinite(quotient) && *step == std::floor(*step) && std::fmod(*value, *step) == 0)
      return fits();
    return unassessed("'multipleOf' cannot be judged for so large a number");
  }
  const double rest = std::fabs(quotient - std::round(quotient));
  if (rest <= 1e-12 * std::max(1.0, std::fabs(quotient))) return fits();
  return unfit(instance,
               fmt::format("is {}, no multiple of {}", shown(instance), describe(keyword)));
}

InstanceResult assert_size(Value instance, Value keyword, const Shown& shown) {
  const std::string_view name = keyword.key();
  const auto size = size_for(instance, name);
  if (!size) return fits();
  const auto bound = keyword.number();
  if (!bound || *bound < 0) return malformed(keyword);
  if (name.starts_with("min") ? *size >= *bound : *size <= *bound) return fits();
  return unfit(instance, fmt::format("is {} with {:.0f} {}, {} '{}' {}", shown(instance), *size,
                                     size_unit(name), name.starts_with("min") ? "below" : "above",
                                     name, describe(keyword)));
}

InstanceResult assert_required(Value instance, Value names, const Shown&) {
  if (!instance.is_object()) return fits();
  if (!names.is_array()) return malformed(names);
  for (const Value name : names) {
    if (!name.is_string()) return malformed(names);
    if (!instance[name.text()])
      return unfit(instance, fmt::format("lacks the required member {}", describe(name)));
  }
  return fits();
}

}  // namespace cardlint::checks
