#include "doc/yaml_writer.h"

namespace cardlint {
namespace {

bool is_block(Value value) {
  return (value.is_object() || value.is_array()) && value.size() > 0;
}

void put(std::string& out, Value value, std::size_t indent) {
  for (const Value child : value) {
    out.append(indent, ' ');
    out += value.is_object() ? quoted_json(child.key()) + ":" : "-";
    if (is_block(child)) {
      out += "\n";
      put(out, child, indent + 2);
    } else {
      out += " " + to_json(child) + "\n";
    }
  }
}

}  // namespace

std::string to_yaml(Value value) {
  if (!is_block(value)) return to_json(value) + "\n";
  std::string out;
  put(out, value, 0);
  return out;
}

}  // namespace cardlint
