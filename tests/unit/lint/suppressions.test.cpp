// Which findings comments and configurations suppress, and which never.
#include <catch2/catch.hpp>

#include <algorithm>

#include "checks/table.h"
#include "lint/run.h"
#include "rules/builtin.h"

using namespace cardlint;

namespace {

class Bench {
 public:
  Bench() : checks_(check_table()), rules_{CheckTable(checks_)} {
    REQUIRE(rules_.add(builtin_rules(), true));
    settings.today = "2026-06-15";
  }

  CheckReport lint(const std::string& path, const std::string& text) const {
    return lint_text(Linter(rules_, schemas_, settings), path, text, std::nullopt, Limits{});
  }
  // "rule" or "rule (reason)", sorted, notices left out.
  std::vector<std::string> findings(const std::string& text,
                                    const std::string& path = "smithery.yaml") const {
    std::vector<std::string> all;
    for (const Diagnostic& d : lint(path, text).diagnostics) {
      if (!d.notice) all.push_back(d.suppressed ? d.rule + " (" + *d.suppressed + ")" : d.rule);
    }
    std::sort(all.begin(), all.end());
    return all;
  }

  void ignore(IgnoreEntry entry) {
    entry.reason = "accepted";
    settings.ignores = std::make_shared<IgnoreList>(
        std::make_shared<SourceFile>(".cardlint.yaml", ""), std::vector{std::move(entry)});
  }

  LintSettings settings;

 private:
  std::vector<CheckEntry> checks_;
  RuleSet rules_;
  SchemaSet schemas_;
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a comment holds for its line, or for the next one that is no comment") {
  const Bench bench;
  const Lines covered{"manifest-name-pattern (why)"};
  for (const char* text :
       {"name: My server # cardlint-ignore manifest-name-pattern why\n",
        "# cardlint-ignore manifest-name-pattern why\nname: My server\n",
        "# cardlint-ignore manifest-name-pattern why\n# more\nname: My server\n",
        "# cardlint-ignore manifest why\nname: My server\n",
        "# cardlint-ignore manifest-name-pattern: why\nname: My server\n",
        "# cardlint-ignore manifest-name-pattern -- why\nname: My server\n",
        "# cardlint-ignore manifest-name-pattern until 2026-06-15 why\nname: My server\n",
        "#cardlint-ignore manifest-name-pattern why\r\nname: My server\r\n",
        "name: >- # cardlint-ignore manifest-name-pattern why\n  My server\n"}) {
    INFO(text);
    CHECK(bench.findings(text) == covered);
  }
  CHECK(bench.findings("# cardlint-ignore manifest-name-pattern why\n\nname: My server\n") ==
        Lines{"manifest-name-pattern", "suppression-unused"});
  CHECK(bench.findings("name: My server\n# cardlint-ignore manifest-name-pattern why\n") ==
        Lines{"manifest-name-pattern", "suppression-unused"});
  CHECK(bench.findings("name: 'My server # cardlint-ignore manifest-name-pattern why'\n") ==
        Lines{"manifest-name-pattern"});
}

TEST_CASE("several rules on one line, and several comments above it") {
  const Bench bench;
  CHECK(bench.findings("# cardlint-ignore manifest-name-pattern a\n"
                       "# cardlint-ignore manifest-unknown-key b\n"
                       "{name: My server, nmae: x}\n") ==
        Lines{"manifest-name-pattern (a)", "manifest-unknown-key (b)"});
  CHECK(bench.findings("# cardlint-ignore manifest-name-pattern, manifest-unknown-key both\n"
                       "{name: My server, nmae: x}\n") ==
        Lines{"manifest-name-pattern (both)", "manifest-unknown-key (both)"});
  CHECK(bench.findings("# cardlint-ignore manifest-name-pattern,manifest-unknown-key both\n"
                       "{name: My server, nmae: x}\n") ==
        Lines{"manifest-name-pattern (both)", "manifest-unknown-key (both)"});
}

TEST_CASE("an expired comment suppresses nothing and says so") {
  const Bench bench;
  CHECK(bench.findings("# cardlint-ignore manifest-name-pattern until 2026-06-14 why\n"
                       "name: My server\n") ==
        Lines{"manifest-name-pattern", "suppression-expired"});
}

TEST_CASE("a comment without a reason suppresses nothing") {
  const Bench bench;
  CHECK(bench.findings("# cardlint-ignore manifest-name-pattern\nname: My server\n") ==
        Lines{"manifest-name-pattern", "suppression-malformed"});
}

TEST_CASE("a rule that did not run leaves no comment unused") {
  Bench bench;
  const std::string text = "# cardlint-ignore manifest-name-pattern why\nname: my-server\n";
  CHECK(bench.findings(text) == Lines{"suppression-unused"});
  bench.settings.severities["manifest-name-pattern"] = Severity::Off;
  CHECK(bench.findings(text).empty());
  bench.settings.severities.clear();
  bench.settings.only = {"suppression", "tool"};
  CHECK(bench.findings(text).empty());
  bench.settings.only.clear();
  bench.settings.suppressions = false;
  CHECK(bench.findings(text).empty());
  CHECK(bench.findings("# cardlint-ignore manifest-name-pattern why\nname: My server\n") ==
        Lines{"manifest-name-pattern"});
}

TEST_CASE("comments of JSON with comments count, text in JSON does not") {
  const Bench bench;
  const std::string servers =
      R"("servers": {"a": {"command": "npx", "url": "https://a.example"}}})";
  const auto suppressed = [](const CheckReport& report) {
    return std::count_if(report.diagnostics.begin(), report.diagnostics.end(),
                         [](const Diagnostic& d) { return d.suppressed.has_value(); });
  };
  const CheckReport report = bench.lint(
      ".vscode/mcp.json", "{\n// cardlint-ignore client-config-both-transports why\n" + servers);
  CHECK(suppressed(report) == 1);
  CHECK(suppressed(bench.lint(
            ".mcp.json",
            "{\"x\": \"// cardlint-ignore client-config-both-transports why\",\n" + servers)) == 0);
}

TEST_CASE("an entry of the configuration covers files, rules and places below a pointer") {
  Bench bench;
  const std::string text = "name: My server\nstartCommand: {type: stdio}\n";
  const auto covered = [&](const std::string& path = "smithery.yaml") {
    Lines rules;
    for (const std::string& line : bench.findings(text, path)) {
      if (line.ends_with("(accepted)")) rules.push_back(line.substr(0, line.find(' ')));
    }
    return rules;
  };
  IgnoreEntry entry;
  entry.rules = {"manifest-name-pattern"};
  bench.ignore(entry);
  CHECK(covered() == Lines{"manifest-name-pattern"});
  CHECK(bench.settings.ignores->was_used(0));
  entry.rules = {};
  entry.files = *Glob::parse("legacy/**");
  bench.ignore(entry);
  CHECK(covered().empty());
  CHECK_FALSE(bench.settings.ignores->was_used(0));
  CHECK(covered("legacy/smithery.yaml").size() ==
        bench.findings(text, "legacy/smithery.yaml").size());
  entry.files.reset();
  entry.pointer = *Selector::parse("/startCommand");
  bench.ignore(entry);
  const Lines below = covered();
  CHECK_FALSE(below.empty());
  CHECK(std::find(below.begin(), below.end(), "manifest-name-pattern") == below.end());
  entry.pointer.reset();
  entry.until = "2026-06-14";
  bench.ignore(entry);
  CHECK(covered().empty());
}

TEST_CASE("verdicts do not change with what is suppressed") {
  Bench bench;
  IgnoreEntry entry;
  bench.ignore(entry);
  const CheckReport report = bench.lint("smithery.yaml", "name: My server\n");
  REQUIRE(report.documents.size() == 1);
  REQUIRE(report.documents[0].verdicts.size() == 1);
  CHECK(report.documents[0].verdicts[0].verdict == Verdict::Ignores);
}

TEST_CASE("nothing hides that something was not assessed") {
  Bench bench;
  IgnoreEntry entry;
  bench.ignore(entry);
  const CheckReport report = bench.lint("smithery.yaml", "name: [\n");
  CHECK(std::all_of(report.diagnostics.begin(), report.diagnostics.end(),
                    [](const Diagnostic& d) { return d.suppressed.has_value(); }));
  REQUIRE(report.not_assessed.size() == 1);
  CHECK(report.not_assessed[0].reason.find("nothing else was judged") != std::string::npos);
}

TEST_CASE("a hostile file cannot make suppressions costly") {
  const Bench bench;
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "# cardlint-ignore manifest-name-pattern why\n";
  text += "name: My server\n";
  const CheckReport report = bench.lint("smithery.yaml", text);
  CHECK(report.diagnostics.size() < 500);
}

TEST_CASE("suppressions are spoken of whichever consumers are asked for") {
  Bench bench;
  bench.settings.consumers.add(Consumer::SmitheryCli);
  CHECK(bench.findings("# cardlint-ignore manifest-name-pattern why\nname: my-server\n") ==
        Lines{"suppression-unused"});
  CHECK(bench.findings("# cardlint-ignore manifest-unknown-key advice for others\nnmae: x\n")
            .empty());
  CHECK(bench.findings("# cardlint-ignore manifset why\nname: my-server\n") ==
        Lines{"suppression-unknown-rule"});
}

TEST_CASE("errors that hold for everyone are kept with --consumer") {
  Bench bench;
  bench.settings.consumers.add(Consumer::SmitheryScan);
  std::string token = "gsk_";
  for (int i = 0; i < 6; ++i) token += "Zq7Wm2Rk9Xp4";
  token.resize(4 + 52);
  const Lines got =
      bench.findings("name: My server\nstartCommand:\n  exampleConfig: {a: '" + token + "'}\n");
  CHECK(std::find(got.begin(), got.end(), "manifest-name-pattern") == got.end());
  CHECK(std::any_of(got.begin(), got.end(),
                    [](const std::string& rule) { return rule.starts_with("secret-"); }));
}
