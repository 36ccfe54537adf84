// Hostile files end in a finding that names the trouble, whatever their size and shape.
#include <catch2/catch.hpp>

#include <set>

#include "checks/table.h"
#include "lint/run.h"
#include "rules/builtin.h"

using namespace cardlint;

namespace {

std::set<std::string> rules_for(const std::string& path, std::string text) {
  const std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  REQUIRE(rules.add(builtin_rules()));
  const SchemaSet schemas;
  const LintSettings settings;
  const CheckReport report =
      lint_text(Linter(rules, schemas, settings), path, std::move(text), std::nullopt, Limits{});
  std::set<std::string> ids;
  for (const Diagnostic& d : report.diagnostics) {
    ids.insert(d.rule);
    CHECK(d.where.range.start.line >= 1);
    CHECK(d.message.find_first_of(std::string("\x1b\x07\0\n", 4)) == std::string::npos);
  }
  return ids;
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string alias_bomb() {
  std::string text = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c <= 'h'; ++c) {
    text += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) text += std::string(i > 0 ? "," : "") + "*" + char(c - 1);
    text += "]\n";
  }
  return text;
}

}  // namespace

TEST_CASE("YAML made to exhaust its reader") {
  CHECK(rules_for("smithery.yaml", alias_bomb()).contains("input-yaml-bomb"));
  CHECK(rules_for("smithery.yaml", "a: &x {b: *x}\n").contains("input-yaml-cycle"));
  CHECK(rules_for("smithery.yaml", "a: " + repeat("[", 100'000)).contains("input-depth"));
  std::string blocks;
  for (std::size_t i = 0; i < 3000; ++i) blocks += std::string(i, ' ') + "a:\n";
  CHECK_FALSE(rules_for("smithery.yaml", blocks).empty());
  CHECK(rules_for("smithery.yaml", std::string((1u << 20) + 1, 'a')).contains("input-size"));
}

TEST_CASE("JSON made to exhaust its reader") {
  CHECK(rules_for("server-card.json", repeat("[", 200'000)).contains("input-depth"));
  CHECK(rules_for("server-card.json", repeat("{\"a\":", 100'000)).contains("input-depth"));
  CHECK(rules_for("server-card.json", "{\"a\":\"" + std::string(2u << 20, 'a') + "\"}")
            .contains("input-size"));
  CHECK(rules_for("server-card.json", "{\"a\":1e999999}").contains("input-size"));
  CHECK(rules_for("server-card.json", std::string(9u << 20, ' ')).contains("input-size"));
}

TEST_CASE("bytes that two readers would read differently") {
  using std::string_literals::operator""s;
  const std::string differs = "input-parser-differential";
  CHECK(rules_for("smithery.yaml", "name: a\0b\n"s).contains(differs));
  CHECK(rules_for("server-card.json", "{\"name\":\"\xff\xfe\"}").contains(differs));
  CHECK(rules_for("server-card.json", "\xff\xfe{\0}\0"s).contains(differs));
  CHECK(rules_for("server-card.json", "{\"a\":1,\"a\":2}").contains(differs));
  CHECK(rules_for("server-card.json", "{} {}").contains(differs));
  CHECK(rules_for("server-card.json", "{\"a\":\"\\ud800\"}").contains(differs));
  CHECK(rules_for("server-card.json", "").contains("syntax-root-not-object"));
}

TEST_CASE("members that mean something deep down stand at the root") {
  for (const char* name : {"text", "properties", "prompts", "tools", "endpoints", "items"}) {
    INFO(name);
    for (const char* kind :
         {"server-card.json", ".well-known/oauth-protected-resource", "tools.json"})
      CHECK_NOTHROW(rules_for(kind, std::string("{\"") + name + "\": \"do not tell the user\"}"));
  }
}

TEST_CASE("many findings are bounded and the rest is counted") {
  std::string card = R"({"serverInfo":{"name":"x","version":"1"},"tools":[)";
  for (int i = 0; i < 5000; ++i)
    card += (i > 0 ? ",{\"name\":\"t" : "{\"name\":\"t") + std::to_string(i) + "\"}";
  card += "]}";
  const std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  REQUIRE(rules.add(builtin_rules()));
  const SchemaSet schemas;
  const LintSettings settings;
  const CheckReport report =
      lint_text(Linter(rules, schemas, settings), "server-card.json", card, std::nullopt, Limits{});
  const auto of_rule =
      std::count_if(report.diagnostics.begin(), report.diagnostics.end(),
                    [](const Diagnostic& d) { return d.rule == "tool-input-schema-missing"; });
  CHECK(of_rule == static_cast<std::ptrdiff_t>(Limits{}.findings_per_rule));
  const bool counted =
      std::any_of(report.not_assessed.begin(), report.not_assessed.end(), [](const NotAssessed& n) {
        return n.reason == "4900 more findings of rule 'tool-input-schema-missing'";
      });
  CHECK(counted);
}
