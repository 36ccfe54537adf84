// Checks that know smithery.yaml: its generations and its commandFunction.
#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "checks/command/command_function.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

std::string_view era(Generation generation) {
  switch (generation) {
    case Generation::G0:
      return "December 2024 to May 2025";
    case Generation::G0x:
      return "an overview page of May to August 2025, never the reference form";
    case Generation::G1:
      return "from 27 May 2025";
    case Generation::G2:
      return "from 29 May 2025";
    case Generation::G3:
      return "from 31 May 2025";
    case Generation::G4:
      return "from 9 January 2026";
    case Generation::G5:
      return "13 January to 24 April 2026";
    case Generation::G6:
      break;
  }
  return "since 24 April 2026";
}

// Silent on a file that holds nothing but what is read today.
void manifest_generation(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  const Value root = document.root();
  if (!root.is_object()) return;
  const auto read_today = [](Value member) {
    return member.key() == "name" || member.key() == "target";
  };
  if (std::all_of(root.begin(), root.end(), read_today)) return;
  std::string read = root["name"] && root["target"] ? "only 'name' and 'target'"
                     : root["name"]                 ? "only 'name'"
                     : root["target"]               ? "only 'target'"
                                                    : "nothing";
  const Generation generation = generation_of(root);
  const Value first = *root.begin();
  report.span(document, root, first.node().key_span,
              {{"generation", std::string(name(generation))},
               {"era", std::string(era(generation))},
               {"read", std::move(read)}});
}

// The schema that the values given to commandFunction follow.
Value config_schema(const Document& document) {
  const Value schema = document.tree.resolve("/startCommand/configSchema");
  return schema ? schema : document.root()["configSchema"];
}

// What a schema cannot hide: the properties are all named in one map.
bool is_closed_list(Value schema) {
  constexpr std::array<std::string_view, 7> kOpening{
      "$ref", "allOf", "anyOf", "oneOf", "patternProperties", "if", "$dynamicRef"};
  if (!schema.is_object() || (schema["properties"] && !schema["properties"].is_object()))
    return false;
  if (schema["additionalProperties"].is_object() || schema["additionalProperties"].is_true())
    return false;
  return std::none_of(kOpening.begin(), kOpening.end(),
                      [&](std::string_view k) { return bool(schema[k]); });
}

// A readable function, or nothing; the rule about its shape says why.
std::optional<CommandFunction> function_of(const Target& target) {
  if (!target.value.is_string()) return std::nullopt;
  CommandFunction function = read_command_function(target.value.text());
  if (!function.js.complete || !function.is_function) return std::nullopt;
  return function;
}

std::string quoted_names(const std::vector<ConfigRead>& reads) {
  std::string names;
  for (const ConfigRead& read : reads)
    names += fmt::format("{}'{}'", names.empty() ? "" : ", ", printable(read.property, 60));
  return names;
}

void function_shape(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  const Value start = target.value;
  const Value value = start["commandFunction"];
  if (!value) {
    if (start["type"].is_text("stdio"))
      report.key(document, start, {{"problem", "is missing beside 'type: stdio'"}});
    return;
  }
  const auto bad = [&](std::string problem) {
    report.value(document, value, {{"problem", std::move(problem)}});
  };
  if (!value.is_string())
    return bad(fmt::format("is {}, expected a text that holds a JavaScript function",
                           describe_type(value)));
  if (value.text().size() > kMaxJsBytes) {
    return report.not_assessed("commandFunction",
                               fmt::format("it has more than {} bytes", kMaxJsBytes));
  }
  const CommandFunction function = read_command_function(value.text());
  if (!function.js.complete)
    return bad("is not well-formed JavaScript: a quote, comment or bracket has no partner");
  if (!function.is_function) return bad("is neither an arrow function nor a function expression");
  if (!function.names_command)
    return bad("never names 'command', so it says nothing that could be started");
}

void function_undeclared(const Target& target, const Args&, const Reporter& report) {
  const auto function = function_of(target);
  const Value schema = config_schema(target.document());
  if (!function || (schema && !is_closed_list(schema))) return;
  std::vector<std::string_view> declared;
  for (const Value property : schema["properties"]) declared.push_back(property.key());
  std::set<std::string_view> settled(declared.begin(), declared.end());
  if (declared.size() > 200)
    declared.clear();  // no suggestions then: they cost reads times properties
  for (const ConfigRead& read : function->reads) {
    if (!settled.insert(read.property).second) continue;
    report.value(target.document(), target.value,
                 {{"property", fmt::format("'{}'", printable(read.property, 60))},
                  {"suggestion", did_you_mean(read.property, declared)}});
  }
}

void function_unused(const Target& target, const Args&, const Reporter& report) {
  const auto function = function_of(target);
  if (!function || function->reads_whole) return;
  std::set<std::string_view> read;
  for (const ConfigRead& one : function->reads) read.insert(one.property);
  for (const Value property : config_schema(target.document())["properties"]) {
    if (read.count(property.key()) == 0) report.key(target.document(), property);
  }
}

void function_shell(const Target& target, const Args&, const Reporter& report) {
  const auto function = function_of(target);
  if (!function) return;
  const Value properties = config_schema(target.document())["properties"];
  std::vector<ConfigRead> texts;
  for (const ConfigRead& read : shell_joins(*function)) {
    const Value type = properties[read.property]["type"];
    const bool harmless =
        type.is_text("boolean") || type.is_text("integer") || type.is_text("number");
    if (!harmless) texts.push_back(read);
  }
  if (!texts.empty())
    report.value(target.document(), target.value, {{"properties", quoted_names(texts)}});
}

void function_foreign(const Target& target, const Args&, const Reporter& report) {
  const auto function = function_of(target);
  if (!function) return;
  const std::vector<std::string> calls = foreign_calls(*function);
  if (calls.empty()) return;
  report.value(target.document(), target.value,
               {{"calls", fmt::format("'{}'", join(calls, "', '"))}});
}

void function_secret_argument(const Target& target, const Args&, const Reporter& report) {
  const auto function = function_of(target);
  if (!function) return;
  const std::vector<ConfigRead> secrets = secret_arguments(*function);
  if (!secrets.empty())
    report.value(target.document(), target.value, {{"properties", quoted_names(secrets)}});
}

constexpr std::array kTable{
    CheckEntry{"command-function-foreign",
               "a commandFunction evaluates code, loads modules, or uses process or fetch",
               {},
               true,
               make_simple<function_foreign>},
    CheckEntry{"command-function-secret-argument",
               "a commandFunction puts a credential-like property into 'args'",
               {},
               true,
               make_simple<function_secret_argument>},
    CheckEntry{"command-function-shape",
               "a startCommand's commandFunction is missing beside stdio, or no function",
               {},
               true,
               make_simple<function_shape>},
    CheckEntry{"command-function-shell",
               "a commandFunction joins configuration into the text of a shell command",
               {},
               true,
               make_simple<function_shell>},
    CheckEntry{"command-function-undeclared",
               "a commandFunction reads a property that configSchema does not declare",
               {},
               true,
               make_simple<function_undeclared>},
    CheckEntry{"command-function-unused",
               "configSchema declares a property that the commandFunction never reads",
               {},
               true,
               make_simple<function_unused>},
    CheckEntry{"manifest-generation",
               "a smithery.yaml holds more than is read today; says which generation it fits",
               {},
               false,
               make_simple<manifest_generation>},
};

}  // namespace

CheckTable manifest_checks() {
  return kTable;
}

}  // namespace cardlint::checks
