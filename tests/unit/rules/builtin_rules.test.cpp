// The built-in tables and the loader must give the same rules: what ships is what the files say.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

#include "base/file_io.h"
#include "checks/table.h"
#include "rules/builtin.h"
#include "rules/rule_loader.h"
#include "rules/rule_set.h"
#include "support/paths.h"

using namespace cardlint;
namespace fs = std::filesystem;

namespace {

template <class T, class Same>
bool same(const NearList<T>& a, const NearList<T>& b, Same equal) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal);
}

bool same_case(const CaseInfo& a, const CaseInfo& b) {
  const auto effect = [](const ConsumerEffect& x, const ConsumerEffect& y) {
    return x.consumer == y.consumer && x.effect == y.effect;
  };
  const auto level = [](const GenerationSeverity& x, const GenerationSeverity& y) {
    return x.generation == y.generation && x.severity == y.severity;
  };
  const auto since = [](const SpecSeverity& x, const SpecSeverity& y) {
    return x.since == y.since && x.severity == y.severity;
  };
  const auto posture = [](const PostureSeverity& x, const PostureSeverity& y) {
    return x.posture == y.posture && x.severity == y.severity;
  };
  return same(a.postures, b.postures, posture) && same(a.specs, b.specs, since) &&
         same(a.select, b.select, std::equal_to<>()) && a.check == b.check &&
         a.arguments == b.arguments && a.message == b.message && a.severity == b.severity &&
         a.otherwise == b.otherwise && a.kinds == b.kinds && a.dialects == b.dialects &&
         same(a.consumers, b.consumers, effect) && same(a.generations, b.generations, level);
}

std::vector<fs::path> rule_files() {
  std::vector<fs::path> files;
  for (const auto& group : fs::directory_iterator(in_rules(""))) {
    if (!group.is_directory()) continue;
    for (const auto& file : fs::directory_iterator(group.path())) {
      if (file.is_regular_file()) files.push_back(file.path());  // patterns of tokens lie deeper
    }
  }
  return files;
}

}  // namespace

TEST_CASE("each rule file gives the rule that is built in") {
  const auto files = rule_files();
  std::vector<RuleInfo> rules(builtin_rules().begin(), builtin_rules().end());
  rules.insert(rules.end(), builtin_probe_rules().begin(), builtin_probe_rules().end());
  CHECK(files.size() == rules.size());
  RuleStore store;
  for (const fs::path& file : files) {
    INFO(file.filename().string());
    const auto loaded =
        load_rule(file.string(), *read_file(file.string(), Limits{}.yaml_bytes), store);
    REQUIRE(loaded);
    const auto built_in = std::find_if(rules.begin(), rules.end(),
                                       [&](const RuleInfo& r) { return r.id == loaded->id; });
    REQUIRE(built_in != rules.end());
    CHECK(loaded->title == built_in->title);
    CHECK(loaded->severity == built_in->severity);
    CHECK(loaded->confidence == built_in->confidence);
    CHECK(loaded->since == built_in->since);
    CHECK(loaded->scope == built_in->scope);
    CHECK(loaded->notice == built_in->notice);
    CHECK(loaded->kinds == built_in->kinds);
    CHECK(loaded->why == built_in->why);
    CHECK(loaded->fix == built_in->fix);
    CHECK(loaded->text == built_in->text);
    CHECK(same(loaded->references, built_in->references, std::equal_to<>()));
    CHECK(same(loaded->cases, built_in->cases, same_case));
  }
}

TEST_CASE("a rule that names no check, or gives it wrong arguments, is refused") {
  const std::vector<CheckEntry> checks = check_table();
  const std::string head =
      "id: user-x\ntitle: t\nseverity: info\nconfidence: low\nsince: 1.0.0\nkinds: [all]\n"
      "message: m\nwhy: w\nfix: f\nreferences: [r]\nexamples: {}\n";
  const auto refusal = [&](const std::string& rest) -> std::string {
    RuleStore store;
    const auto loaded = load_rule("x.yaml", head + rest, store);
    if (!loaded) return loaded.error().message;
    RuleSet rules{CheckTable(checks)};
    const std::vector<RuleInfo> infos{*loaded};
    const auto added = rules.add(infos);
    return added ? "" : added.error().message;
  };
  CHECK(refusal("select: [/a]\ncheck: {name: one-of, values: [x]}\n").empty());
  CHECK(refusal("select: [/a]\ncheck: {name: one-off}\n") ==
        "rule 'user-x': there is no check 'one-off'; did you mean 'one-of'?");
  CHECK(refusal("select: [/a]\ncheck: {name: one-of}\n") ==
        "rule 'user-x': check 'one-of' needs the argument 'values'");
  CHECK(refusal("select: [/a]\ncheck: {name: one-of, values: 1}\n") ==
        "rule 'user-x': argument 'values' of check 'one-of' is an integer");
  CHECK(refusal("select: [/a]\ncheck: {name: one-of, values: [x], valeus: y}\n") ==
        "rule 'user-x': check 'one-of' has no argument 'valeus'; did you mean 'values'?");
  CHECK(refusal("check: {name: path, fault: absolut, level: error, fields: [build]}\n") ==
        "rule 'user-x': 'fault' is 'absolut', expected one of control, scheme, absolute, home-env, "
        "parent-escape, glob-escape, encoded, unicode, backslash, special, sensitive");
  CHECK(refusal("check: {name: one-of, values: [x]}\n") ==
        "rule 'user-x': check 'one-of' needs 'select'");
  CHECK(refusal("select: [a]\ncheck: {name: one-of, values: [x]}\n") ==
        "x.yaml:12:9: 'a' is no JSON Pointer");
  CHECK(refusal("slect: [/a]\ncheck: {name: one-of, values: [x]}\n") ==
        "x.yaml:12:8: unknown key 'slect'; did you mean 'select'?");
}

TEST_CASE("two rules of one id are refused") {
  const std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  REQUIRE(rules.add(builtin_rules().subspan(0, 1)));
  CHECK_FALSE(rules.add(builtin_rules().subspan(0, 1)));
  // Of a table that is refused nothing is added.
  CHECK_FALSE(rules.add(builtin_rules().first(5)));
  CHECK(rules.rules().size() == 1);
  REQUIRE(rules.add(builtin_rules().subspan(1, 4)));
  CHECK(rules.rules().size() == 5);
}
