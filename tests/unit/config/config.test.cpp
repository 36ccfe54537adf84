// What a configuration may say, what is refused and how, and where it is found.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "checks/table.h"
#include "config/config_loader.h"
#include "config/config_show.h"
#include "config/keys.h"
#include "doc/load.h"
#include "doc/tree_image.h"
#include "rules/builtin.h"
#include "schema/schema_set.h"
#include "support/sandbox.h"

using namespace cardlint;
using test::Sandbox;

namespace {

struct Outcome {
  std::shared_ptr<const LoadedConfig> loaded;
  std::vector<std::string> faults;  // without the path
};

Outcome load(const Sandbox& box, const std::string& text) {
  static const std::vector<CheckEntry> checks = check_table();
  const std::string path = box.file(".cardlint.yaml", text);
  const auto loaded = load_config(path, checks, builtin_tables());
  Outcome outcome;
  if (loaded) {
    outcome.loaded = *loaded;
    return outcome;
  }
  for (const std::string_view line : split(loaded.error().message, '\n')) {
    CHECK(line.starts_with(path));
    outcome.faults.emplace_back(line.substr(path.size() + 1));
  }
  return outcome;
}

using Lines = std::vector<std::string>;

struct Refused {
  const char* text;
  Lines faults;
};

const std::vector<Refused> kRefused{
    {"consumer: [claude]\n", {"1:1: unknown key 'consumer'; did you mean 'consumers'?"}},
    {"exclude: [a]\n",
     {"1:1: unknown key 'exclude'; known here are consumers, spec, generation, posture, fail-on, "
      "rules, rule-folders, ignore, targets, limits"}},
    {"consumers: claude\n", {"1:12: 'consumers' is 'claude', expected a list"}},
    {"consumers: [claud, smithery_cli]\n",
     {"1:13: item 1 of 'consumers' is 'claud', expected one of smithery-cli, smithery-scan, "
      "sep-2127, mcp-registry, ts-sdk, py-sdk, claude, openai; did you mean 'claude'?",
      "1:20: item 2 of 'consumers' is 'smithery_cli', expected one of smithery-cli, "
      "smithery-scan, sep-2127, mcp-registry, ts-sdk, py-sdk, claude, openai; did you mean "
      "'smithery-cli'?"}},
    {"spec: 2025-11-26\n",
     {"1:7: 'spec' is '2025-11-26', expected one of 2024-11-05, 2025-03-26, 2025-06-18, "
      "2025-11-25, 2026-07-28; did you mean '2025-11-25'?"}},
    {"generation: g9\n",
     {"1:13: 'generation' is 'g9', expected one of auto, g0, g0x, g1, g2, g3, g4, g5, g6; did you "
      "mean 'g0'?"}},
    {"posture: api-key\n",
     {"1:10: 'posture' is 'api-key', expected one of none, apikey, oauth, mixed, planned; did you "
      "mean 'apikey'?"}},
    {"fail-on: off\n", {"1:10: 'fail-on' is 'off', expected one of error, warning, info"}},
    {"rules: [a]\n", {"1:8: 'rules' is a list, expected a map"}},
    {"rules: {manifest-target-enumm: off}\n",
     {"1:9: there is no rule and no group 'manifest-target-enumm'; did you mean "
      "'manifest-target-enum'?"}},
    {"rules: {manifest-target-enum: false}\n",
     {"1:31: 'manifest-target-enum' is false, expected one of off, info, warning, error; did you "
      "mean 'off'?"}},
    {"rules: {manifest: {severity: off}}\n",
     {"1:19: 'manifest' is a group: it takes a level only"}},
    {"rules: {manifest-target-enum: {options: {value: [a]}}}\n",
     {"1:42: rule 'manifest-target-enum' has no option 'value'; did you mean 'values'?"}},
    {"rules: {manifest-target-enum: {options: {values: 7}}}\n",
     {"1:50: 'values' is 7, expected a text or a list of texts"}},
    {"rules: {tool-name-length: {options: {max: -1}}}\n",
     {"1:43: 'max' is -1, expected a number that is not negative"}},
    {"rules: {config-schema-too-large: {options: {bytes: 5}}}\n",
     {"1:45: rule 'config-schema-too-large' has 3 different values for 'bytes'; one cannot stand "
      "for all"}},
    {"rules: {manifest-target-enum: {}}\n", {"1:31: 'manifest-target-enum' changes nothing"}},
    {"rules: {manifest-target-enum: {consumers: {claud: ignores, claude: ignore}}}\n",
     {"1:44: 'claud' is no consumer; did you mean 'claude'?",
      "1:68: 'claude' is 'ignore', expected one of ignores, rejects; did you mean 'ignores'?"}},
    {"rule-folders: [../x, /etc, none]\n",
     {"1:16: item 1 of 'rule-folders' is '../x', which leads out of the folder of the "
      "configuration",
      "1:22: item 2 of 'rule-folders' is '/etc', which leads out of the folder of the "
      "configuration",
      "1:28: item 3 of 'rule-folders' is 'none', and there is no such folder"}},
    {"ignore: [{rule: manifest}]\n", {"1:10: item 1 of 'ignore' lacks 'reason'"}},
    {"ignore: [{reason: because}]\n",
     {"1:10: item 1 of 'ignore' names neither 'files' nor a 'rule': it would hide everything"}},
    {"ignore: [{file: a, reason: because}]\n",
     {"1:10: item 1 of 'ignore' names neither 'files' nor a 'rule': it would hide everything",
      "1:11: unknown key 'file'; did you mean 'files'?"}},
    {"ignore: [{rule: [manifset, suppression-unused], reason: x}]\n",
     {"1:17: there is no rule and no group 'manifset'; did you mean 'manifest'?",
      "1:17: 'suppression-unused' speaks of suppressions and cannot be suppressed; turn it off "
      "under 'rules'"}},
    {"ignore: [{files: 'a/../b', reason: x, until: 2027-02-30, pointer: name}]\n",
     {"1:18: 'a/../b': '..' is no part of a pattern: paths are relative and never rise",
      "1:46: 'until' is '2027-02-30', expected a day such as 2027-01-31",
      "1:67: 'pointer' is 'name', expected a JSON Pointer: empty, or beginning with '/'"}},
    {"ignore: [{files: a, reason: x, pointer: '/**/**/**'}]\n",
     {"1:41: 'pointer' has more than two '**'"}},
    {"targets: [{posture: none}]\n", {"1:11: item 1 of 'targets' lacks 'url'"}},
    {"targets: [{url: mcp.example.com}]\n",
     {"1:17: 'url' is 'mcp.example.com', expected an address that begins with https:// or "
      "http://"}},
    {"targets: [{url: 'https://a:b@example.com'}]\n",
     {"1:17: 'url' holds a credential; take it out of the file and out of its history"}},
    {"targets: [{url: 'https://a.example', headers: {X-Key: abcdef, Y: $KEY, 'Z z': "
     "'${env:A}'}}]\n",
     {"1:55: 'X-Key' is a literal value: never write a credential into the file; name a variable "
      "of the environment, '${env:NAME}'",
      "1:66: 'Y' is no reference to the environment; did you mean '${env:KEY}'?",
      "1:72: 'Z z' is no name of a header field"}},
    {"targets: [{url: 'https://a.example', bearer: 'Bearer ${env:A}'}]\n",
     {"1:46: 'bearer' is a literal value: never write a credential into the file; name a variable "
      "of the environment, '${env:NAME}'"}},
    {"targets: [{url: 'https://a.example', expect: [{status: 200}, {id: "
     "probe-mcp-unauth-status}]}]\n",
     {"1:47: item 1 of 'expect' names neither a check ('id') nor an address ('url')",
      "1:62: item 2 of 'expect' expects nothing: give 'status', 'media-type', 'headers', "
      "'body-file' or 'severity'"}},
    {"targets: [{url: 'https://a.example', expect: [{url: /x, method: DELETE, status: [700], "
     "media-type: json, send: {Authorization: abcdef}}]}]\n",
     {"1:65: 'method' is 'DELETE', expected one of GET, HEAD, OPTIONS, POST",
      "1:82: item 1 of 'status' is 700, expected a whole number from 100 to 599",
      "1:100: 'json' is no media type such as application/json",
      "1:128: 'Authorization' carries a credential: put it under 'headers' or 'bearer' of the "
      "target, as '${env:NAME}'"}},
    {"targets: [{url: 'https://a.example'}, {url: 'https://a.example'}]\n",
     {"1:45: 'https://a.example' is a target already"}},
    {"limits: {depth: 4, nodes: many, file-byte: 7}\n",
     {"1:17: 'depth' is 4, expected a whole number from 8 to 128",
      "1:27: 'nodes' is 'many', expected a whole number from 1000 to 10000000",
      "1:33: unknown key 'file-byte'; did you mean 'file-bytes'?"}},
    {"rules:\n", {"1:7: 'rules' has no value, expected a map"}},
    {"- a\n", {"1:1: the root is an array, not an object"}},
    {"spec: 2025-11-25\nspec: 2025-06-18\n",
     {"2:1: key 'spec' stands twice in one map; npm's yaml refuses the file, other readers take "
      "one "
      "of them"}},
};

const char* const kSound = R"(consumers: [smithery-cli, ts-sdk]
spec: 2025-11-25
generation: g4
posture: oauth
fail-on: warning
rules:
  manifest: info
  manifest-target-enum: {severity: error, options: {values: [local, remote, edge]}}
  tool-name-length: {options: {max: 40}, consumers: {claude: rejects}}
ignore:
  - {files: "legacy/**", rule: [manifest, syntax], pointer: /startCommand, reason: old, until: 2027-01-31}
  - {rule: tool-name-vague, reason: they are called so}
targets:
  - url: https://mcp.example.com/api/mcp
    posture: planned
    card: .well-known/mcp/server-card.json
    manifest: smithery.yaml
    tools: tools.json
    client-id: abc
    issuer: https://auth.example.com
    browser: true
    headers: {X-API-Key: "${env:MCP_KEY}"}
    bearer: "${env:TOKEN}"
    consumers: [claude]
    expect:
      - {id: probe-mcp-unauth-status, status: 403, severity: info, reason: the gateway answers so}
      - {url: /health, method: GET, auth: none, send: {Origin: "https://a.example"}, status: [200, 204],
         media-type: application/json, headers: {Cache-Control: "*"}, body-file: health.json}
limits: {depth: 100, walk-entries: 500000}
)";

std::set<std::string> members(Value object) {
  std::set<std::string> names;
  for (const Value member : object) names.emplace(member.key());
  return names;
}

template <std::size_t N>
std::set<std::string> words(const std::array<std::string_view, N>& keys) {
  return {keys.begin(), keys.end()};
}

}  // namespace

TEST_CASE("every fault of a configuration has its place and what was meant") {
  const Sandbox box;
  for (const Refused& sample : kRefused) {
    INFO(sample.text);
    CHECK(load(box, sample.text).faults == sample.faults);
  }
}

TEST_CASE("no fault repeats a credential") {
  const Sandbox box;
  std::string token = "gsk_";
  for (int i = 0; i < 6; ++i) token += "Zq7Wm2Rk9Xp4";
  token.resize(4 + 52);
  for (const char* form : {"posture: X\n", "targets: [{url: 'https://a.example/?token=X'}]\n",
                           "targets: [{url: 'https://a.example', headers: {K: X}}]\n",
                           "targets: [{url: 'https://a.example', bearer: X}]\n",
                           "targets: [{url: 'https://a.example', bearer: ['X']}]\n"}) {
    std::string text = form;
    text.replace(text.find('X'), 1, token);
    INFO(form);
    const Outcome outcome = load(box, text);
    REQUIRE(outcome.faults.size() == 1);
    CHECK(outcome.faults[0].find("Zq7W") == std::string::npos);
  }
}

TEST_CASE("a configuration is understood as it is written") {
  const Sandbox box;
  const Outcome outcome = load(box, kSound);
  REQUIRE(outcome.faults == Lines{});
  const Config& config = outcome.loaded->config;
  CHECK(config.lint.consumers.has(Consumer::TsSdk));
  CHECK(config.lint.spec == "2025-11-25");
  CHECK(config.lint.generation == Generation::G4);
  CHECK(config.lint.posture == Posture::OAuth);
  CHECK(config.fail_on == Severity::Warning);
  CHECK(config.lint.severities.at("manifest-target-enum") == Severity::Error);
  CHECK(config.lint.severities.at("manifest-name-pattern") == Severity::Info);
  CHECK(config.lint.limits.depth == 100);
  CHECK(config.lint.limits.nodes == Limits{}.nodes);
  const Rule* length = outcome.loaded->rules.find("tool-name-length");
  REQUIRE(length != nullptr);
  CHECK(tree_of_image(length->info->cases[0].arguments).root()["max"].text() == "40");
  REQUIRE(length->info->cases[0].consumers.size() == 1);
  CHECK(length->info->cases[0].consumers[0].effect == Verdict::Rejects);
  REQUIRE(config.lint.ignores != nullptr);
  REQUIRE(config.lint.ignores->entries().size() == 2);
  CHECK(config.lint.ignores->entries()[0].until == "2027-01-31");
  REQUIRE(config.targets.size() == 1);
  const ProbeTargetConfig& target = config.targets[0];
  CHECK(target.posture == Posture::Planned);
  CHECK(target.card == box.at(".well-known/mcp/server-card.json"));
  CHECK(target.browser);
  REQUIRE(target.headers.size() == 1);
  CHECK(target.headers[0].variable == "MCP_KEY");
  CHECK(target.bearer == "TOKEN");
  REQUIRE(target.expect.size() == 2);
  CHECK(target.expect[0].statuses == std::vector{403});
  CHECK(target.expect[0].severity == Severity::Info);
  CHECK(target.expect[1].media_types == Lines{"application/json"});
  CHECK(target.expect[1].body_file == box.at("health.json"));
  CHECK(target.expect[1].place.line == 27);
}

TEST_CASE("what 'config show' writes is the same configuration") {
  const Sandbox box;
  const Outcome first = load(box, kSound);
  REQUIRE(first.loaded);
  const std::string shown = show_config(first.loaded->config);
  const Outcome second = load(box, shown);
  INFO(shown);
  REQUIRE(second.faults == Lines{});
  CHECK(show_config(second.loaded->config) == shown);
}

TEST_CASE("what 'config show' writes holds nothing that YAML or a terminal minds") {
  const Sandbox box;
  const Outcome first = load(box, R"(ignore: [{files: a, reason: "x\x8d\u202e\U000E0041\e[31m"}])"
                                  "\n");
  REQUIRE(first.loaded);
  const std::string shown = show_config(first.loaded->config);
  INFO(shown);
  CHECK(shown.find(R"("x\u008D\u202E\U000E0041\u001b[31m")") != std::string::npos);
  const Outcome second = load(box, shown);
  REQUIRE(second.faults == Lines{});
  CHECK(show_config(second.loaded->config) == shown);
}

TEST_CASE("an empty configuration says nothing and is sound") {
  const Sandbox box;
  CHECK(load(box, "").loaded);
  CHECK(load(box, "# nothing yet\n").loaded);
  CHECK(load(box, "{}\n").loaded);
}

TEST_CASE("schema and loader know the same keys and bounds") {
  const SchemaSet schemas;
  const SourceFile source("config.schema.json", std::string(schemas.text("config")));
  const Loaded loaded = load_json(source, Limits{});
  const Value root = loaded.tree.root();
  const Value properties = root["properties"];
  CHECK(members(properties) == words(config_keys::kTop));
  CHECK(members(loaded.tree.resolve("/properties/rules/additionalProperties/anyOf/1/properties")) ==
        words(config_keys::kRule));
  CHECK(members(properties["ignore"]["items"]["properties"]) == words(config_keys::kIgnore));
  CHECK(members(properties["targets"]["items"]["properties"]) == words(config_keys::kTarget));
  CHECK(members(root["definitions"]["Expectation"]["properties"]) == words(config_keys::kExpect));
  CHECK(properties["limits"]["properties"].size() == config_keys::kLimits.size());
  for (const config_keys::Bound& bound : config_keys::kLimits) {
    INFO(bound.key);
    const Value limit = properties["limits"]["properties"][bound.key];
    CHECK(limit["minimum"].number() == static_cast<double>(bound.low));
    CHECK(limit["maximum"].number() == static_cast<double>(bound.high));
  }
}

TEST_CASE("what the loader takes the schema takes; what the schema refuses the loader refuses") {
  const Sandbox box;
  const SchemaSet schemas;
  std::vector<std::string> texts{kSound, "{}\n"};
  for (const Refused& sample : kRefused) texts.emplace_back(sample.text);
  for (const std::string& text : texts) {
    const SourceFile source("config", text);
    const Loaded tree = load_yaml(source, Limits{});
    if (tree.tree.empty()) continue;
    const auto faults = schemas.validate("config", tree.tree.root());
    REQUIRE(faults);
    INFO(text);
    if (load(box, text).loaded) CHECK(faults->empty());
    if (!faults->empty()) CHECK_FALSE(load(box, text).loaded);
  }
}

TEST_CASE("rules of one's own are loaded from folders, and refused with their place") {
  const Sandbox box;
  const std::string rule = R"(id: user-name-prefix
title: name without our prefix
severity: warning
confidence: high
since: 0.1.0
kinds: [smithery-manifest]
select: ["/name"]
check: {name: pattern, pattern: "^acme-"}
message: "'name' is {value}"
why: Ours.
fix: Call it acme-something.
references: ["our handbook"]
)";
  box.file("ci/rules/user-name-prefix.yaml", rule);
  const Outcome outcome =
      load(box, "rule-folders: [ci]\nrules: {user-name-prefix: error, user: info}\n");
  REQUIRE(outcome.faults == Lines{});
  CHECK(outcome.loaded->rules.find("user-name-prefix") != nullptr);
  CHECK(outcome.loaded->config.lint.severities.at("user-name-prefix") == Severity::Error);

  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string text = rule;
    text.replace(text.find(from), from.size(), to);
    box.file("ci/rules/user-name-prefix.yaml", text);
    const Outcome refused = load(box, "rule-folders: [ci]\n");
    REQUIRE(refused.faults.size() == 1);
    return refused.faults[0];
  };
  const auto has = [](const std::string& text, std::string_view part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
  };
  has(changed("user-name-prefix", "manifest-target-enum"),
      "there is a rule 'manifest-target-enum' already; give yours another id");
  has(changed("pattern, pattern", "patern, pattern"), "there is no check 'patern'; did you mean");
  has(changed("{name: pattern, pattern: \"^acme-\"}", "{name: pattern, pattern: \"(\"}"),
      "'(' is no regular expression");
  has(changed("severity:", "severty:"), "user-name-prefix.yaml:3:10: unknown key 'severty'");
  has(changed("/name", "/**/**/**"), "has more than two '**'");
}

TEST_CASE("a hostile configuration leads nowhere and costs little") {
  const Sandbox outside;
  outside.file("rules/x.yaml", "secret: content\n");
  const Sandbox box;
  std::filesystem::create_directory_symlink(outside.root / "rules", box.root / "rules");
  const Outcome link = load(box, "rule-folders: [rules]\n");
  REQUIRE(link.faults.size() == 1);
  CHECK(link.faults[0].find("leads out of the folder") != std::string::npos);
  CHECK(load(box, std::string(300'000, '#') + "\n").faults.size() == 1);  // too large
  std::string many = "ignore:\n";
  for (int i = 0; i < 1001; ++i) many += "- {rule: manifest, reason: x}\n";
  CHECK(load(box, many).faults.size() == 1);
  std::string wrong;
  for (int i = 0; i < 500; ++i) wrong += "k" + std::to_string(i) + ": 1\n";
  const std::vector<std::string> first = load(box, wrong).faults;
  CHECK(first.size() == 101);  // the last tells how many there are
  CHECK(first.back().find("400 more") != std::string::npos);
}

TEST_CASE("the nearest configuration holds, and none above the repository") {
  const Sandbox box;
  const std::string top = box.file(".cardlint.yaml", "{}\n");
  const std::string inner = box.file("a/b/.cardlint.yml", "{}\n");
  box.file("a/b/c/x", "");
  box.file("a/d/x", "");
  const auto found = [&](const std::string& folder, const std::string& boundary) {
    const auto file = ConfigSearch().find(box.at(folder), boundary);
    REQUIRE(file);
    return file->value_or("");
  };
  CHECK(found("a/b/c", box.root) == inner);
  CHECK(found("a/d", box.root) == top);
  CHECK(found("a/d", box.at("a")).empty());
  box.file("a/b/.cardlint.yaml", "{}\n");
  CHECK_FALSE(ConfigSearch().find(box.at("a/b/c"), box.root));  // two side by side
  box.file("a/d/.cardlint.json", "{}\n");
  CHECK_FALSE(ConfigSearch().find(box.at("a/d"), box.root));  // a name that is never read
  const Sandbox other;
  other.file("x.yaml", "root:x:0:0\n");
  std::filesystem::create_directories(box.root / "e");
  std::filesystem::create_symlink(other.root / "x.yaml", box.root / "e/.cardlint.yaml");
  CHECK_FALSE(ConfigSearch().find(box.at("e"), box.root));  // leads out of the repository
}
