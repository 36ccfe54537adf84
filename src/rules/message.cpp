#include "rules/message.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

std::optional<std::string> lookup(std::string_view name, Value node, const Params& params) {
  const auto it =
      std::find_if(params.begin(), params.end(), [&](const auto& p) { return p.first == name; });
  if (it != params.end()) return it->second;
  if (!node) return std::nullopt;
  if (name == "value") return describe(node);
  if (name == "key") return fmt::format("'{}'", printable(node.key(), 60));
  if (name == "type") return describe_type(node);
  if (name == "pointer") return printable(node.pointer(), 200);
  return std::nullopt;
}

}  // namespace

std::string render_message(std::string_view text, Value node, const Params& params,
                           const std::function<std::string(std::string_view)>& mask) {
  std::string out;
  out.reserve(text.size() + 64);  // names are as long as what they stand for, more or less
  const auto is_brace = [](char c) { return c == '{' || c == '}'; };
  for (std::size_t i = 0;; ++i) {
    const auto* const brace = std::find_if(text.data() + i, text.data() + text.size(), is_brace);
    out.append(text.data() + i, brace);
    i = static_cast<std::size_t>(brace - text.data());
    if (i == text.size()) return out;
    const bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
    if (doubled) {
      out.push_back(text[i++]);
      continue;
    }
    const std::size_t end = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out.push_back(text[i]);
      continue;
    }
    const std::string_view name = text.substr(i + 1, end - i - 1);
    const auto found = lookup(name, node, params);
    out += !found ? fmt::format("{{{}}}", name) : mask ? mask(*found) : *found;
    i = end;
  }
}

}  // namespace cardlint
