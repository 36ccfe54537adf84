#include "checks/json_schema/json_schema.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "base/word_set.h"
#include "rules/check.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

// What a keyword's value must be (JSON Schema 2020-12 core §8 to §10, validation §6 to §9; draft-07
// core §8 and §9, validation §6 to §10).
enum class Form {
  Schema,
  SchemaMap,
  SchemaList,
  Items,
  Strings,
  StringListMap,
  Type,
  Enum,
  List,
  Count,
  Number,
  Positive,
  Text,
  Id,
  Anchor,
  Flag,
  FlagMap,
  Dependencies
};

constexpr SchemaDialects kAll = kAnySchemaDialect;
constexpr SchemaDialects kSince07{SchemaDialect::Draft07, SchemaDialect::Draft2019,
                                  SchemaDialect::Draft2020};
constexpr SchemaDialects kSince2019{SchemaDialect::Draft2019, SchemaDialect::Draft2020};
constexpr SchemaDialects kUntil2019{SchemaDialect::Draft06, SchemaDialect::Draft07,
                                    SchemaDialect::Draft2019};
constexpr SchemaDialects kOnly2019{SchemaDialect::Draft2019};
constexpr SchemaDialects kOnly2020{SchemaDialect::Draft2020};

struct Keyword {
  std::string_view name;
  Form form;
  SchemaDialects in;  // dialects whose metaschema speaks of it
};
constexpr std::array kKeywords{Keyword{"$anchor", Form::Anchor, kSince2019},
                               Keyword{"$comment", Form::Text, kSince07},
                               Keyword{"$defs", Form::SchemaMap, kSince2019},
                               Keyword{"$dynamicAnchor", Form::Anchor, kOnly2020},
                               Keyword{"$dynamicRef", Form::Text, kOnly2020},
                               Keyword{"$id", Form::Id, kAll},
                               Keyword{"$recursiveAnchor", Form::Flag, kOnly2019},
                               Keyword{"$recursiveRef", Form::Text, kOnly2019},
                               Keyword{"$ref", Form::Text, kAll},
                               Keyword{"$schema", Form::Text, kAll},
                               Keyword{"$vocabulary", Form::FlagMap, kSince2019},
                               Keyword{"additionalItems", Form::Schema, kUntil2019},
                               Keyword{"additionalProperties", Form::Schema, kAll},
                               Keyword{"allOf", Form::SchemaList, kAll},
                               Keyword{"anyOf", Form::SchemaList, kAll},
                               Keyword{"contains", Form::Schema, kAll},
                               Keyword{"contentEncoding", Form::Text, kSince07},
                               Keyword{"contentMediaType", Form::Text, kSince07},
                               Keyword{"contentSchema", Form::Schema, kSince2019},
                               Keyword{"definitions", Form::SchemaMap, kAll},
                               Keyword{"dependencies", Form::Dependencies, kAll},
                               Keyword{"dependentRequired", Form::StringListMap, kSince2019},
                               Keyword{"dependentSchemas", Form::SchemaMap, kSince2019},
                               Keyword{"deprecated", Form::Flag, kSince2019},
                               Keyword{"description", Form::Text, kAll},
                               Keyword{"else", Form::Schema, kSince07},
                               Keyword{"enum", Form::Enum, kAll},
                               Keyword{"examples", Form::List, kAll},
                               Keyword{"exclusiveMaximum", Form::Number, kAll},
                               Keyword{"exclusiveMinimum", Form::Number, kAll},
                               Keyword{"format", Form::Text, kAll},
                               Keyword{"if", Form::Schema, kSince07},
                               Keyword{"items", Form::Items, kAll},
                               Keyword{"maxContains", Form::Count, kSince2019},
                               Keyword{"maxItems", Form::Count, kAll},
                               Keyword{"maxLength", Form::Count, kAll},
                               Keyword{"maxProperties", Form::Count, kAll},
                               Keyword{"maximum", Form::Number, kAll},
                               Keyword{"minContains", Form::Count, kSince2019},
                               Keyword{"minItems", Form::Count, kAll},
                               Keyword{"minLength", Form::Count, kAll},
                               Keyword{"minProperties", Form::Count, kAll},
                               Keyword{"minimum", Form::Number, kAll},
                               Keyword{"multipleOf", Form::Positive, kAll},
                               Keyword{"not", Form::Schema, kAll},
                               Keyword{"oneOf", Form::SchemaList, kAll},
                               Keyword{"pattern", Form::Text, kAll},
                               Keyword{"patternProperties", Form::SchemaMap, kAll},
                               Keyword{"prefixItems", Form::SchemaList, kOnly2020},
                               Keyword{"properties", Form::SchemaMap, kAll},
                               Keyword{"propertyNames", Form::Schema, kAll},
                               Keyword{"readOnly", Form::Flag, kSince07},
                               Keyword{"required", Form::Strings, kAll},
                               Keyword{"then", Form::Schema, kSince07},
                               Keyword{"title", Form::Text, kAll},
                               Keyword{"type", Form::Type, kAll},
                               Keyword{"unevaluatedItems", Form::Schema, kSince2019},
                               Keyword{"unevaluatedProperties", Form::Schema, kSince2019},
                               Keyword{"uniqueItems", Form::Flag, kAll},
                               Keyword{"writeOnly", Form::Flag, kSince07}};

constexpr std::array<std::string_view, kKeywords.size()> keyword_names() {
  std::array<std::string_view, kKeywords.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kKeywords[i].name;
  return names;
}
constexpr WordSet kNames(keyword_names());

constexpr WordSet kTypes(std::array{"array"sv, "boolean"sv, "integer"sv, "null"sv, "number"sv,
                                    "object"sv, "string"sv});

// What `$anchor` may be: 2020-12 core §8.2.2, and the ':' of 2019-09.
bool is_anchor(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (text.empty() || !(letter(text[0]) || text[0] == '_')) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':';
  });
}

class Walk {
 public:
  Walk(Value root, SchemaDialects dialects, const std::function<void(Value, std::string)>& found)
      : dialects_(dialects), names_dialects_(root.holds_key("$schema")), found_(found) {}

  // Depth is bounded by the loaders.
  void schema(Value at) {
    if (at.is_boolean()) return;
    if (!at.is_object())
      return found_(at, fmt::format("{} stands where a schema belongs", describe(at)));
    const SchemaDialects outer = dialects_;
    if (names_dialects_) {
      const auto own = dialects_of(at, outer);
      if (!own) return;
      dialects_ = *own;
    }
    for (const Value member : at) {
      const std::size_t place = kNames.find(member.key());
      if (place == kKeywords.size()) continue;
      const Keyword& keyword = kKeywords[place];
      const bool all_know_it = (dialects_.bits() & ~keyword.in.bits()) == 0;
      if (all_know_it) value(member, keyword.form);
    }
    dialects_ = outer;
  }

 private:
  bool only(SchemaDialect dialect) const { return dialects_ == SchemaDialects{dialect}; }
  bool any_of(SchemaDialects some) const { return (dialects_.bits() & some.bits()) != 0; }

  void wrong(Value at, std::string_view expected) {
    found_(at,
           fmt::format("'{}' is {}, expected {}", printable(at.key(), 40), describe(at), expected));
  }
  void expect(bool right, Value at, std::string_view expected) {
    if (!right) wrong(at, expected);
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
        return items(at);
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
      case Form::FlagMap:
        return expect(at.is_object() &&
                          std::all_of(at.begin(), at.end(), [](Value v) { return v.is_boolean(); }),
                      at, "an object of true and false");
      default:
        return scalar(at, form);
    }
  }

  void scalar(Value at, Form form) {
    const bool counts = form == Form::Count || form == Form::Positive;
    const double number = counts ? at.number().value_or(1) : 1;  // beyond the range: some number
    switch (form) {
      case Form::Enum:
        if (only(SchemaDialect::Draft06))
          return expect(at.is_array() && at.size() > 0, at, "a list of at least one value");
        return expect(at.is_array(), at, "a list");
      case Form::List:
        return expect(at.is_array(), at, "a list");
      case Form::Count:
        return expect(at.is_number() && number >= 0 && number == std::floor(number), at,
                      "a whole number of at least 0");
      case Form::Number:
        return expect(at.is_number(), at, "a number");
      case Form::Positive:
        return expect(at.is_number() && number > 0, at, "a number above 0");
      case Form::Text:
        return expect(at.is_string(), at, "a string");
      case Form::Id: {
        const std::size_t hash = at.is_string() ? at.text().find('#') : std::string_view::npos;
        const bool fragment = hash != std::string_view::npos && hash + 1 != at.text().size();
        if (fragment && !any_of({SchemaDialect::Draft06, SchemaDialect::Draft07}))
          return wrong(at, "an address without a fragment (a name inside the schema is '$anchor')");
        return expect(at.is_string(), at, "a string");
      }
      case Form::Anchor:
        return expect(at.is_string() && is_anchor(at.text()), at,
                      "a name of letters, digits, '-', '_' and '.'");
      case Form::Flag:
        return expect(at.is_boolean(), at, "true or false");
      default:
        return;
    }
  }

  void items(Value at) {
    if (!at.is_array()) return value(at, Form::Schema);
    if (!any_of(kUntil2019))
      return wrong(at, "a schema (a list of them is 'prefixItems' since 2020-12)");
    value(at, Form::SchemaList);
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
      if (at.size() > 1 && !seen.insert(item.text()).second) {
        return found_(item,
                      fmt::format("'{}' names {} twice", printable(at.key(), 40), describe(item)));
      }
    }
  }

  void type(Value at) {
    if (!at.is_array() || at.size() == 0) {
      if (!at.is_string() || !is_schema_type(at.text()))
        found_(at, fmt::format("'type' is {}, which is no JSON Schema type", describe(at)));
      return;
    }
    std::set<std::string_view> seen;
    for (const Value item : at) {
      if (!item.is_string() || !is_schema_type(item.text()))
        return found_(item,
                      fmt::format("'type' holds {}, which is no JSON Schema type", describe(item)));
      if (!seen.insert(item.text()).second)
        return found_(item, fmt::format("'type' names {} twice", describe(item)));
    }
  }

  SchemaDialects dialects_;
  bool names_dialects_;  // somewhere, some schema does
  const std::function<void(Value, std::string)>& found_;
};

}  // namespace

bool is_schema_type(std::string_view word) {
  return kTypes.contains(word);
}

std::optional<SchemaDialect> parse_schema_dialect(std::string_view uri) {
  for (const std::string_view scheme : {"https://"sv, "http://"sv}) {
    if (uri.starts_with(scheme)) uri.remove_prefix(scheme.size());
  }
  if (uri.ends_with('#')) uri.remove_suffix(1);
  if (uri == "json-schema.org/draft-06/schema") return SchemaDialect::Draft06;
  if (uri == "json-schema.org/draft-07/schema") return SchemaDialect::Draft07;
  if (uri == "json-schema.org/draft/2019-09/schema") return SchemaDialect::Draft2019;
  if (uri == "json-schema.org/draft/2020-12/schema") return SchemaDialect::Draft2020;
  return std::nullopt;
}

std::optional<SchemaDialects> dialects_of(Value schema, SchemaDialects fallback) {
  const Value named = schema["$schema"];
  if (!named.is_string()) return fallback;
  const auto dialect = parse_schema_dialect(named.text());
  if (!dialect) return std::nullopt;
  return SchemaDialects{*dialect};
}

void find_schema_faults(Value schema, SchemaDialects dialects,
                        const std::function<void(Value, std::string)>& found) {
  if (schema.is_object()) Walk(schema, dialects, found).schema(schema);
}

}  // namespace cardlint::checks
