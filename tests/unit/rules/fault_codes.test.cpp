// Whatever a loader finds must reach the user once: each fault code belongs to exactly one rule.
#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "checks/table.h"
#include "doc/load.h"
#include "doc/tree_image.h"
#include "rules/builtin.h"
#include "rules/rule_set.h"

using namespace cardlint;

namespace {

struct Claim {
  std::set<std::string> rules;
  std::uint32_t kinds = 0;
};

// By code: the rules whose checks take it, and the kinds of documents on which they do.
std::map<std::string, Claim> claims() {
  std::map<std::string, Claim> found;
  for (const RuleInfo& rule : builtin_rules()) {
    for (const CaseInfo& c : rule.cases) {
      const nlohmann::json arguments =
          nlohmann::json::parse(to_json(tree_of_image(c.arguments).root()));
      for (const auto& code : arguments.value("codes", nlohmann::json::array())) {
        Claim& claim = found[code.get<std::string>()];
        claim.rules.insert(std::string(rule.id));
        claim.kinds |= (c.kinds.empty() ? rule.kinds : c.kinds).bits();
      }
    }
  }
  return found;
}

}  // namespace

TEST_CASE(
    "every fault code is claimed by exactly one rule, on every kind of document that can have it") {
  const std::set<FaultCode> only_in_manifests{FaultCode::Template, FaultCode::TemplateBraces,
                                              FaultCode::MergeKey, FaultCode::Yaml11Scalar};
  std::map<std::string, Claim> found = claims();
  for (int i = 0; i <= static_cast<int>(FaultCode::YamlTag); ++i) {
    const auto code = static_cast<FaultCode>(i);
    const std::string word(name(code));
    INFO(word);
    REQUIRE(found.count(word) == 1);
    CHECK(found[word].rules.size() == 1);
    const KindSet expected =
        only_in_manifests.count(code) == 1 ? KindSet{Kind::SmitheryManifest} : kAllKinds;
    CHECK(found[word].kinds == expected.bits());
    found.erase(word);
  }
  CHECK(found.empty());  // no rule waits for a code that does not exist
}

TEST_CASE("the built-in rules form a rule set: checks exist, arguments fit") {
  const std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  const auto added = rules.add(builtin_rules());
  if (!added) FAIL(added.error().message);
  CHECK(rules.rules().size() == builtin_rules().size());
}

TEST_CASE("what cardlint itself cannot read is no error of the author") {
  for (const RuleInfo& rule : builtin_rules()) {
    if (rule.id == "input-yaml-unread") CHECK(rule.severity <= Severity::Warning);
  }
}
