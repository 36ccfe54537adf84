#include "secret/member_name.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/word_set.h"
#include "secret/character_classes.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::uint32_t kMostMembers = 64;
constexpr WordSet kValueKeys(std::array{"value"sv, "default"sv});
constexpr WordSet kSampleKeys(std::array{"default"sv, "const"sv, "example"sv, "examples"sv});
constexpr WordSet kProse(std::array{"description"sv, "title"sv, "instructions"sv, "summary"sv,
                                    "long_description"sv, "longDescription"sv, "pattern"sv,
                                    "format"sv, "placeholder"sv, "$comment"sv});

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_word_character);
}

bool is_header_map(Value value) {
  constexpr std::string_view kWord = "headers";
  const std::string_view key = value ? value.key() : std::string_view();
  for (std::size_t at = 0; at + kWord.size() <= key.size(); ++at) {
    if (starts_with_ignoring_case(key.substr(at), kWord)) return true;
  }
  return false;
}

// "--key=value", "KEY=value", "Header: value": the name moves to the front.
void split_assignment(NamedText& out) {
  std::string_view text = out.text;
  const std::size_t sign = text.find_first_of("=:");
  if (sign > 60 || sign + 1 >= text.size()) return;  // also where there is none
  std::string_view name = text.substr(0, sign);
  while (name.starts_with('-')) name.remove_prefix(1);
  if (!is_name(name) || text.substr(sign).starts_with("://")) return;
  std::size_t begin = sign + 1;
  if (text[sign] == ':') {
    while (begin < text.size() && text[begin] == ' ') ++begin;
    out.header = true;
  }
  out.name = name;
  out.offset = begin;
  out.text = text.substr(begin);
}

// An item of a list of arguments: its own assignment, or the option before it.
void name_of_argument(Value value, Value list, NamedText& out) {
  split_assignment(out);
  if (out.offset != 0) return;
  // A string before it is the node before it.
  if (value.id() == 0 || value.tree().node(value.id() - 1).parent != list.id()) return;
  const Value before(value.tree(), value.id() - 1);
  if (!before.is_string() || !before.text().starts_with('-')) return;
  std::string_view name = before.text();
  while (name.starts_with('-')) name.remove_prefix(1);
  if (is_name(name)) out.name = name;
}

bool is_marked(Value input) {
  // Objects of more members are no inputs; looking each of them up would take long.
  if (input.size() > kMostMembers) return false;
  return input["isSecret"].is_true() || input["sensitive"].is_true() ||
         input["writeOnly"].is_true() || input["format"].is_text("password");
}

}  // namespace

NamedText named_text(Value value) {
  NamedText out;
  out.text = value.text();
  Value at = value;
  if (at.key().empty() && at.parent().is_array()) {
    at = at.parent();
    const std::string_view key = at.key();
    if (key == "args" || key == "runtimeArguments" || key == "packageArguments" ||
        key == "command") {
      name_of_argument(value, at, out);
      return out;
    }
    if (key == "enum") return out;
  }
  const Value parent = at.parent();
  out.name = at.key();
  out.prose = kProse.contains(out.name);
  if (out.prose || !parent.is_object()) return out;
  out.header = is_header_map(parent);
  const bool input = kValueKeys.contains(out.name) && parent.size() <= kMostMembers;
  const Value name = input ? parent["name"] : Value();
  if (name.is_string()) {
    out.name = name.text();
    out.header = is_header_map(parent.parent());
  } else if (kSampleKeys.contains(out.name) && !parent.key().empty()) {
    out.name = parent.key();
  }
  return out;
}

Marked marked_secret(Value value, Value root) {
  const Value parent = value.parent();
  if (!parent) return Marked::No;
  if (kValueKeys.contains(value.key()) && is_marked(parent)) return Marked::Yes;
  if (parent.key() != "exampleConfig" || parent.size() > kMostMembers) return Marked::No;
  for (const std::string_view where : {"", "startCommand"}) {
    const Value holder = where.empty() ? root : root[where];
    if (!parent.is_object() || !(parent == holder["exampleConfig"])) continue;
    const Value property = holder["configSchema"]["properties"][value.key()];
    if (is_marked(property)) return Marked::InExample;
  }
  return Marked::No;
}

}  // namespace cardlint
