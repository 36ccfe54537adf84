// Build tool: turns rule files into tables, so that a start of cardlint parses no YAML.
// Usage: cardlint_generate_rules OUTPUT FUNCTION RULE_FILE…
// FUNCTION is the one of rules/builtin.h that gives the table.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/file_io.h"
#include "rules/rule_loader.h"
#include "rules/rule_table.h"

namespace cardlint {
namespace {

// A C++ string literal. Long texts are split: a raw literal would depend on what the text holds.
std::string literal(std::string_view text) {
  std::string out = "\"";
  std::size_t run = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\' && c != '?') {
      out.push_back(c);
    } else {
      out += fmt::format("\\{:03o}", byte);
    }
    if (++run % 100 == 0) out += "\"\n    \"";
  }
  return out + "\"sv";
}

int run(const std::vector<std::string>& args) {
  RuleStore store;
  std::vector<RuleInfo> rules;
  for (std::size_t i = 2; i < args.size(); ++i) {
    const auto text = read_file(args[i], Limits{}.yaml_bytes);
    const auto rule =
        text ? load_rule(args[i], *text, store) : Result<RuleInfo>(tl::unexpected(text.error()));
    if (!rule) {
      std::fprintf(stderr, "%s\n", rule.error().message.c_str());
      return 1;
    }
    rules.push_back(*rule);
  }
  std::sort(rules.begin(), rules.end(),
            [](const RuleInfo& a, const RuleInfo& b) { return a.id < b.id; });
  const RuleTableImage image = rule_table_image(rules);
  std::ofstream out(args[0], std::ios::binary);
  out << fmt::format(
      "// Generated from rules/*/*.yaml.\n#include \"rules/builtin.h\"\n#include "
      "\"rules/rule_table.h\"\n\nnamespace cardlint {{\n"
      "using std::string_view_literals::operator\"\"sv;\n\n"
      "std::span<const RuleInfo> {}() {{\n"
      "  static const RuleTable table(\n    {},\n    {});\n"
      "  return table.rules();\n}}\n\n}}  // namespace cardlint\n",
      args[1], literal(image.numbers), literal(image.texts));
  out.close();
  return out ? 0 : 1;
}

}  // namespace
}  // namespace cardlint

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  return cardlint::run({argv + 1, argv + argc});
}
