#include "schema/schema_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "doc/load.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

// What the value of a keyword must look like, and where subschemas are in it.
enum class Form {
  Annotation,  // says nothing about validity
  RootOnly,    // an annotation that is allowed at the root only
  Types,       // a type name or a list of them
  Values,      // a non-empty list
  Anything,
  Names,  // a list of different strings
  Count,  // an integer literal: valijson throws at 2.0
  Number,
  Pattern,
  Schema,
  Schemas,  // a non-empty list of schemas
  SchemaOrList,
  SchemaMap,
  PatternMap,    // schemas under regular expressions
  Dependencies,  // lists of names, or schemas
  Reference,
};

struct Keyword {
  std::string_view name;
  Form form;
  bool in_place =
      false;  // its schemas judge the same value: a reference loop through them never ends
};

constexpr std::array kKeywords{
    Keyword{"$schema", Form::RootOnly},
    Keyword{"$id", Form::RootOnly},
    Keyword{"$comment", Form::Annotation},
    Keyword{"title", Form::Annotation},
    Keyword{"description", Form::Annotation},
    Keyword{"default", Form::Annotation},
    Keyword{"examples", Form::Annotation},
    Keyword{"$ref", Form::Reference},
    Keyword{"definitions", Form::SchemaMap},
    Keyword{"type", Form::Types},
    Keyword{"enum", Form::Values},
    Keyword{"const", Form::Anything},
    Keyword{"properties", Form::SchemaMap},
    Keyword{"patternProperties", Form::PatternMap},
    Keyword{"additionalProperties", Form::Schema},
    Keyword{"propertyNames", Form::Schema},
    Keyword{"required", Form::Names},
    Keyword{"dependencies", Form::Dependencies, true},
    Keyword{"minProperties", Form::Count},
    Keyword{"maxProperties", Form::Count},
    Keyword{"items", Form::SchemaOrList},
    Keyword{"additionalItems", Form::Schema},
    Keyword{"contains", Form::Schema},
    Keyword{"minItems", Form::Count},
    Keyword{"maxItems", Form::Count},
    Keyword{"minLength", Form::Count},
    Keyword{"maxLength", Form::Count},
    Keyword{"pattern", Form::Pattern},
    Keyword{"minimum", Form::Number},
    Keyword{"maximum", Form::Number},
    Keyword{"exclusiveMinimum", Form::Number},
    Keyword{"exclusiveMaximum", Form::Number},
    Keyword{"allOf", Form::Schemas, true},
    Keyword{"anyOf", Form::Schemas, true},
    Keyword{"oneOf", Form::Schemas, true},
    Keyword{"not", Form::Schema, true},
    Keyword{"if", Form::Schema, true},
    Keyword{"then", Form::Schema, true},
    Keyword{"else", Form::Schema, true},
};

constexpr std::array kTypeNames{"null"sv,   "boolean"sv, "integer"sv, "number"sv,
                                "string"sv, "array"sv,   "object"sv};

const Keyword* find_keyword(std::string_view name) {
  const auto found = std::find_if(kKeywords.begin(), kKeywords.end(),
                                  [&](const Keyword& keyword) { return keyword.name == name; });
  return found == kKeywords.end() ? nullptr : &*found;
}

bool is_type_name(Value value) {
  return value.is_string() &&
         std::find(kTypeNames.begin(), kTypeNames.end(), value.text()) != kTypeNames.end();
}

bool are_names(Value value) {
  std::set<std::string_view> seen;
  return value.is_array() && std::all_of(value.begin(), value.end(), [&](Value item) {
           return item.is_string() && seen.insert(item.text()).second;
         });
}

bool is_schema(Value value) {
  return value.is_object() || value.is_boolean();
}
bool are_schemas(Value value) {
  return std::all_of(value.begin(), value.end(), is_schema);
}

bool is_pattern(std::string_view pattern) {
  return RE2(std::string(pattern), RE2::Quiet).ok();  // abseil's string_view may be another
}

bool has_form(Value value, Form form) {
  switch (form) {
    case Form::Annotation:
    case Form::RootOnly:
    case Form::Anything:
      return true;
    case Form::Types:
      return is_type_name(value) || (are_names(value) && value.size() > 0 &&
                                     std::all_of(value.begin(), value.end(), is_type_name));
    case Form::Values:
      return value.is_array() && value.size() > 0;
    case Form::Names:
      return are_names(value);
    case Form::Count:
      return value.is(NodeType::Integer) && value.number() >= 0 && value.number() < 1e9;
    case Form::Number:
      return value.is_number() && value.number() && std::isfinite(*value.number());
    case Form::Pattern:
      return value.is_string() && is_pattern(value.text());
    case Form::Schema:
      return is_schema(value);
    case Form::Schemas:
      return value.is_array() && value.size() > 0 && are_schemas(value);
    case Form::SchemaOrList:
      return is_schema(value) || (value.is_array() && are_schemas(value));
    case Form::SchemaMap:
      return value.is_object() && are_schemas(value);
    case Form::PatternMap:
      return value.is_object() && are_schemas(value) &&
             std::all_of(value.begin(), value.end(), [](Value v) { return is_pattern(v.key()); });
    case Form::Dependencies:
      return value.is_object() && std::all_of(value.begin(), value.end(),
                                              [](Value v) { return is_schema(v) || are_names(v); });
    case Form::Reference:
      return value.is_string();
  }
  return false;
}

// The schemas that are the value of a keyword, or inside it.
std::vector<Value> schemas_of(Value value, Form form) {
  switch (form) {
    case Form::Schema:
      return {value};
    case Form::SchemaOrList:
      if (is_schema(value)) return {value};
      return {value.begin(), value.end()};
    case Form::Schemas:
    case Form::SchemaMap:
    case Form::PatternMap:
      return {value.begin(), value.end()};
    case Form::Dependencies: {
      std::vector<Value> schemas;
      std::copy_if(value.begin(), value.end(), std::back_inserter(schemas), is_schema);
      return schemas;
    }
    default:
      return {};
  }
}

class Checker {
 public:
  explicit Checker(Value root) : root_(root) {}

  Result<void> run() {
    if (!is_schema(root_)) return fail(ErrorCode::Internal, "a schema is an object or a boolean");
    check(root_);
    if (!problem_) follow(root_);
    if (problem_) return fail(ErrorCode::Internal, *problem_);
    return {};
  }

 private:
  void refuse(Value at, std::string_view what) {
    if (!problem_) problem_ = fmt::format("at '{}': {}", printable(at.pointer(), 200), what);
  }

  void check(Value schema) {
    if (schema.is_boolean() || problem_) return;
    const bool reference = static_cast<bool>(schema["$ref"]);
    for (const Value member : schema) {
      const Keyword* keyword = find_keyword(member.key());
      const std::string shown = printable(member.key());
      if (!keyword) {
        return refuse(member, fmt::format("keyword '{}' is not supported", shown));
      }
      if (!has_form(member, keyword->form)) {
        return refuse(member, fmt::format("the value of '{}' is not one it may have", shown));
      }
      if (keyword->form == Form::RootOnly && schema != root_) {
        return refuse(member, fmt::format("keyword '{}' is supported at the root only", shown));
      }
      const bool harmless = keyword->form == Form::Annotation || keyword->form == Form::RootOnly ||
                            keyword->name == "definitions";
      if (reference && !harmless && keyword->form != Form::Reference) {
        return refuse(member, fmt::format("keyword '{}' has no effect beside '$ref'", shown));
      }
      if (keyword->form == Form::Reference && !resolve_reference(root_, member.text())) {
        return refuse(member, fmt::format("'$ref' leads to no schema under '#/definitions/': '{}'",
                                          printable(member.text())));
      }
      for (const Value inner : schemas_of(member, keyword->form)) check(inner);
    }
  }

  // Depth first along what judges the same value; meeting a schema that is still open is a loop.
  void follow(Value schema) {
    if (schema.is_boolean() || problem_ || closed_.count(schema.id()) > 0) return;
    if (!open_.insert(schema.id()).second) return refuse(schema, "'$ref' leads back to itself");
    for (const Value member : schema) {
      const Keyword& keyword = *find_keyword(member.key());
      if (keyword.form == Form::Reference) follow(resolve_reference(root_, member.text()));
      for (const Value inner : schemas_of(member, keyword.form)) {
        if (keyword.in_place) follow(inner);
      }
    }
    open_.erase(schema.id());
    closed_.insert(schema.id());
    // What judges other values starts a path of its own.
    const std::set<NodeId> outer = std::exchange(open_, {});
    for (const Value member : schema) {
      const Keyword& keyword = *find_keyword(member.key());
      for (const Value inner : schemas_of(member, keyword.form)) follow(inner);
    }
    open_ = outer;
  }

  Value root_;
  std::optional<std::string> problem_;
  std::set<NodeId> open_;
  std::set<NodeId> closed_;
};

}  // namespace

Value resolve_reference(Value root, std::string_view reference) {
  constexpr std::string_view kPrefix = "#/definitions/";
  if (reference.substr(0, kPrefix.size()) != kPrefix) return {};
  const std::string_view name = reference.substr(kPrefix.size());
  // No '/', '~' or '%': names that mean the same escaped and unescaped.
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
  const Value found = plain ? root["definitions"][name] : Value();
  return found && is_schema(found) ? found : Value();
}

Result<void> check_schema(const Tree& schema) {
  return Checker(schema.root()).run();
}

Result<void> check_schema_text(std::string_view json) {
  const SourceFile source("schema", std::string(json));
  const Loaded loaded = load_json(source, Limits{});
  if (!loaded.faults.empty()) {
    const Position at = source.position(loaded.faults.front().span.begin);
    return fail(ErrorCode::Internal, fmt::format("line {}, column {}: {}", at.line, at.column,
                                                 loaded.faults.front().detail));
  }
  return check_schema(loaded.tree);
}

}  // namespace cardlint
