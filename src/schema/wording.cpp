#include "schema/wording.h"

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

constexpr std::size_t kShownValue = 80;         // code points of a string
constexpr std::size_t kShownAlternatives = 16;  // members of a list

}  // namespace

std::string quoted(std::string_view name) {
  return fmt::format("'{}'", printable(name, kShownValue));
}

std::string type_name_phrase(std::string_view type) {
  if (type == "null") return "null";
  const bool vowel = type == "array" || type == "object" || type == "integer";
  return fmt::format("{} {}", vowel ? "an" : "a", type);
}

std::string type_phrase(Value value) {
  return value.is_number() ? "a number" : type_name_phrase(name(value.type()));
}

std::string value_phrase(Value value) {
  if (value.is_string()) return quoted(value.text());
  if (value.is_number() || value.is_boolean()) return printable(value.text(), kShownValue);
  if (value.is_array() && value.size() == 0) return "an empty array";
  return type_phrase(value);
}

std::string alternatives(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i == kShownAlternatives) {
      return out + fmt::format(" or {} more", parts.size() - kShownAlternatives);
    }
    if (i > 0) out += i + 1 == parts.size() ? " or " : ", ";
    out += parts[i];
  }
  return out;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace cardlint
