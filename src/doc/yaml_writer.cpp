#include "doc/yaml_writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

// YAML 1.2.2 §7.4: no reader looks further for the ':' of a key. Bytes are at least as many as
// characters, so counting them is safe.
constexpr std::size_t kLongestImplicitKey = 1024;

bool is_block(Value value) {
  return (value.is_object() || value.is_array()) && value.size() > 0;
}

// A word that every YAML reader takes for the same string without quotes.
bool is_plain_word(std::string_view text) {
  constexpr std::array<std::string_view, 11> kOther{"null", "true", "false", "yes", "no", "on",
                                                    "off",  "y",    "n",     "nan", "inf"};
  const std::string lower = to_lower_ascii(text);
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  return !lower.empty() && is_letter(lower[0]) &&
         lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos &&
         std::find(kOther.begin(), kOther.end(), lower) == kOther.end();
}

std::string key_text(std::string_view key) {
  return is_plain_word(key) ? std::string(key) : yaml_escaped(quoted_json(key));
}

void put_key(std::string& out, std::string_view key, std::size_t indent) {
  const std::string text = key_text(key);
  if (text.size() <= kLongestImplicitKey) {
    out += text;
  } else {
    out += "? " + text + "\n";
    out.append(indent, ' ');
  }
  out += ':';
}

void put(std::string& out, Value value, std::size_t indent) {
  for (const Value child : value) {
    out.append(indent, ' ');
    if (value.is_object()) {
      put_key(out, child.key(), indent);
    } else {
      out += '-';
    }
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
  if (!is_block(value)) return yaml_escaped(to_json(value)) + "\n";
  std::string out;
  put(out, value, 0);
  return yaml_escaped(out);
}

std::string yaml_escaped(std::string_view yaml) {
  std::string out;
  for (std::size_t i = 0; i < yaml.size();) {
    const CodePoint c = decode_utf8(yaml, i);
    if (c.value == '\n' || !is_unprintable(c.value)) {
      out += yaml.substr(i, c.length);
    } else if (c.value > 0xFFFF) {
      out += fmt::format("\\U{:08X}", c.value);
    } else {
      out += fmt::format("\\u{:04X}", c.value);
    }
    i += c.length;
  }
  return out;
}

}  // namespace cardlint
