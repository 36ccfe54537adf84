#include "checks/document/tool_list.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint::checks {

std::string file_of(const Document& document) {
  return fmt::format("'{}'", printable(document.source->path(), 120));
}

Value tools_of(const Document& document) {
  const Value root = document.root();
  return document.kind == Kind::ToolsList && !root["tools"] ? root["result"]["tools"]
                                                            : root["tools"];
}

std::map<std::string_view, Value> tool_names(Value tools) {
  std::map<std::string_view, Value> names;
  for (const Value tool : tools) {
    const Value name = tool.is_object() ? tool["name"] : tool;
    if (name.is_string()) names.try_emplace(name.text(), name);
  }
  return names;
}

std::string no_tools_because(const Document& document) {
  const Value tools = tools_of(document);
  if (document.dialect == Dialect::Sep2127) return "a SEP-2127 card carries no tools";
  if (document.dialect == Dialect::Sep1960) return "a SEP-1960 card carries no tools";
  if (!tools) return "it lists no tools";
  if (tools.is_text("dynamic") || (tools.size() == 1 && tools.at(0).is_text("dynamic"))) {
    return "it declares its tools as dynamic";
  }
  if (!tools.is_array()) return "its tools are not a list";
  const bool readable = std::all_of(tools.begin(), tools.end(), [](Value tool) {
    return tool.is_string() || tool["name"].is_string();
  });
  return readable ? "" : "its tool list holds entries without a name";
}

}  // namespace cardlint::checks
