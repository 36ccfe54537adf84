// What each bundled schema accepts and refuses.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/file_io.h"
#include "schema/engine.h"
#include "unit/schema/samples.h"

using namespace cardlint;
using nlohmann::json;

namespace {

struct Sample {
  const char* schema;
  const char* text;
  Lines faults;
};

const char* const kRule = R"({
  "id": "manifest-target-enum", "title": "target is neither local nor remote", "severity": "error",
  "otherwise": "warning", "generations": {"g4": "error"}, "confidence": "high", "since": "0.1.0",
  "kinds": ["smithery-manifest"], "select": ["/target"],
  "check": {"name": "one-of", "values": ["local", "remote"]}, "message": "target is {value}",
  "consumers": {"smithery-cli": "ignores"}, "why": "It voids the file", "fix": "Use local or remote",
  "references": ["a source"],
  "examples": {"bad": [{"doc": {"target": "cloud"}, "expect": ["/target"], "severity": "error",
                        "options": {"consumers": ["smithery-cli"], "generation": "g4", "spec": "2025-11-25"}}],
               "good": [{"doc": {"target": "remote"}}, {"text": "target: local\n", "path": "smithery.yaml"}]}})";

const char* const kRuleWithCases = R"({
  "id": "a", "title": "t", "severity": "info", "confidence": "low", "since": "1.0.0", "scope": "project",
  "notice": true, "kinds": ["all"], "dialects": ["sep-2127"], "message": "m",
  "cases": [{"select": [""], "check": {"name": "x"}}, {"select": ["/a/*"], "check": {"name": "y", "n": 1},
             "severity": "error", "message": "own", "consumers": {"claude": "rejects"}}],
  "why": "w", "fix": "f",
  "examples": {"bad": [{"files": {"a.json": {}, "b.json": "{}"}, "expect": ["a.json#/x"], "also": ["other-rule"]}],
               "good": [{"doc": 1}]}})";

const char* const kConfig = R"({
  "consumers": ["smithery-cli", "ts-sdk"], "spec": "2025-11-25", "generation": "auto",
  "rules": {"tool-description-thin": "off", "path-parent-escape": {"severity": "error", "options": {"n": 1}}},
  "rule-folders": ["ci/rules"],
  "ignore": [{"files": "legacy/**", "rule": "manifest-start-stdio", "pointer": "/startCommand",
              "reason": "hosted elsewhere", "until": "2027-01-31"}],
  "targets": [{"url": "https://mcp.example.com/mcp", "posture": "apikey", "card": "card.json",
               "headers": {"Authorization": "Bearer ${env:MCP_KEY}"},
               "expectations": [{"check": "probe-x", "status": [200, 204], "severity": "off"}]}],
  "expectations": [{"check": "probe-y", "request": {"method": "GET", "path": "/health"}, "status": 200}],
  "limits": {"depth": 32}})";

const char* const kReport = R"({"schemaVersion": 1, "tool": {"name": "cardlint", "version": "0.1.0"},
  "documents": [{"path": "smithery.yaml", "kind": "smithery-manifest", "dialect": null, "bytes": 412,
                 "verdicts": [{"consumer": "smithery-cli", "verdict": "ignores", "because": ["manifest-target-enum"]}]}],
  "diagnostics": [{"rule": "path-parent-escape", "severity": "error", "confidence": "high", "message": "m",
    "path": "smithery.yaml", "pointer": "/build/dockerBuildPath",
    "range": {"start": {"line": 3, "column": 20, "offset": 41}, "end": {"line": 3, "column": 24, "offset": 45}},
    "fix": "", "url": "", "fingerprint": "0123456789abcdef", "suppressed": null,
    "related": [{"path": "Dockerfile", "pointer": "", "message": "here",
      "range": {"start": {"line": 1, "column": 1, "offset": 0}, "end": {"line": 1, "column": 1, "offset": 0}}}]}],
  "probes": [{"target": "https://a.example/mcp", "check": "probe-mcp-unauth-status", "outcome": "fail",
    "severity": "error", "reason": "status", "request": {"method": "POST", "url": "https://a.example/mcp", "auth": "none"},
    "expected": "401", "observed": {"status": 403, "contentType": null, "headers": {"server": "x"}, "bodyStart": "",
    "ms": 12.3, "attempts": 1, "remote": "192.0.2.1"}, "message": "m", "fix": "f", "url": "u"},
    {"target": "https://b.example/mcp", "check": "probe-a", "outcome": "not-assessed", "severity": null,
     "reason": "dns", "request": {"method": "GET", "url": "https://b.example/", "auth": "none"}, "expected": null,
     "observed": null, "message": "", "fix": "", "url": ""}],
  "notAssessed": [{"what": "x", "reason": "y"}],
  "summary": {"documents": 1, "errors": 1, "warnings": 0, "infos": 0, "suppressed": 0, "probes": 2, "notAssessed": 1}})";

const std::vector<Sample> kValid{
    {"rule", kRule, {}},
    {"rule", kRuleWithCases, {}},
    {"config", kConfig, {}},
    {"config", "{}", {}},
    {"report", kReport, {}},
    {"server-card.sep-1649", R"({"tools": "dynamic", "serverInfo": {}, "anything": 1})", {}},
    {"server-card.sep-1649", R"({"tools": [{"name": "x"}, {}], "authentication": {"required": true}})", {}},
    {"smithery-manifest", R"({"startCommand": 7, "runtime": "nodejs", "build": [], "description": "free"})", {}},
    {"smithery-manifest", R"({"name": "abc", "target": "local"})", {}},
    {"smithery-manifest.g0", R"({"startCommand": {"type": "sse"}})", {}},
    {"smithery-manifest.g1", R"({"startCommand": {"type": "http", "configSchema": {}}, "build": {"dockerfile": "D"}})", {}},
    {"smithery-manifest.g2", R"({"runtime": "typescript", "env": {"A": "true"}})", {}},
    {"smithery-manifest.g3", R"({"runtime": "python"})", {}},
    {"smithery-manifest.g4", R"({"name": "a-b", "startCommand": "anything"})", {}},
    {"smithery-manifest.g5", R"({"build": {"assets": ["data/**"], "outputDirectory": "out", "dockerfile": 1}})", {}},
};

const std::vector<Sample> kInvalid{
    {"server-card.smithery", R"({"serverInfo": {"name": "a", "version": "1"}, "authentication": {"required": true}})",
     {"/authentication required: lacks the member 'schemes'"}},
    {"server-card.smithery",
     R"({"serverInfo": {"name": "a", "version": "1"}, "tools": [
         {"name": "t", "inputSchema": {"type": "array"}}, {"name": "u", "inputSchema": {}},
         {"name": "v", "inputSchema": {"type": "object", "properties": {"x": true}}, "annotations": {"readOnlyHint": 1}}],
         "resources": [{"name": "r", "annotations": {"audience": ["all"], "priority": 2}}]})",
     {"/tools/0/inputSchema/type const: is 'array', expected 'object'",
      "/tools/1/inputSchema required: lacks the member 'type'",
      "/tools/2/inputSchema/properties/x type: is a boolean, expected an object",
      "/tools/2/annotations/readOnlyHint type: is a number, expected a boolean",
      "/resources/0 required: lacks the member 'uri'",
      "/resources/0/annotations/audience/0 enum: is 'all', expected 'user' or 'assistant'",
      "/resources/0/annotations/priority maximum: is 2, expected at most 1"}},
    {"server-card.sep-1649", R"({"tools": [{"name": 7}, 8], "prompts": "static", "resources": 1})",
     {"/tools/0/name type: is a number, expected a string",
      "/tools/1 anyOf: is a number, expected the word 'dynamic' or an object",
      "/prompts const: is 'static', expected 'dynamic'",
      "/resources anyOf: is a number, expected an array or the word 'dynamic'"}},
    {"smithery-manifest", R"({"name": "@ns/x", "target": "cloud"})",
     {"/name pattern: is '@ns/x', expected 3 to 39 letters, digits, '-' or '_', the first a letter",
      "/target enum: is 'cloud', expected 'local' or 'remote'"}},
    {"smithery-manifest", R"({"name": 12, "target": null})",
     {"/name type: is a number, expected a string", "/target type: is null, expected a string"}},
    {"smithery-manifest.g0", R"({"startCommand": {"type": "stdio"}, "build": {"dockerfile": 1}})",
     {"/startCommand required: lacks the member 'commandFunction'",
      "/build/dockerfile type: is a number, expected a string"}},
    {"smithery-manifest.g1", R"({"build": {}})", {" required: lacks the member 'startCommand'"}},
    {"smithery-manifest.g1", R"({"startCommand": {"type": "ws"}})",
     {"/startCommand/type enum: is 'ws', expected 'http' or 'stdio'"}},
    {"smithery-manifest.g2", R"({"runtime": "nodejs", "startCommand": {"type": "http"}, "env": {"A": true}})",
     {"/runtime enum: is 'nodejs', expected 'typescript' or 'container'",
      "/env/A type: is a boolean, expected a string"}},
    {"smithery-manifest.g2", R"({})", {" required: lacks the member 'startCommand'"}},
    {"smithery-manifest.g3", R"({"startCommand": {"type": "stdio"}})",
     {" required: lacks the member 'runtime'", "/startCommand/type enum: is 'stdio', expected 'http'"}},
    {"smithery-manifest.g3", R"({"runtime": "container"})", {" required: lacks the member 'startCommand'"}},
    {"smithery-manifest.g4", R"({"runtime": "node", "env": {"PORT": 8080}})",
     {"/runtime enum: is 'node', expected 'typescript', 'python' or 'container'",
      "/env/PORT type: is a number, expected a string"}},
    {"smithery-manifest.g5", R"({"target": "remote", "build": {"assets": "data/**", "installCommand": ["npm"]}})",
     {"/build/assets type: is a string, expected an array",
      "/build/installCommand type: is an array, expected a string"}},
    {"rule", R"({"id": "A", "title": "t", "severity": "fatal", "confidence": "high", "since": "1", "kinds": [],
                 "select": ["target"], "check": {}, "why": "w", "fix": "f", "exampels": 1,
                 "examples": {"bad": [{"expect": []}], "good": [{"doc": 1, "text": ""}]}})",
     {" required: lacks the member 'message'", "/id pattern: is 'A', expected lower-case words joined by '-'",
      "/severity enum: is 'fatal', expected 'error', 'warning' or 'info'",
      "/since pattern: is '1', expected a version such as 0.1.0", "/kinds minItems: is empty, at least 1 is needed",
      "/select/0 pattern: is 'target', expected a JSON Pointer: empty, or beginning with '/'",
      "/check required: lacks the member 'name'",
      "/exampels additionalProperties: is no member that is known here",
      "/examples/bad/0 oneOf: needs one of 'doc', 'text' or 'files'",
      "/examples/bad/0/expect minItems: is empty, at least 1 is needed",
      "/examples/good/0 oneOf: has more than one of 'doc', 'text' or 'files'"}},
    {"rule", R"({"id": "a", "title": "t", "severity": "info", "confidence": "low", "since": "1.0.0", "kinds": ["all"],
                 "cases": [{"select": [""]}, {}], "check": {"name": "x"}, "why": "w", "fix": "f",
                 "examples": {"bad": [{"doc": 1, "expect": [""]}], "good": [{"doc": 1}]}})",
     {"/cases/0 required: lacks the member 'message'", "/cases/1 minProperties: is empty, at least 1 is needed",
      "/cases/1 required: lacks the member 'select'", "/cases/1 required: lacks the member 'message'"}},
    {"config", R"({"ruels": {}, "consumers": ["smithery"], "rules": {"Bad_Id": "off", "x": "fatal", "y": 1, "z": {"sevrity": "off"}},
                   "ignore": [{"reason": "r"}, {"rule": "x", "until": "2027-13-01"}],
                   "targets": [{"url": "ftp://a", "headers": {"K": "literal"}}], "limits": {"depth": 0}})",
     {"/ruels additionalProperties: is no member that is known here",
      "/consumers/0 enum: is 'smithery', expected 'smithery-cli', 'smithery-scan', 'sep-2127', 'mcp-registry', "
      "'ts-sdk', 'py-sdk', 'claude' or 'openai'",
      "/rules/Bad_Id propertyNames: has a name that is 'Bad_Id', expected lower-case words joined by '-'",
      "/rules/x enum: is 'fatal', expected 'off', 'error', 'warning' or 'info'",
      "/rules/y anyOf: is 1, expected 'off', 'error', 'warning', 'info' or an object",
      "/rules/z/sevrity additionalProperties: is no member that is known here, did you mean 'severity'",
      "/ignore/0 anyOf: needs one of 'files' or 'rule'", "/ignore/1 required: lacks the member 'reason'",
      "/ignore/1/until pattern: is '2027-13-01', expected a date such as 2027-01-31",
      "/targets/0/url pattern: is 'ftp://a', expected an http or https address",
      "/targets/0/headers/K pattern: is 'literal', expected a value from the environment such as ${env:NAME}",
      "/limits/depth minimum: is 0, expected at least 1"}},
    {"report", R"({"schemaVersion": 2, "tool": {"name": "cardlint", "version": "0.1.0", "x": 1}, "documents": [],
                   "diagnostics": [], "probes": [], "notAssessed": [{"what": ""}]})",
     {" required: lacks the member 'summary'", "/schemaVersion const: is 2, expected 1",
      "/tool/x additionalProperties: is no member that is known here",
      "/notAssessed/0 required: lacks the member 'reason'",
      "/notAssessed/0/what minLength: is empty, at least 1 is needed"}},
    {"report", R"({"schemaVersion": 1, "tool": {"name": "cardlint", "version": "0.1.0"},
                   "documents": [{"path": "a", "kind": "card", "dialect": 1, "bytes": -1, "verdicts": []}],
                   "diagnostics": [], "probes": [], "notAssessed": [], "summary": 0})",
     {"/documents/0/kind enum: is 'card', expected 'smithery-manifest', 'server-card', 'oauth-protected-resource', "
      "'oauth-authorization-server', 'openid-configuration', 'jwks', 'client-metadata', 'ai-catalog', "
      "'registry-server', 'client-config', 'mcpb-manifest', 'tools-list' or null",
      "/documents/0/dialect type: is a number, expected a string or null",
      "/documents/0/bytes minimum: is -1, expected at least 0", "/summary type: is a number, expected an object"}},
};

struct Fixture {
  std::string schema;
  std::string path;
  std::string text;
};

// The schema is named by the folder (the kind) and the first part of the file name (the dialect).
std::vector<Fixture> card_fixtures(const std::string& verdict) {
  const std::string folder = CARDLINT_FIXTURES "/documents/server-card/" + verdict;
  const auto entries = list_folder(folder);
  REQUIRE(entries);
  std::vector<Fixture> fixtures;
  for (const Entry& entry : *entries) {
    const auto text = read_file(join_path(folder, entry.name), Limits{}.file_bytes);
    REQUIRE(text);
    fixtures.push_back({"server-card." + entry.name.substr(0, entry.name.find('.')), entry.name, *text});
  }
  REQUIRE_FALSE(fixtures.empty());
  return fixtures;
}

}  // namespace

TEST_CASE("samples that fit their schema") {
  const SchemaSet schemas;
  for (const Sample& sample : kValid) {
    INFO(sample.schema << ": " << sample.text);
    CHECK(faults_of(schemas, sample.schema, sample.text) == Lines{});
  }
  for (const Fixture& fixture : card_fixtures("valid")) {
    INFO(fixture.path);
    CHECK(faults_of(schemas, fixture.schema, fixture.text) == Lines{});
  }
}

TEST_CASE("samples that do not, and each of their faults") {
  const SchemaSet schemas;
  for (const Sample& sample : kInvalid) {
    INFO(sample.schema << ": " << sample.text);
    CHECK(faults_of(schemas, sample.schema, sample.text) == sample.faults);
  }
  for (const Fixture& fixture : card_fixtures("invalid")) {
    INFO(fixture.path);
    CHECK(faults_of(schemas, fixture.schema, fixture.text).size() >= 4);
  }
}

TEST_CASE("every bundled schema has samples of both sorts") {
  std::set<std::string> valid, invalid;
  for (const Sample& sample : kValid) valid.insert(sample.schema);
  for (const Sample& sample : kInvalid) invalid.insert(sample.schema);
  for (const Fixture& fixture : card_fixtures("valid")) valid.insert(fixture.schema);
  for (const Fixture& fixture : card_fixtures("invalid")) invalid.insert(fixture.schema);
  for (const SchemaText& schema : bundled_schemas()) {
    INFO(schema.name);
    CHECK(valid.count(std::string(schema.name)) == 1);
    CHECK(invalid.count(std::string(schema.name)) == 1);
    const json text = json::parse(schema.text);
    CHECK(text["$schema"] == "http://json-schema.org/draft-07/schema#");
    CHECK(text["$id"] == "urn:cardlint:" + std::string(schema.name));
    CHECK(text["title"].is_string());
    CHECK(text["description"].is_string());
  }
}

namespace {

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : state_(seed) {}

  std::size_t random(std::size_t n) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((state_ >> 33) % n);
  }

  json mutate(json document) {
    for (std::size_t n = 1 + random(2); n-- > 0;) {
      json* at = &document;
      while (!at->empty() && at->is_structured() && random(4) != 0) {
        auto child = at->begin();
        std::advance(child, static_cast<std::ptrdiff_t>(random(at->size())));
        if (random(8) == 0) {
          at->erase(child);
          break;
        }
        at = &*child;
      }
      if (at->is_object() && random(2) == 0) {
        (*at)["extra"] = junk();
      } else if (at->is_string() && random(2) == 0) {
        *at = at->get<std::string>() + (random(2) == 0 ? "/" : " é");
      } else {
        *at = junk();
      }
    }
    return document;
  }

 private:
  json junk() {
    static const std::vector<json> kJunk{
        nullptr, true, 0, -1, 1.0, 2.5, "", "dynamic", "off", "http", std::string(120, 'x'), std::string(300, 'y'),
        json::array(), json::object(), json::array({"dynamic"}), json::array({1, nullptr}), 1e300,
        json::object({{"name", "x"}}), json::object({{"type", "object"}}), std::string("a\0b", 3)};
    return kJunk[random(kJunk.size())];
  }
  std::uint64_t state_;
};

}  // namespace

// Two judges that share no code: valijson's verdict and our walk.
TEST_CASE("mutants: a document is refused exactly when a fault is given") {
  const SchemaSet schemas;
  std::vector<Fixture> seeds = card_fixtures("valid");
  for (const Sample& sample : kValid) seeds.push_back({sample.schema, sample.schema, sample.text});
  Mutator mutator(7);
  std::size_t refused = 0, accepted = 0;
  for (const Fixture& seed : seeds) {
    const SourceFile schema_source("schema", std::string(schemas.text(seed.schema)));
    const Loaded schema = load_json(schema_source, Limits{});
    const auto engine = SchemaEngine::compile(schema.tree);
    REQUIRE(engine);
    const json original = json::parse(seed.text);
    for (int round = 0; round < 150; ++round) {
      const SourceFile source("mutant", mutator.mutate(original).dump());
      const Loaded loaded = load_json(source, Limits{});
      if (loaded.tree.empty()) continue;
      const auto verdict = engine->accepts(loaded.tree.root());
      REQUIRE(verdict);
      const auto faults = find_schema_faults(schema.tree, loaded.tree.root());
      ++(*verdict ? accepted : refused);
      if (*verdict == faults.empty()) continue;
      INFO(seed.schema << " " << source.text());
      CHECK(*verdict == faults.empty());
    }
  }
  CHECK(refused > 500);
  CHECK(accepted > 200);
}
