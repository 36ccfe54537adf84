// The rules are those that catalogue.txt lists, no more and no fewer, at their levels.
#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <string>

#include <fmt/format.h>

#include "rules/builtin.h"
#include "support/paths.h"

using namespace cardlint;

TEST_CASE("built-in rules and the catalogue agree") {
  std::ifstream file(in_tests("unit/rules/catalogue.txt"));
  REQUIRE(file);
  std::set<std::string> listed;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') CHECK(listed.insert(line).second);
  }
  REQUIRE(listed.size() > 200);
  std::vector<RuleInfo> rules(builtin_rules().begin(), builtin_rules().end());
  rules.insert(rules.end(), builtin_probe_rules().begin(), builtin_probe_rules().end());
  for (const RuleInfo& rule : rules) {
    const std::string line =
        fmt::format("{} {} {}", rule.id, name(rule.severity), name(rule.confidence));
    INFO(line);
    CHECK(listed.erase(line) == 1);
  }
  for (const std::string& line : listed) {
    INFO("promised, and not built in: " << line);
    CHECK(false);
  }
}
