// JSON Schemas that stand in documents: whether they can be met, and whether the values beside them
// meet them. The keywords' own form is json-schema-invalid.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "checks/json_schema/schema_assertions.h"
#include "checks/json_schema/schema_instance.h"
#include "checks/table.h"
#include "secret/credential_name.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;
using Type = ArgSpec::Type;

constexpr SchemaDialects kUndeclared{SchemaDialect::Draft07, SchemaDialect::Draft2020};
constexpr std::array kCompositions{"$ref"sv,  "$dynamicRef"sv, "allOf"sv, "anyOf"sv,
                                   "oneOf"sv, "not"sv,         "if"sv};

bool is_composed(Value schema) {
  return std::any_of(kCompositions.begin(), kCompositions.end(),
                     [&](std::string_view k) { return bool(schema[k]); });
}

// --- the root ---

// A schema of an object should say so; `{}` says that nothing is asked.
void root_type(const Target& target, const Args&, const Reporter& report) {
  const Value schema = target.value;
  const Value type = schema["type"];
  if (!schema.is_object() || schema.size() == 0 || type.is_text("object")) return;
  // What is no type at all makes the schema invalid, which is another rule.
  const bool known = type.is_string() && is_schema_type(type.text());
  const bool list = type.is_array() && type.size() > 0 &&
                    std::all_of(type.begin(), type.end(),
                                [](Value t) { return t.is_string() && is_schema_type(t.text()); });
  if (!type) return report.key(target.document(), schema, {{"problem", "has no 'type'"}});
  if (known || list)
    report.value(target.document(), type,
                 {{"problem", fmt::format("has 'type' {}", describe(type))}});
}

// --- properties ---

// `select` is a property whose value a form can ask for only when it is one plain value.
void property_nested(const Target& target, const Args&, const Reporter& report) {
  const Value property = target.value;
  if (!property.is_object()) return;
  const auto tell = [&](Value at, std::string what) {
    report.key(target.document(), at,
               {{"property", fmt::format("'{}'", printable(property.key(), 60))},
                {"what", std::move(what)}});
  };
  for (const std::string_view keyword : {"$ref"sv, "allOf"sv, "anyOf"sv, "oneOf"sv}) {
    if (property[keyword]) return tell(property[keyword], fmt::format("uses '{}'", keyword));
  }
  const Value type = property["type"];
  if (type.is_text("object")) return tell(type, "is an object");
  if (type.is_text("array")) return tell(type, "is a list");
}

// Why no value, or not every value that is offered, can fit; no place when nothing is wrong.
std::pair<Value, std::string> contradiction(Value property) {
  const Value type = property["type"];
  const Value choices = property["enum"];
  if (choices.is_array() && choices.size() == 0) return {choices, "'enum' is empty"};
  if (type.is_string() && is_schema_type(type.text())) {
    for (const Value choice : choices) {
      if (!has_schema_type(choice, type.text()))
        return {choice, fmt::format("'enum' offers {}, but 'type' is {}", describe(choice),
                                    describe(type))};
    }
    const Value only = property["const"];
    if (only && !has_schema_type(only, type.text()))
      return {only, fmt::format("'const' is {}, but 'type' is {}", describe(only), describe(type))};
  }
  struct Pair {
    std::string_view low;
    std::string_view high;
    bool strict;  // equal bounds leave nothing either
  };
  constexpr std::array kPairs{Pair{"minimum", "maximum", false},
                              Pair{"exclusiveMinimum", "maximum", true},
                              Pair{"minimum", "exclusiveMaximum", true},
                              Pair{"exclusiveMinimum", "exclusiveMaximum", true},
                              Pair{"minLength", "maxLength", false},
                              Pair{"minItems", "maxItems", false},
                              Pair{"minProperties", "maxProperties", false}};
  for (const Pair& pair : kPairs) {
    const auto low = property[pair.low].number();
    const auto high = property[pair.high].number();
    if (!low || !high || *low < *high || (*low == *high && !pair.strict)) continue;
    return {property[pair.low],
            fmt::format("'{}' {} and '{}' {} leave nothing between them", pair.low,
                        describe(property[pair.low]), pair.high, describe(property[pair.high]))};
  }
  return {};
}

void schema_contradiction(const Target& target, const Args&, const Reporter& report) {
  auto [at, problem] = contradiction(target.value);
  if (at)
    report.value(target.document(), at,
                 {{"property", fmt::format("'{}'", printable(target.value.key(), 60))},
                  {"problem", std::move(problem)}});
}

// Members by name, for look-ups that stay linear in a hostile document.
using Members = std::map<std::string_view, Value>;

Members members_of(Value object) {
  Members members;
  if (!object.is_object()) return members;
  for (const Value member : object) members[member.key()] = member;
  return members;
}

Value find(const Members& members, std::string_view name) {
  const auto at = members.find(name);
  return at == members.end() ? Value() : at->second;
}

// `select` is the schema.
void required_default(const Target& target, const Args&, const Reporter& report) {
  const Value schema = target.value;
  if (!schema["required"].is_array()) return;
  const Members properties = members_of(schema["properties"]);
  for (const Value name : schema["required"]) {
    const Value property = name.is_string() ? find(properties, name.text()) : Value();
    if (property["default"])
      report.key(target.document(), property["default"],
                 {{"property", fmt::format("'{}'", printable(property.key(), 60))}});
  }
}

// --- values beside a schema ---

// What could not be judged, with its reason; beyond a few only their number.
class Unjudged {
 public:
  Unjudged(const Document& document, const Reporter& report)
      : document_(document), report_(report) {}
  void add(Value at, const std::string& reason) {
    if (++count_ <= kShown)
      report_.not_assessed(
          fmt::format("{}, '{}'", document_.source->path(), printable(at.pointer(), 200)), reason);
  }
  ~Unjudged() {
    if (count_ > kShown)
      report_.not_assessed(document_.source->path(),
                           fmt::format("{} more values beside a schema", count_ - kShown));
  }
  Unjudged(const Unjudged&) = delete;
  Unjudged& operator=(const Unjudged&) = delete;

 private:
  static constexpr std::size_t kShown = 10;
  const Document& document_;
  const Reporter& report_;
  std::size_t count_ = 0;
};

std::optional<SchemaInstance> instance_of(Value schema) {
  const auto dialects = dialects_of(schema, kUndeclared);
  const auto dialect = dialects ? SchemaInstance::reading(*dialects) : std::nullopt;
  if (!dialect || !schema.is_object()) return std::nullopt;
  return SchemaInstance(schema, *dialect);
}

// `select` is the schema; each property's default is judged by its own property.
void default_mismatch(const Target& target, const Args&, const Reporter& report) {
  auto judge = instance_of(target.value);
  if (!judge || !target.value["properties"].is_object()) return;
  Unjudged unjudged(target.document(), report);
  for (const Value property : target.value["properties"]) {
    const Value value = property["default"];
    if (!value || contradiction(property).first) continue;
    const InstanceResult result = judge->check(value, property, is_credential_like(property.key()));
    if (result.fit == Fit::NotAssessed) unjudged.add(value, result.detail);
    if (result.fit != Fit::Invalid) continue;
    report.value(target.document(), result.at,
                 {{"property", fmt::format("'{}'", printable(property.key(), 60))},
                  {"detail", result.detail}});
  }
}

// A schema that lists its properties: what it does not name, it does not know.
bool is_closed_list(Value schema) {
  return schema["properties"].is_object() && !schema["patternProperties"] &&
         !schema["additionalProperties"] && !is_composed(schema);
}

class ExampleMismatch final : public Check {
 public:
  explicit ExampleMismatch(Args args) : schemas_(args.texts("schema")) {}

  void run(const Target& target, const Reporter& report) const override {
    const Value example = target.value;
    const Value schema = schema_for(target.document());
    auto judge = instance_of(schema);
    if (!judge) return;
    const auto tell = [&](Value at, std::string detail) {
      const std::string of =
          at == example ? "" : fmt::format(" of '{}'", printable(example.key(), 40));
      const Params params{{"what", fmt::format("'{}'{}", printable(at.key(), 60), of)},
                          {"detail", std::move(detail)}};
      at.is_object() ? report.key(target.document(), at, params)
                     : report.value(target.document(), at, params);
    };
    Unjudged unjudged(target.document(), report);
    bool clean = true;
    if (example.is_object() && schema["properties"].is_object()) {
      const Members properties = members_of(schema["properties"]);
      clean = has_required(example, schema, properties, tell);
      clean = members_fit(example, schema, properties, *judge, unjudged, tell) && clean;
    }
    if (!clean) return;  // the rest of the schema would say the same again
    const InstanceResult whole = judge->check(example, schema);
    if (whole.fit == Fit::Invalid) tell(whole.at, whole.detail);
    if (whole.fit == Fit::NotAssessed) unjudged.add(example, whole.detail);
  }

 private:
  Value schema_for(const Document& document) const {
    for (const std::string_view pointer : schemas_) {
      if (const Value schema = document.tree.resolve(pointer)) return schema;
    }
    return {};
  }

  // True when nothing is missing. What the schema itself does not declare is the schema's fault.
  template <class Tell>
  static bool has_required(Value example, Value schema, const Members& properties,
                           const Tell& tell) {
    if (!schema["required"].is_array()) return true;
    const Members given = members_of(example);
    std::vector<std::string> lacking;
    for (const Value name : schema["required"]) {
      if (!name.is_string() || find(given, name.text())) continue;
      if (find(properties, name.text()) || !is_closed_list(schema))
        lacking.push_back(describe(name));
    }
    if (lacking.empty()) return true;
    constexpr std::size_t kShown = 4;
    if (lacking.size() > kShown + 1) {
      const std::string more = fmt::format("and {} more", lacking.size() - kShown);
      lacking.resize(kShown);
      lacking.push_back(more);
    }
    tell(example, fmt::format("lacks the required {}", join(lacking, ", ")));
    return false;
  }

  // Each member for itself, so that one run names every fault. True when all are judged to fit.
  template <class Tell>
  static bool members_fit(Value example, Value schema, const Members& properties,
                          SchemaInstance& judge, Unjudged& unjudged, const Tell& tell) {
    bool clean = true;
    for (const Value member : example) {
      const Value property = find(properties, member.key());
      if (!property) {
        if (!is_closed_list(schema)) continue;
        tell(member, "is not declared in the schema" + suggestion(member.key(), properties));
        clean = false;
        continue;
      }
      const InstanceResult result = judge.check(member, property, is_credential_like(member.key()));
      clean = clean && result.fit == Fit::Valid;
      if (result.fit == Fit::Invalid) tell(result.at, result.detail);
      if (result.fit == Fit::NotAssessed) unjudged.add(member, result.detail);
    }
    return clean;
  }

  static std::string suggestion(std::string_view name, const Members& properties) {
    if (properties.size() > 100) return {};  // nobody mistypes one of so many
    std::vector<std::string_view> names;
    for (const auto& [known, property] : properties) names.push_back(known);
    return did_you_mean(name, names);
  }

  std::vector<std::string_view> schemas_;
};

// --- names ---

// Composed schemas may declare a property elsewhere.
bool may_declare_elsewhere(Value schema) {
  constexpr std::array kComposing{"allOf"sv, "anyOf"sv, "oneOf"sv,
                                  "$ref"sv,  "if"sv,    "patternProperties"sv};
  return std::any_of(kComposing.begin(), kComposing.end(),
                     [&](std::string_view keyword) { return bool(schema[keyword]); });
}

void required_undeclared(const Target& target, const Args&, const Reporter& report) {
  const Value required = target.value["required"];
  if (!required.is_array()) return;
  const Value properties = target.value["properties"];
  if (properties && !properties.is_object()) return;
  constexpr std::uint32_t kFew = 16;  // are looked up as quickly one by one
  std::set<std::string_view> declared;
  if (properties.size() > kFew) {
    for (const Value property : properties) declared.insert(property.key());
  }
  std::optional<bool> composed;  // known once it matters
  for (const Value name : required) {
    if (!name.is_string()) continue;
    if (properties.size() > kFew ? declared.contains(name.text()) : bool(properties[name.text()]))
      continue;
    if (!composed) composed = may_declare_elsewhere(target.value);
    if (*composed) return;
    report.value(target.document(), name);
  }
}

constexpr std::array kExample{ArgSpec{"schema", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"default-mismatch",
               "the default of a property of a JSON Schema does not fit the property",
               {},
               true,
               make_simple<default_mismatch>},
    CheckEntry{"example-mismatch",
               "a value does not fit the JSON Schema at the first of the pointers 'schema'",
               kExample, true,
               [](Args args) -> std::unique_ptr<Check> {
                 return std::make_unique<ExampleMismatch>(args);
               }},
    CheckEntry{"property-nested",
               "a property of a JSON Schema is an object, a list, or composed of schemas",
               {},
               true,
               make_simple<property_nested>},
    CheckEntry{"required-default",
               "a property of a JSON Schema is required and has a default",
               {},
               true,
               make_simple<required_default>},
    CheckEntry{"required-undeclared",
               "'required' of a JSON Schema names what 'properties' does not declare",
               {},
               true,
               make_simple<required_undeclared>},
    CheckEntry{"schema-contradiction",
               "'enum', 'const' or the bounds of a JSON Schema leave no value that fits its type",
               {},
               true,
               make_simple<schema_contradiction>},
    CheckEntry{"schema-root-type",
               "a JSON Schema is not {} and its 'type' is not 'object'",
               {},
               true,
               make_simple<root_type>},
};

}  // namespace

CheckTable json_schema_checks() {
  return kTable;
}

}  // namespace cardlint::checks
