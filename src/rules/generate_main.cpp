// Build tool: turns rule files into C++ tables, so that a start of cardlint parses no YAML.
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

class Writer {
 public:
  void rule(const RuleInfo& info) {
    std::vector<std::string> cases;
    for (std::size_t i = 0; i < info.cases.size(); ++i) cases.push_back(one_case(info.cases[i], i));
    const std::string table = array("CaseInfo", "Cases", cases);
    const std::string references =
        array("std::string_view", "References", literals(info.references));
    rules_.push_back(
        fmt::format("{{{}, {}, Severity{{{}}}, Confidence{{{}}}, {}, Scope{{{}}}, {}, "
                    "KindSet{{{}u}}, {}, {},\n  {}, {}, {}}}",
                    literal(info.id), literal(info.title), static_cast<int>(info.severity),
                    static_cast<int>(info.confidence), literal(info.since),
                    static_cast<int>(info.scope), info.notice ? "true" : "false", info.kinds.bits(),
                    table, literal(info.why), literal(info.fix), references, literal(info.text)));
    ++number_;
  }

  std::string finish(std::string_view function) const {
    return fmt::format(
        "// Generated from rules/*/*.yaml.\n#include \"rules/builtin.h\"\n\nnamespace cardlint "
        "{{\nnamespace {{\n"
        "using std::string_view_literals::operator\"\"sv;\n{}\n"
        "constexpr RuleInfo kRules[] = {{\n{}}};\n}}  // namespace\n\n"
        "std::span<const RuleInfo> {}() {{ return kRules; }}\n\n}}  // namespace "
        "cardlint\n",
        tables_, fmt::join(rules_, ",\n"), function);
  }

 private:
  static std::vector<std::string> literals(std::span<const std::string_view> texts) {
    std::vector<std::string> items;
    for (const std::string_view text : texts) items.push_back(literal(text));
    return items;
  }

  // Defines a named constant array and returns its name; "{}" for an empty one.
  std::string array(std::string_view type, std::string_view what,
                    const std::vector<std::string>& items) {
    if (items.empty()) return "{}";
    std::string name = fmt::format("k{}{}", what, number_);
    tables_ += fmt::format("constexpr {} {}[] = {{{}}};\n", type, name, fmt::join(items, ",\n  "));
    return name;
  }

  std::string one_case(const CaseInfo& c, std::size_t i) {
    std::vector<std::string> effects;
    for (const ConsumerEffect& e : c.consumers) {
      effects.push_back(fmt::format("{{Consumer{{{}}}, Verdict{{{}}}}}",
                                    static_cast<int>(e.consumer), static_cast<int>(e.effect)));
    }
    std::vector<std::string> generations;
    for (const GenerationSeverity& g : c.generations) {
      generations.push_back(fmt::format("{{Generation{{{}}}, Severity{{{}}}}}",
                                        static_cast<int>(g.generation),
                                        static_cast<int>(g.severity)));
    }
    std::vector<std::string> specs;
    for (const SpecSeverity& s : c.specs)
      specs.push_back(
          fmt::format("{{{}, Severity{{{}}}}}", literal(s.since), static_cast<int>(s.severity)));
    std::vector<std::string> postures;
    for (const PostureSeverity& p : c.postures) {
      postures.push_back(fmt::format("{{Posture{{{}}}, Severity{{{}}}}}",
                                     static_cast<int>(p.posture), static_cast<int>(p.severity)));
    }
    const std::string select =
        array("std::string_view", fmt::format("Select{}x", i), literals(c.select));
    const std::string consumers = array("ConsumerEffect", fmt::format("Consumers{}x", i), effects);
    const std::string levels =
        array("GenerationSeverity", fmt::format("Generations{}x", i), generations);
    return fmt::format(
        "{{{}, {}, {}, {}, Severity{{{}}}, Severity{{{}}}, KindSet{{{}u}}, DialectSet{{{}u}}, {}, "
        "{}, {}, {}}}",
        select, literal(c.check), literal(c.arguments), literal(c.message),
        static_cast<int>(c.severity), static_cast<int>(c.otherwise), c.kinds.bits(),
        c.dialects.bits(), consumers, levels,
        array("SpecSeverity", fmt::format("Specs{}x", i), specs),
        array("PostureSeverity", fmt::format("Postures{}x", i), postures));
  }

  std::string tables_;
  std::vector<std::string> rules_;
  std::size_t number_ = 0;
};

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
  Writer writer;
  for (const RuleInfo& rule : rules) writer.rule(rule);
  std::ofstream out(args[0], std::ios::binary);
  out << writer.finish(args[1]);
  out.close();
  return out ? 0 : 1;
}

}  // namespace
}  // namespace cardlint

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  return cardlint::run({argv + 1, argv + argc});
}
