#include "checks/json_schema.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "rules/check.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

// What a keyword's value must be (JSON Schema 2020-12 validation §6, core §10; draft-07 §6 and §9).
enum class Form {
  Schema,
  SchemaMap,
  SchemaList,
  Items,
  Strings,
  StringListMap,
  Type,
  List,
  Count,
  Number,
  Positive,
  Text,
  Flag,
  Dependencies
};

struct Keyword {
  std::string_view name;
  Form form;
};
constexpr std::array kKeywords{Keyword{"additionalItems", Form::Schema},
                               Keyword{"additionalProperties", Form::Schema},
                               Keyword{"allOf", Form::SchemaList},
                               Keyword{"anyOf", Form::SchemaList},
                               Keyword{"contains", Form::Schema},
                               Keyword{"$defs", Form::SchemaMap},
                               Keyword{"definitions", Form::SchemaMap},
                               Keyword{"dependencies", Form::Dependencies},
                               Keyword{"dependentRequired", Form::StringListMap},
                               Keyword{"dependentSchemas", Form::SchemaMap},
                               Keyword{"description", Form::Text},
                               Keyword{"else", Form::Schema},
                               Keyword{"enum", Form::List},
                               Keyword{"exclusiveMaximum", Form::Number},
                               Keyword{"exclusiveMinimum", Form::Number},
                               Keyword{"format", Form::Text},
                               Keyword{"if", Form::Schema},
                               Keyword{"items", Form::Items},
                               Keyword{"maxContains", Form::Count},
                               Keyword{"maximum", Form::Number},
                               Keyword{"maxItems", Form::Count},
                               Keyword{"maxLength", Form::Count},
                               Keyword{"maxProperties", Form::Count},
                               Keyword{"minContains", Form::Count},
                               Keyword{"minimum", Form::Number},
                               Keyword{"minItems", Form::Count},
                               Keyword{"minLength", Form::Count},
                               Keyword{"minProperties", Form::Count},
                               Keyword{"multipleOf", Form::Positive},
                               Keyword{"not", Form::Schema},
                               Keyword{"oneOf", Form::SchemaList},
                               Keyword{"pattern", Form::Text},
                               Keyword{"patternProperties", Form::SchemaMap},
                               Keyword{"prefixItems", Form::SchemaList},
                               Keyword{"properties", Form::SchemaMap},
                               Keyword{"propertyNames", Form::Schema},
                               Keyword{"$ref", Form::Text},
                               Keyword{"required", Form::Strings},
                               Keyword{"then", Form::Schema},
                               Keyword{"title", Form::Text},
                               Keyword{"type", Form::Type},
                               Keyword{"unevaluatedItems", Form::Schema},
                               Keyword{"unevaluatedProperties", Form::Schema},
                               Keyword{"uniqueItems", Form::Flag}};

constexpr std::array kTypes{"array"sv,  "boolean"sv, "integer"sv, "null"sv,
                            "number"sv, "object"sv,  "string"sv};

class Walk {
 public:
  Walk(bool draft_07, const std::function<void(Value, std::string)>& found)
      : draft_07_(draft_07), found_(found) {}

  // Depth is bounded by the loaders.
  void schema(Value at) {
    if (at.is_boolean()) return;
    if (!at.is_object())
      return found_(at, fmt::format("{} stands where a schema belongs", describe(at)));
    for (const Value member : at) {
      const auto keyword = std::find_if(kKeywords.begin(), kKeywords.end(),
                                        [&](const Keyword& k) { return k.name == member.key(); });
      if (keyword != kKeywords.end()) value(member, keyword->form);
    }
  }

 private:
  void wrong(Value at, std::string_view expected) {
    found_(at,
           fmt::format("'{}' is {}, expected {}", printable(at.key(), 40), describe(at), expected));
  }

  void value(Value at, Form form) {
    switch (form) {
      case Form::Schema:
        return at.is_object() || at.is_boolean() ? schema(at) : wrong(at, "a schema");
      case Form::SchemaMap:
        return at.is_object() ? each_schema(at) : wrong(at, "an object of schemas");
      case Form::SchemaList:
        return at.is_array() && at.size() > 0 ? each_schema(at) : wrong(at, "a list of schemas");
      case Form::Items:
        if (at.is_array() && !draft_07_)
          return wrong(at, "a schema (a list of them is 'prefixItems' since 2020-12)");
        return at.is_array() ? each_schema(at) : value(at, Form::Schema);
      case Form::Strings:
        return strings(at);
      case Form::StringListMap:
        if (!at.is_object()) return wrong(at, "an object of lists of names");
        for (const Value list : at) strings(list);
        return;
      case Form::Dependencies:
        if (!at.is_object()) return wrong(at, "an object");
        for (const Value entry : at) entry.is_array() ? strings(entry) : value(entry, Form::Schema);
        return;
      case Form::Type:
        return type(at);
      case Form::List:
        return at.is_array() ? void() : wrong(at, "a list");
      case Form::Count: {
        const auto n = at.number();
        return n && *n >= 0 && *n == std::floor(*n) ? void()
                                                    : wrong(at, "a whole number of at least 0");
      }
      case Form::Number:
        return at.is_number() ? void() : wrong(at, "a number");
      case Form::Positive:
        return at.number().value_or(0) > 0 ? void() : wrong(at, "a number above 0");
      case Form::Text:
        return at.is_string() ? void() : wrong(at, "a string");
      case Form::Flag:
        return at.is_boolean() ? void() : wrong(at, "true or false");
    }
  }

  void each_schema(Value container) {
    for (const Value child : container) schema(child);
  }

  void strings(Value at) {
    if (!at.is_array()) return wrong(at, "a list of names");
    std::set<std::string_view> seen;
    for (const Value item : at) {
      if (!item.is_string())
        return found_(item, fmt::format("'{}' holds {}, expected a list of names",
                                        printable(at.key(), 40), describe(item)));
      if (!seen.insert(item.text()).second) {
        return found_(item,
                      fmt::format("'{}' names {} twice", printable(at.key(), 40), describe(item)));
      }
    }
  }

  void type(Value at) {
    const auto known = [](Value v) {
      return v.is_string() && std::find(kTypes.begin(), kTypes.end(), v.text()) != kTypes.end();
    };
    if (at.is_array() && at.size() > 0) {
      for (const Value item : at) {
        if (!known(item))
          return found_(
              item, fmt::format("'type' holds {}, which is no JSON Schema type", describe(item)));
      }
      return;
    }
    if (!known(at))
      found_(at, fmt::format("'type' is {}, which is no JSON Schema type", describe(at)));
  }

  bool draft_07_;
  const std::function<void(Value, std::string)>& found_;
};

}  // namespace

void find_schema_faults(Value schema, bool draft_07,
                        const std::function<void(Value, std::string)>& found) {
  if (schema.is_object()) Walk(draft_07, found).schema(schema);
}

}  // namespace cardlint::checks
