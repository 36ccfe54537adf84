// Judges a JSON Schema that stands inside a document, as data: is it a valid schema of its dialect,
// as far as the keywords in use go? Nothing is compiled, no reference is followed, so a hostile
// schema costs one bounded walk.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "doc/kind.h"
#include "doc/tree.h"

namespace cardlint::checks {

enum class SchemaDialect : std::uint8_t { Draft06, Draft07, Draft2019, Draft2020 };
using SchemaDialects = EnumSet<SchemaDialect>;
inline constexpr SchemaDialects kAnySchemaDialect{SchemaDialect::Draft06, SchemaDialect::Draft07,
                                                  SchemaDialect::Draft2019,
                                                  SchemaDialect::Draft2020};

// The dialect that a `$schema` names, with http or https, with or without '#'; nothing for others.
std::optional<SchemaDialect> parse_schema_dialect(std::string_view uri);
// The dialect that the schema names itself, or `fallback` where it names none; nothing for a
// dialect that we do not know, whose schemas are not assessed.
std::optional<SchemaDialects> dialects_of(Value schema, SchemaDialects fallback);

// Calls `found(node, detail)` for each keyword whose value none of `dialects` allows: an unknown
// `type`, `required: true`, `properties` that is no object, … `detail` reads "'type' is 'str',
// which is no JSON Schema type". Keywords that one of the dialects does not know are fine. A
// subschema with a `$schema` of its own is judged by that, or left alone.
void find_schema_faults(Value schema, SchemaDialects dialects,
                        const std::function<void(Value, std::string)>& found);

// True for "string", "integer", …
bool is_schema_type(std::string_view word);

}  // namespace cardlint::checks
