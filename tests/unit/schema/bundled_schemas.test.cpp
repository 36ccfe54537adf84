// What each bundled schema accepts and refuses.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/file_io.h"
#include "schema/engine.h"
#include "schema/schema_check.h"
#include "support/paths.h"
#include "unit/schema/samples.h"

using namespace cardlint;
using nlohmann::json;

namespace {

struct Sample {
  const char* schema;
  const char* text;
  Lines faults;
};

const std::vector<Sample> kValid{
    {"config", "{}", {}},
    {"probe-rule",
     R"({"id": "probe-x", "title": "t", "severity": "error", "postures": {"none": "off"},
         "confidence": "low", "since": "1.0.0", "scope": "probe",
         "check": {"name": "status", "of": "card", "allow": ["200"]}, "message": "m",
         "why": "w", "fix": "f", "references": ["r"],
         "examples": {"bad": [{"answers": {"card": {"status": 403}}}], "good": [{"posture": "oauth"}]}})",
     {}},
    {"server-card.sep-1649", R"({"tools": "dynamic", "serverInfo": {}, "anything": 1})", {}},
    {"server-card.sep-1649",
     R"({"tools": [{"name": "x"}, {}], "authentication": {"required": true}})",
     {}},
    {"smithery-manifest",
     R"({"startCommand": 7, "runtime": "nodejs", "build": [], "description": "free"})",
     {}},
    {"smithery-manifest", R"({"name": "abc", "target": "local"})", {}},
    {"smithery-manifest.g0", R"({"startCommand": {"type": "sse"}})", {}},
    {"smithery-manifest.g1",
     R"({"startCommand": {"type": "http", "configSchema": {}}, "build": {"dockerfile": "D"}})",
     {}},
    {"smithery-manifest.g2", R"({"runtime": "typescript", "env": {"A": "true"}})", {}},
    {"smithery-manifest.g3", R"({"runtime": "python"})", {}},
    {"smithery-manifest.g4", R"({"name": "a-b", "startCommand": "anything"})", {}},
    {"smithery-manifest.g5",
     R"({"build": {"assets": ["data/**"], "outputDirectory": "out", "dockerfile": 1}})",
     {}},
};

const std::vector<Sample> kInvalid{
    {"registry-server",
     R"({"name": "com.example/a", "description": "d", "version": "1",
         "remotes": [{"type": "stdio", "url": 7}, {}, {"type": "sse", "url": ""}],
         "packages": [{"registryType": "npm", "identifier": "a", "transport": {"type": "stdio", "url": 7},
           "version": "latest", "runtimeArguments": [{"type": "positional", "valueHint": 1}]}]})",
     {"/remotes/0/type enum: is 'stdio', expected 'streamable-http' or 'sse'",
      "/remotes/1 required: lacks the member 'type'", "/remotes/1 required: lacks the member 'url'",
      "/remotes/2/url minLength: is empty, at least 1 is needed",
      "/packages/0/version not: is 'latest', which is not allowed",
      "/packages/0/runtimeArguments/0/valueHint type: is a number, expected a string"}},
    {"ai-catalog",
     R"({"entries": [{"type": "a/b", "url": null, "data": [], "extensions": 1}]})",
     {" required: lacks the member 'specVersion'",
      "/entries/0 required: lacks the member 'identifier'",
      "/entries/0/data type: is an array, expected an object or null"}},
    {"server-card.smithery",
     R"({"serverInfo": {"name": "a", "version": "1"}, "authentication": {"required": true}})",
     {"/authentication required: lacks the member 'schemes'"}},
    {"server-card.smithery",
     R"({"serverInfo": {"name": "a", "version": "1"}, "tools": [
         {"name": "t", "inputSchema": {"type": "array"}}, {"name": "u", "inputSchema": {}},
         {"name": "v", "inputSchema": {"type": "object", "properties": {"x": true}},
           "annotations": {"readOnlyHint": 1}}],
         "resources": [{"name": "r", "annotations": {"audience": ["all"], "priority": 2}}]})",
     {"/tools/0/inputSchema/type const: is 'array', expected 'object'",
      "/tools/1/inputSchema required: lacks the member 'type'",
      "/tools/2/inputSchema/properties/x type: is a boolean, expected an object",
      "/tools/2/annotations/readOnlyHint type: is a number, expected a boolean",
      "/resources/0 required: lacks the member 'uri'",
      "/resources/0/annotations/audience/0 enum: is 'all', expected 'user' or 'assistant'",
      "/resources/0/annotations/priority maximum: is 2, expected at most 1"}},
    {"server-card.sep-1649",
     R"({"tools": [{"name": 7}, 8], "prompts": "static", "resources": 1})",
     {"/tools/0/name type: is a number, expected a string",
      "/tools/1 anyOf: is a number, expected the word 'dynamic' or an object",
      "/prompts const: is 'static', expected 'dynamic'",
      "/resources anyOf: is a number, expected an array or the word 'dynamic'"}},
    {"smithery-manifest",
     R"({"name": "@ns/x", "target": "cloud"})",
     {"/name pattern: is '@ns/x', expected 3 to 39 letters, digits, '-' or '_', the first a letter",
      "/target enum: is 'cloud', expected 'local' or 'remote'"}},
    {"smithery-manifest",
     R"({"name": 12, "target": null})",
     {"/name type: is a number, expected a string", "/target type: is null, expected a string"}},
    {"smithery-manifest.g0",
     R"({"startCommand": {"type": "stdio"}, "build": {"dockerfile": 1}})",
     {"/startCommand required: lacks the member 'commandFunction'",
      "/build/dockerfile type: is a number, expected a string"}},
    {"smithery-manifest.g1", R"({"build": {}})", {" required: lacks the member 'startCommand'"}},
    {"smithery-manifest.g1",
     R"({"startCommand": {"type": "ws"}})",
     {"/startCommand/type enum: is 'ws', expected 'http' or 'stdio'"}},
    {"smithery-manifest.g2",
     R"({"runtime": "nodejs", "startCommand": {"type": "http"}, "env": {"A": true}})",
     {"/runtime enum: is 'nodejs', expected 'typescript' or 'container'",
      "/env/A type: is a boolean, expected a string"}},
    {"smithery-manifest.g2", R"({})", {" required: lacks the member 'startCommand'"}},
    {"smithery-manifest.g3",
     R"({"startCommand": {"type": "stdio"}})",
     {" required: lacks the member 'runtime'",
      "/startCommand/type enum: is 'stdio', expected 'http'"}},
    {"smithery-manifest.g3",
     R"({"runtime": "container"})",
     {" required: lacks the member 'startCommand'"}},
    {"smithery-manifest.g4",
     R"({"runtime": "node", "env": {"PORT": 8080}})",
     {"/runtime enum: is 'node', expected 'typescript', 'python' or 'container'",
      "/env/PORT type: is a number, expected a string"}},
    {"smithery-manifest.g5",
     R"({"target": "remote", "build": {"assets": "data/**", "installCommand": ["npm"]}})",
     {"/build/assets type: is a string, expected an array",
      "/build/installCommand type: is an array, expected a string"}},
    {"probe-rule",
     R"({"id": "probe-x", "title": "t", "severity": "error", "postures": {"open": "off"},
         "confidence": "low", "since": "1.0.0", "scope": "document", "why": "w", "fix": "f",
         "references": ["r"], "examples": {"bad": [{"answer": 1}], "good": []}})",
     {"/postures/open additionalProperties: is no member that is known here",
      "/scope enum: is 'document', expected 'probe'",
      "/examples/bad/0/answer additionalProperties: is no member that is known here, did you mean "
      "'answers'",
      "/examples/good minItems: is empty, at least 1 is needed"}},
    {"rule",
     R"({"id": "A", "title": "t", "severity": "fatal", "confidence": "high",
                 "since": "1", "kinds": [],
                 "select": ["target"], "check": {}, "why": "w", "fix": "f",
                 "references": ["r"], "exampels": 1,
                 "examples": {"bad": [{"expect": []}], "good": [{"doc": 1, "text": ""}]}})",
     {" required: lacks the member 'message'",
      "/id pattern: is 'A', expected lower-case words joined by '-'",
      "/severity enum: is 'fatal', expected 'error', 'warning' or 'info'",
      "/since pattern: is '1', expected a version such as 0.1.0",
      "/kinds minItems: is empty, at least 1 is needed",
      "/select/0 pattern: is 'target', expected a JSON Pointer: empty, or beginning with '/'",
      "/check required: lacks the member 'name'",
      "/exampels additionalProperties: is no member that is known here",
      "/examples/bad/0 oneOf: needs one of 'doc', 'text' or 'files'",
      "/examples/bad/0/expect minItems: is empty, at least 1 is needed",
      "/examples/good/0 oneOf: has more than one of 'doc', 'text' or 'files'"}},
    {"rule",
     R"({"id": "a", "title": "t", "severity": "info", "confidence": "low",
                 "since": "1.0.0", "kinds": ["all"],
                 "cases": [{"select": [""]}, {}], "check": {"name": "x"}, "why": "w", "fix": "f",
                 "references": ["r"],
                 "examples": {"bad": [{"doc": 1, "expect": [""]}], "good": [{"doc": 1}]}})",
     {"/cases/0 required: lacks the member 'message'",
      "/cases/1 minProperties: is empty, at least 1 is needed",
      "/cases/1 required: lacks the member 'message'"}},
    {"config",
     R"({"ruels": {}, "consumers": ["smithery"],
                    "rules": {"Bad_Id": "off", "x": "fatal", "y": 1, "z": {"sevrity": "off"}},
                   "ignore": [{"reason": "r"}, {"rule": "x", "until": "2027-13-01"}],
                   "targets": [{"url": "ftp://a", "headers": {"K": "literal"}}],
                    "limits": {"depth": 0}})",
     {"/ruels additionalProperties: is no member that is known here",
      "/consumers/0 enum: is 'smithery', expected 'smithery-cli', 'smithery-scan', 'sep-2127', "
      "'mcp-registry', "
      "'ts-sdk', 'py-sdk', 'claude' or 'openai'",
      "/rules/Bad_Id propertyNames: has a name that is 'Bad_Id', expected lower-case words joined "
      "by '-'",
      "/rules/x enum: is 'fatal', expected 'off', 'error', 'warning' or 'info'",
      "/rules/y anyOf: is 1, expected 'off', 'error', 'warning', 'info' or an object",
      "/rules/z/sevrity additionalProperties: is no member that is known here, did you mean "
      "'severity'",
      "/ignore/0 anyOf: needs one of 'files' or 'rule'",
      "/ignore/1 required: lacks the member 'reason'",
      "/ignore/1/until pattern: is '2027-13-01', expected a date such as 2027-01-31",
      "/targets/0/url pattern: is 'ftp://a', expected an http or https address",
      "/targets/0/headers/K pattern: is 'literal', expected a reference to the environment such "
      "as ${env:NAME}",
      "/limits/depth minimum: is 0, expected at least 8"}},
    {"report",
     R"({"schemaVersion": 2, "tool": {"name": "cardlint", "version": "0.1.0", "x": 1},
                    "documents": [],
                   "diagnostics": [], "targets": [], "probes": [], "notAssessed": [{"what": ""}]})",
     {" required: lacks the member 'summary'", "/schemaVersion const: is 2, expected 1",
      "/tool/x additionalProperties: is no member that is known here",
      "/notAssessed/0 required: lacks the member 'reason'",
      "/notAssessed/0/what minLength: is empty, at least 1 is needed"}},
    {"report",
     R"({"schemaVersion": 1, "tool": {"name": "cardlint", "version": "0.1.0"},
                   "documents": [{"path": "a", "kind": "card", "dialect": 1, "bytes": -1,
                                   "verdicts": []}],
                   "diagnostics": [], "targets": [], "probes": [], "notAssessed": [], "summary": 0})",
     {"/documents/0/kind enum: is 'card', expected 'smithery-manifest', 'server-card', "
      "'oauth-protected-resource', "
      "'oauth-authorization-server', 'openid-configuration', 'jwks', 'client-metadata', "
      "'ai-catalog', "
      "'registry-server', 'client-config', 'mcpb-manifest', 'tools-list' or null",
      "/documents/0/dialect type: is a number, expected a string or null",
      "/documents/0/bytes minimum: is -1, expected at least 0",
      "/summary type: is a number, expected an object"}},
};

struct Fixture {
  std::string schema;
  std::string path;
  std::string text;
};

std::string first_part(const std::string& file) {
  return file.substr(0, file.find('.'));
}

void add_folder(std::vector<Fixture>& fixtures, const std::string& folder,
                const std::string& schema_prefix) {
  const auto entries = list_folder(folder);
  REQUIRE(entries);
  for (const Entry& entry : *entries) {
    const auto text = read_file(join_path(folder, entry.name), Limits{}.file_bytes);
    REQUIRE(text);
    fixtures.push_back({schema_prefix + first_part(entry.name), entry.name, *text});
  }
}

// Cards and OAuth metadata of fixtures/documents ("sep-2127.full.json" is for schema
// server-card.sep-2127) and, of cardlint's own files, those beside this test.
std::vector<Fixture> fixtures_of(const std::string& verdict) {
  std::vector<Fixture> fixtures;
  add_folder(fixtures, in_fixtures("documents/server-card/" + verdict), "server-card.");
  add_folder(fixtures, in_fixtures("documents/registry-server/" + verdict), "");
  add_folder(fixtures, in_fixtures("documents/ai-catalog/" + verdict), "");
  add_folder(fixtures, in_fixtures("documents/oauth/" + verdict), "");
  add_folder(fixtures, in_fixtures("documents/mcpb-manifest/" + verdict), "");
  if (verdict == "valid") add_folder(fixtures, in_tests("unit/schema/samples"), "");
  return fixtures;
}

}  // namespace

TEST_CASE("samples that fit their schema") {
  const SchemaSet schemas;
  for (const Sample& sample : kValid) {
    INFO(sample.schema << ": " << sample.text);
    CHECK(faults_of(schemas, sample.schema, sample.text) == Lines{});
  }
  for (const Fixture& fixture : fixtures_of("valid")) {
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
  for (const Fixture& fixture : fixtures_of("invalid")) {
    INFO(fixture.path);
    CHECK(faults_of(schemas, fixture.schema, fixture.text).size() >= 4);
  }
}

TEST_CASE("limits and forms of a SEP-2127 card, just right and just wrong") {
  const SchemaSet schemas;
  const auto times = [](const char* piece, std::size_t count) {
    std::string out;
    while (count-- > 0) out += piece;
    return out;
  };
  const auto keyword_for = [&](const json& change) {
    json card = {
        {"$schema", "https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json"},
        {"name", "org.tidewatch/harbour"},
        {"version", "1"},
        {"description", "d"}};
    card.update(change);
    const Lines lines = faults_of(schemas, "server-card.sep-2127", card.dump());
    if (lines.size() > 1) return std::string("several");
    return lines.empty() ? "" : lines.front().substr(0, lines.front().find(':'));
  };
  CHECK(keyword_for({{"description", times("é", 100)}}) == "");
  CHECK(keyword_for({{"description", times("é", 101)}}) == "/description maxLength");
  CHECK(keyword_for({{"title", times("😀", 100)}}) == "");
  CHECK(keyword_for({{"title", times("😀", 101)}}) == "/title maxLength");
  CHECK(keyword_for({{"name", "a/b"}}) == "");
  CHECK(keyword_for({{"name", "a/" + times("b", 198)}}) == "");
  CHECK(keyword_for({{"name", "a/" + times("b", 199)}}) == "/name maxLength");
  for (const char* name : {"a/b/c", "a b/c", "a_b/c", "é.org/c", "abc", "a/b\n"}) {
    INFO(name);
    CHECK(keyword_for({{"name", name}}) == "/name pattern");
  }
  CHECK(keyword_for({{"version", ""}}) == "");
  CHECK(keyword_for({{"version", times("1", 255)}}) == "");
  CHECK(keyword_for({{"version", times("1", 256)}}) == "/version maxLength");
  const auto remote = [](const char* url) {
    return json{{"remotes", json::array({{{"type", "sse"}, {"url", url}}})}};
  };
  for (const char* url : {"https://x", "http://x/{y}", "{base}", "{base}/mcp", "{_b1}x"}) {
    INFO(url);
    CHECK(keyword_for(remote(url)) == "");
  }
  for (const char* url : {"", "/mcp", "ftp://x", "https://", "https://a b", "https://a\n", "{1}/x",
                          "https://a\u00a0b", "{base} /x"}) {
    INFO(url);
    CHECK(keyword_for(remote(url)) == "/remotes/0/url pattern");
  }
}

// A run takes this for granted (the constructor of SchemaSet without arguments).
TEST_CASE("every bundled schema keeps to what is supported") {
  for (const SchemaText& schema : bundled_schemas()) {
    INFO(schema.name);
    const auto checked = check_schema_text(schema.text);
    CHECK((checked ? "" : checked.error().message) == "");
  }
}

TEST_CASE("every bundled schema has samples of both sorts") {
  std::set<std::string> valid, invalid;
  for (const Sample& sample : kValid) valid.insert(sample.schema);
  for (const Sample& sample : kInvalid) invalid.insert(sample.schema);
  for (const Fixture& fixture : fixtures_of("valid")) valid.insert(fixture.schema);
  for (const Fixture& fixture : fixtures_of("invalid")) invalid.insert(fixture.schema);
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
    static const std::vector<json> kJunk{nullptr,
                                         true,
                                         0,
                                         -1,
                                         1.0,
                                         2.5,
                                         "",
                                         "dynamic",
                                         "off",
                                         "http",
                                         std::string(120, 'x'),
                                         std::string(300, 'y'),
                                         json::array(),
                                         json::object(),
                                         json::array({"dynamic"}),
                                         json::array({1, nullptr}),
                                         1e300,
                                         json::object({{"name", "x"}}),
                                         json::object({{"type", "object"}}),
                                         std::string("a\0b", 3)};
    return kJunk[random(kJunk.size())];
  }
  std::uint64_t state_;
};

}  // namespace

// Two judges that share no code: valijson's verdict and our walk.
TEST_CASE("mutants: a document is refused exactly when a fault is given") {
  const SchemaSet schemas;
  std::vector<Fixture> seeds = fixtures_of("valid");
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
