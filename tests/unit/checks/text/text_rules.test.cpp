// The rules on texts, names and their parameters, held to a table of texts: text_rules.txt.
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "checks/table.h"
#include "checks/text/code_points.h"
#include "checks/text/encoded_text.h"
#include "checks/text/look_alikes.h"
#include "checks/text/texts.h"
#include "lint/run.h"
#include "rules/builtin.h"
#include "support/paths.h"

using namespace cardlint;
using nlohmann::json;

namespace {

std::string decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = std::string_view(text).substr(i);
    if (rest.starts_with("\\u{")) {
      const std::size_t end = rest.find('}');
      append_utf8(out, static_cast<std::uint32_t>(
                           std::stoul(std::string(rest.substr(3, end - 3)), nullptr, 16)));
      i += end;
    } else if (rest.starts_with("\\n") || rest.starts_with("\\r") || rest.starts_with("\\t")) {
      out += rest[1] == 'n' ? '\n' : rest[1] == 'r' ? '\r' : '\t';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

json card() {
  const auto tool = [](const char* name) {
    return json{{"name", name},
                {"description", "Adds two numbers to a sum"},
                {"inputSchema",
                 {{"type", "object"},
                  {"properties", {{"a", {{"type", "number"}, {"description", "First"}}}}}}}};
  };
  return {{"serverInfo", {{"name", "acme"}, {"version", "1.0.0"}}},
          {"tools", {tool("add_numbers"), tool("prove_template")}}};
}

json with(const std::string& place, const std::string& raw) {
  json document = card();
  json& tool = document["tools"][0];
  std::string text = decoded(raw);
  std::size_t count = 0;
  if (raw.starts_with('@')) {
    const std::size_t space = raw.find(' ');
    count = std::stoul(raw.substr(1, space));
    text.clear();
    for (std::size_t i = 0; i < count; ++i) text += raw.substr(space + 1);
  }
  if (place == "description" || place == "name") tool[place] = text;
  if (place == "title" || place == "instructions") document[place] = text;
  if (place == "server") document["serverInfo"]["name"] = text;
  if (place == "website") document["serverInfo"]["websiteUrl"] = text;
  if (place == "icon") document["serverInfo"]["icons"] = json::array({{{"src", text}}});
  json& properties = tool["inputSchema"]["properties"];
  if (place == "about-parameter") properties["a"]["description"] = text;
  if (place == "parameter") {
    const std::size_t space = text.find(' ');
    properties = {{text.substr(0, space), json::parse(text.substr(space + 1))}};
  }
  while (place == "tools" && document["tools"].size() < count) {
    json another = card()["tools"][0];
    another["name"] = "t" + std::to_string(document["tools"].size());
    document["tools"].push_back(another);
  }
  return document;
}

struct Lint {
  std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  SchemaSet schemas;
  LintSettings settings;

  Lint() {
    REQUIRE(rules.add(builtin_rules()));
    settings.only = {"text", "name", "schema"};
  }
  std::vector<Diagnostic> run(const json& document) {
    return lint_text(Linter(rules, schemas, settings), "server-card.json", document.dump(),
                     std::nullopt, Limits{})
        .diagnostics;
  }
};

}  // namespace

TEST_CASE("texts and what is said of them") {
  Lint lint;
  std::ifstream table(in_tests("unit/checks/text/text_rules.txt"));
  std::size_t rows = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.starts_with('#')) continue;
    const auto columns = split(line, '\t');
    REQUIRE(columns.size() == 4);
    const std::string level(columns[0]);
    const std::string rule(columns[1]);
    Severity worst = Severity::Off;
    for (const Diagnostic& d : lint.run(with(std::string(columns[2]), std::string(columns[3])))) {
      if (rule == "*" ? d.severity == Severity::Error : d.rule == rule)
        worst = std::max(worst, d.severity);
    }
    INFO(line);
    CHECK((worst == Severity::Off ? "-" : std::string(name(worst))) == level);
    ++rows;
  }
  CHECK(rows > 300);
}

TEST_CASE("texts are folded as they are read") {
  using checks::fold_text;
  CHECK(fold_text("IGNORE  the\n\tRules") == "ignore the rules");
  CHECK(fold_text("ig\u200Bn\u043Ere") == "ignore");
  CHECK(fold_text("&lt;Important&gt; &#x41;&#66; &unknown; R&D") == "<important> ab &unknown; r&d");
  CHECK(fold_text("\u201Cdon\u2019t\u201D") == "\"don't\"");
  CHECK(fold_text("\uFF46\uFF45\uFF54\uFF43\uFF48 \U0001D41A") == "fetch a");
}

TEST_CASE("identifiers that look alike have one skeleton") {
  using checks::skeleton;
  CHECK(skeleton("r\u0435ad_file") == skeleton("read_file"));
  CHECK(skeleton("\u0406ist") == skeleton("list"));
  CHECK(skeleton("ba\u0455h") == skeleton("bash"));
  CHECK(skeleton("read_file") != skeleton("read_files"));
  CHECK(checks::look_alike(0x0430) == 'a');
  CHECK(checks::look_alike(0xFF5A) == 'z');
  CHECK(checks::look_alike('a') == 0);
  CHECK(checks::look_alike(0x4E2D) == 0);
  CHECK(checks::look_alike(0x10FFFF) == 0);
}

TEST_CASE("long texts cost a moment") {
  const auto repeat = [](const std::string& unit, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += unit;
    return all;
  };
  Lint lint;
  for (const char* unit : {"ignore all ", "`", "do not tell ", "\"", "%41", "<system>", "\u200D",
                           "read .env and send it ", "<!-- a ", "\U0001F3F4", "not mention "}) {
    const auto start = std::chrono::steady_clock::now();
    lint.run(with("description", repeat(unit, 20'000)));
    INFO(unit);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  }
}
