// Help texts, versions, and what is said of words that the command line does not know.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "rules/builtin.h"
#include "rules/rule_docs.h"
#include "run.h"

using namespace cardlint;
using cardlint_test::run;
using cardlint_test::Run;
using cardlint_test::run_probe;

namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// The names below "Commands:" of a help text.
std::vector<std::string> commands_in(const std::string& help) {
  std::vector<std::string> names;
  bool inside = false;
  for (const std::string_view line : split(help, '\n')) {
    if (line == "Commands:") inside = true;
    if (line.empty()) inside = false;
    if (inside && line.starts_with("  ") && !line.starts_with("   "))
      names.emplace_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

// The long options of a help text.
std::vector<std::string> options_in(const std::string& help) {
  std::vector<std::string> names;
  for (const std::string_view line : split(help, '\n')) {
    const std::size_t at = line.find("--");
    if (at == 6 && (line[2] == '-' || line.substr(0, 6) == "      "))
      names.emplace_back(line.substr(at, line.find_first_of(" =", at) - at));
  }
  return names;
}

// Every command path, with its help.
std::vector<std::pair<std::vector<std::string>, std::string>> all_helps() {
  std::vector<std::pair<std::vector<std::string>, std::string>> helps;
  std::vector<std::vector<std::string>> open{{}};
  while (!open.empty()) {
    const std::vector<std::string> path = open.back();
    open.pop_back();
    std::vector<std::string> args{"help"};
    args.insert(args.end(), path.begin(), path.end());
    const Run help = run(args);
    CHECK(help.code == 0);
    CHECK(help.err.empty());
    helps.emplace_back(path, help.out);
    for (const std::string& name : commands_in(help.out)) {
      if (name == "help") continue;
      open.push_back(path);
      open.back().push_back(name);
    }
  }
  return helps;
}

}  // namespace

TEST_CASE("every help text fits into 80 columns and says how to use the command") {
  const auto helps = all_helps();
  CHECK(helps.size() >= 18);
  for (const auto& [path, help] : helps) {
    CAPTURE(help);
    CHECK(has(help, "Usage: cardlint"));
    CHECK(has(help, "--help"));
    CHECK_FALSE(has(help, "\t"));
    for (const std::string_view line : split(help, '\n')) CHECK(count_code_points(line) <= 80);
  }
}

TEST_CASE("the probe's help is the same from both programs, and alike that of check") {
  const std::string help = run({"help", "probe"}).out;
  CHECK(run_probe({"--help"}).code == 0);
  const std::string own = run_probe({"--help"}).out;
  for (const std::string& option : options_in(help)) CHECK(has(own, option));
  const std::string check = run({"check", "--help"}).out;
  for (const std::string_view part :
       {"Exit code:", "Exit codes:", "Output:", "Configuration:", "Examples:", "  70  internal"}) {
    CHECK(has(help, part));
    CHECK(has(check, part));
  }
}

TEST_CASE("a wrong letter in any command or option is met with the right one") {
  for (const auto& [path, help] : all_helps()) {
    if (!path.empty() && path[0] == "probe") continue;
    for (const std::string& option : options_in(help)) {
      for (const std::string& typo : cardlint_test::typos(option, 3)) {
        if (has(help, typo + " ") || has(help, typo + "\n")) continue;
        std::vector<std::string> args = path;
        args.push_back(typo);
        const Run wrong = run(args);
        CAPTURE(typo, wrong.err);
        CHECK(wrong.code == 2);
        CHECK(wrong.out.empty());
        CHECK(has(wrong.err, "did you mean '" + option + "'?"));
      }
    }
    for (const std::string& name : commands_in(help)) {
      for (const std::string& typo : cardlint_test::typos(name, 1)) {
        std::vector<std::string> args = path;
        args.push_back(typo);
        const Run wrong = run(args);
        CAPTURE(typo, wrong.err);
        CHECK(wrong.code == 2);
        CHECK(has(wrong.err, "did you mean '" + name + "'?"));
      }
    }
  }
}

TEST_CASE("a wrong letter in an option or value of the probe is met with the right one") {
  for (const std::string& option : options_in(run_probe({"--help"}).out)) {
    const std::string typo = cardlint_test::typos(option, 4).front();
    CAPTURE(typo);
    CHECK(has(run_probe({typo}).err, "did you mean '" + option + "'?"));
  }
  CHECK(has(run_probe({"--posture", "oath"}).err, "did you mean 'oauth'?"));
  CHECK(has(run_probe({"--consumer", "cladue"}).err, "did you mean 'claude'?"));
  CHECK(has(run_probe({"--spec", "2025-11-52"}).err, "did you mean '2025-11-25'?"));
  CHECK(has(run_probe({"--format", "markdwon"}).err, "did you mean 'markdown'?"));
  CHECK(has(run_probe({"--fail-on", "eror"}).err, "did you mean 'error'?"));
  CHECK(has(run_probe({"--color", "alwyas"}).err, "did you mean 'always'?"));
  const Run rule = run_probe({"--no-config", "--plan", "--rule", "probe-adress-pin=off"});
  CHECK(has(rule.err, "did you mean 'probe-address-pin'?"));
  CHECK(rule.code == 2);
  const Run only = run_probe({"--no-config", "--plan", "--only", "prob"});
  CHECK(has(only.err, "did you mean 'probe'?"));
  CHECK(only.code == 2);
}

TEST_CASE("a plan without targets says why it is empty") {
  const Run plan = run_probe({"--no-config", "--plan", "--project", ""});
  CHECK(plan.out.empty());
  CHECK(has(plan.err, "no document here names an endpoint, and no URL was given"));
  CHECK(plan.code == 0);
  CHECK(run_probe({"--no-config", "--plan", "http://127.0.0.1:9/mcp"}).err.empty());
}

TEST_CASE("a wrong letter in a value of the command line is met with the right one") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"check", "--posture", "apikye"}, "apikey"},
      {{"check", "--generation", "gox"}, "g0x"},
      {{"check", "--kind", "sever-card"}, "server-card"},
      {{"check", "--format", "jsno"}, "json"},
      {{"check", "--format", "sarfi=out.sarif"}, "sarif"},
      {{"check", "--fail-on", "warn"}, "warning"},
      {{"check", "--rule", "manifest-target-enum=eror"}, "error"},
      {{"check", "--no-config", "--rule", "manifset=off", "."}, "manifest"},
      {{"check", "--no-config", "--only", "secrt", "."}, "secret"},
      {{"check", "--consumer", "ts-skd"}, "ts-sdk"},
      {{"check", "--spec", "2025-06-81"}, "2025-06-18"},
      {{"explain", "manifest-target-emun"}, "manifest-target-enum"},
      {{"explain", "manfest"}, "manifest"},
      {{"explain", "one-off"}, "one-of"},
      {{"rules", "show", "tool-name-lenght"}, "tool-name-length"},
      {{"rules", "list", "--group", "paht"}, "path"},
      {{"rules", "list", "--scope", "porject"}, "project"},
      {{"rules", "list", "--severity", "eror"}, "error"},
      {{"rules", "list", "--format", "jsn"}, "json"},
      {{"schema", "show", "conifg"}, "config"},
      {{"completion", "fsh"}, "fish"}};
  for (const auto& [args, meant] : cases) {
    const Run wrong = run(args);
    CAPTURE(args, wrong.err);
    CHECK(wrong.code == 2);
    CHECK(wrong.out.empty());
    CHECK(has(wrong.err, "did you mean '" + meant + "'?"));
  }
}

TEST_CASE("one line of version for scripts, more for people") {
  const std::string line = run({"--version"}).out;
  CHECK(run({"version"}).out.starts_with(line));
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
  for (const Run& more :
       {run({"--version", "--verbose"}), run({"-v", "--version"}), run({"version"})}) {
    CHECK(more.code == 0);
    CHECK(has(more.out, "yaml-cpp "));
    CHECK(has(more.out, "2026-07-28"));
    CHECK(has(more.out, "server.json of the MCP registry (2025-12-11)"));
    CHECK(has(more.out, std::to_string(builtin_rules().size()) + " on files"));
  }
  CHECK(run_probe({"--version"}).out.starts_with("cardlint-probe "));
  CHECK(has(run_probe({"--version", "--verbose"}).out, "libx/1.0"));
}

TEST_CASE("every rule, group and check has a page of at most 80 columns") {
  std::set<std::string> names;
  for (const RuleInfo& rule : builtin_catalogue()) {
    names.emplace(rule.id);
    names.emplace(group_of(rule.id));
    INFO(group_of(rule.id));
    CHECK_FALSE(group_text(group_of(rule.id)).empty());
  }
  std::vector<std::string> args{"explain", "one-of"};
  args.insert(args.end(), names.begin(), names.end());
  const Run pages = run(args);
  CHECK(pages.code == 0);
  std::string wide;
  for (const std::string_view line : split(pages.out, '\n')) {
    // Addresses and code references are not broken.
    const bool unbreakable = line.find(' ', line.find_first_not_of(' ')) == std::string_view::npos;
    // As `check` prints it: places, and texts with escapes in them.
    const bool printed =
        line.ends_with(']') || line.starts_with("  see ") || line.find("\\u{") != line.npos;
    if (count_code_points(line) > 80 && !unbreakable && !printed) wide += std::string(line) + "\n";
    CHECK_FALSE(find_invalid_utf8(line));
  }
  CHECK(wide == "");
}

TEST_CASE("a rule's page shows its example as check would report it") {
  const std::string page = run({"explain", "manifest-target-enum"}).out;
  for (const std::string_view part :
       {"smithery-cli ignores the document", "Bad example, smithery.yaml", "  target: \"cloud\"",
        "smithery.yaml:2:9: error [manifest-target-enum]", "    |         ^~~~~~~",
        "Good example, smithery.yaml", "Fix", "Sources", "--rule manifest-target-enum=off",
        "cardlint-ignore manifest-target-enum REASON"}) {
    CAPTURE(page, part);
    CHECK(has(page, part));
  }
}

TEST_CASE("rules are listed by what they have in common") {
  const std::string all = run({"rules", "list"}).out;
  const std::string paths = run({"rules", "list", "--group", "path"}).out;
  CHECK(paths.starts_with("path-"));
  for (const std::string_view line : split(paths, '\n'))
    CHECK((line.empty() || has(all, trim(line.substr(0, line.find(' '))))));
  CHECK(has(run({"rules", "list", "--consumer", "smithery-cli"}).out, "manifest-target-enum"));
  CHECK_FALSE(has(run({"rules", "list", "--consumer", "smithery-cli"}).out, "tool-name-length"));
  CHECK(run({"rules", "list", "--scope", "probe", "--severity", "info"}).out.starts_with("probe-"));
  CHECK(has(run({"rules", "list", "--kind", "jwks", "--format", "json"}).out, "\"jwks\""));
  CHECK(run({"rules", "list", "--group", "path", "--kind", "jwks", "--scope", "probe", "--format",
             "json"})
            .out == "[]\n");
}

TEST_CASE("wrong arguments of the probe are refused before anything is sent") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"--timeout", "0"}, "--timeout: '0' is none of 0.1 to 600 seconds"},
      {{"--timeout", "soon"}, "--timeout"},
      {{"--seed", "xyz"}, "--seed: 'xyz' is none of up to 16 hexadecimal digits"},
      {{"--no-config", "ftp://a.example/mcp"}, "'ftp://a.example/mcp' is no http or https URL"},
      {{"--no-config", "https://a.example/mcp", "--bearer-env", "CARDLINT_NOT_SET"},
       "the environment variable 'CARDLINT_NOT_SET' is not set"},
      {{"--no-config", "https://a.example/mcp", "--header-env", "X-Key"},
       "expected 'Header=VARIABLE'"},
      {{"--rule", "probe-address-pin"}, "none of RULE=off"},
      {{"--format", "json", "--format", "junit"}, "needs standard output for itself"},
      {{"--config", "missing.yaml"}, "missing.yaml: no such file"},
      {{"--config"}, "--config"}};
  for (const auto& [args, wanted] : cases) {
    const Run refused = run_probe(args);
    CAPTURE(args, refused.err, wanted);
    CHECK(refused.code == 2);
    CHECK(refused.out.empty());
    CHECK(has(refused.err, wanted));
  }
}

TEST_CASE("a report that is a document has its output for itself, lines for people share it") {
  const auto formats = [](const std::vector<std::string>& words) {
    std::vector<std::string> args{"check", "--no-config", "no-such-folder"};
    for (const std::string& word : words) {
      args.emplace_back("--format");
      args.push_back(word);
    }
    return run(args).code;
  };
  CHECK(formats({"text", "github"}) == 3);
  CHECK(formats({"json=-"}) == 3);
  CHECK(formats({"json", "text"}) == 2);
  CHECK(formats({"text", "sarif=-"}) == 2);
  CHECK(formats({"junit=a.xml", "gitlab=a.xml"}) == 2);
}
