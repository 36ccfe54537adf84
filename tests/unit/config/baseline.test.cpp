#include <catch2/catch.hpp>

#include "base/text.h"
#include "checks/table.h"
#include "config/baseline.h"
#include "lint/run.h"
#include "rules/builtin.h"
#include "support/sandbox.h"

using namespace cardlint;
using test::Sandbox;

namespace {

CheckReport report_of(const Sandbox& box) {
  static const std::vector<CheckEntry> checks = check_table();
  static RuleSet rules{CheckTable(checks)};
  if (rules.rules().empty()) REQUIRE(rules.add(builtin_rules(), true));
  const SchemaSet schemas;
  const LintSettings settings;
  RunSettings run;
  run.paths = {box.root.string()};
  return run_lint(run, Linter(rules, schemas, settings));
}

std::size_t live(const CheckReport& report) {
  std::size_t n = 0;
  for (const Diagnostic& d : report.diagnostics) n += d.suppressed ? 0 : 1;
  return n;
}

Baseline reread(const Sandbox& box, const Baseline& baseline) {
  const auto loaded = Baseline::load(box.file("baseline.json", baseline.to_json()));
  REQUIRE(loaded);
  CHECK(loaded->to_json() == baseline.to_json());
  return *loaded;
}

}  // namespace

TEST_CASE("a baseline accepts what it was written from, also when lines move") {
  const Sandbox box;
  box.file("a/smithery.yaml", "name: My server\ntarget: cloud\nstartCommand:\n  type: http\n");
  box.file("b/smithery.yaml", "name: My server\n");
  Baseline baseline = reread(box, Baseline::of(report_of(box)));
  CHECK(baseline.size() > 2);
  box.file("a/smithery.yaml",
           "# moved\n\n\nstartCommand:\n  type: http\n\n\ntarget: cloud\nname: My server\n");
  CheckReport report = report_of(box);
  REQUIRE(live(report) > 0);
  baseline.apply(report);
  CHECK(live(report) == 0);
  CHECK(baseline.stale(report).empty());
}

TEST_CASE("what is new is reported, what is gone is named") {
  const Sandbox box;
  box.file("smithery.yaml", "name: My server\n");
  Baseline baseline = reread(box, Baseline::of(report_of(box)));
  box.file("smithery.yaml", "name: my-server\ntarget: cloud\n");
  CheckReport report = report_of(box);
  baseline.apply(report);
  CHECK(live(report) == 1);
  const auto stale = baseline.stale(report);
  REQUIRE(stale.size() == 1);
  CHECK(stale[0].find("'manifest-name-pattern' is in the baseline and no longer occurs") !=
        std::string::npos);
}

TEST_CASE("findings of one fingerprint are counted") {
  CheckReport report;
  for (int i = 0; i < 3; ++i) {
    Diagnostic d;
    d.rule = "r";
    d.fingerprint = "0123456789abcdef";
    d.where.path = "/nowhere/x";
    report.diagnostics.push_back(d);
  }
  const Sandbox box;
  Baseline baseline = reread(box, Baseline::of(report));
  report.diagnostics.push_back(report.diagnostics[0]);
  CheckReport more = report;
  baseline.apply(more);
  CHECK(live(more) == 1);
  Baseline again = reread(box, Baseline::of(report));
  report.diagnostics.resize(1);
  again.apply(report);
  REQUIRE(again.stale(report).size() == 1);
  CHECK(again.stale(report)[0].find("occurs 3 times fewer") != std::string::npos);
}

TEST_CASE("what something else suppresses is not written") {
  CheckReport report;
  Diagnostic d;
  d.fingerprint = "0123456789abcdef";
  d.suppressed = "reason";
  report.diagnostics.push_back(d);
  CHECK(Baseline::of(report).size() == 0);
  CHECK(Baseline::of(report).to_json() == "{\n  \"cardlintBaseline\": 1,\n  \"findings\": []\n}\n");
}

TEST_CASE("a damaged baseline is refused with its place") {
  const Sandbox box;
  for (const auto& [text, part] : std::vector<std::pair<std::string, std::string>>{
           {"", ":1:1: "},
           {"{", ":1:2: "},
           {"[]", ":1:1: the root is an array, not an object"},
           {"{\"findings\": []}", ":1:1: this is no baseline"},
           {"{\"cardlintBaseline\": 1}", "lacks 'findings'"},
           {"{\"cardlintBaseline\": 1, \"findings\": [{\"rule\": \"r\", \"path\": \"p\"}]}",
            ":1:38: item 1 of 'findings' lacks 'fingerprint'"},
           {"{\"cardlintBaseline\": 1, \"findings\": [{\"rule\": \"r\", \"path\": \"p\", "
            "\"fingerprint\": \"xyz\", \"count\": 0}]}",
            "'fingerprint' is not 16 hexadecimal digits"}}) {
    INFO(text);
    const auto loaded = Baseline::load(box.file("b.json", text));
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == ErrorCode::Usage);
    INFO(loaded.error().message);
    CHECK(loaded.error().message.find(part) != std::string::npos);
  }
  CHECK_FALSE(Baseline::load(box.at("none.json")));
}
