// The verdicts of smithery-scan, sep-2127 and mcp-registry come from rules, the shapes that these
// consumers hold a card to from bundled schemas. On mutated cards both must say the same, or a rule
// is missing or claims too much.
#include <catch2/catch.hpp>

#include <filesystem>
#include <functional>
#include <random>
#include <set>

#include <nlohmann/json.hpp>

#include "base/file_io.h"
#include "checks/table.h"
#include "lint/run.h"
#include "rules/builtin.h"
#include "support/paths.h"

using namespace cardlint;
using Json = nlohmann::json;

namespace {

Json card(const std::string& name) {
  return Json::parse(*read_file(in_fixtures(name), 1u << 20));
}

// Every place of a value that can be changed or removed.
void places(const Json& value, const Json::json_pointer& at, std::vector<Json::json_pointer>& out) {
  if (value.is_object()) {
    for (const auto& [key, child] : value.items()) {
      out.push_back(at / key);
      places(child, at / key, out);
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      out.push_back(at / i);
      places(value[i], at / i, out);
    }
  }
}

Json mutated(Json card, std::mt19937& random) {
  static const std::vector<Json> kValues{
      nullptr, true, 1, 0.5, "", "x", "object", Json::array(), Json::object(), {"a"}, {{"a", 1}}};
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (std::size_t changes = 1 + pick(2); changes > 0; --changes) {
    std::vector<Json::json_pointer> all;
    places(card, Json::json_pointer(), all);
    if (all.empty()) break;
    const Json::json_pointer at = all[pick(all.size())];
    if (pick(5) < 3) {
      card[at] = kValues[pick(kValues.size())];
    } else if (card[at.parent_pointer()].is_object()) {
      card[at.parent_pointer()].erase(at.back());
    } else {
      card[at.parent_pointer()].erase(std::stoul(at.back()));
    }
  }
  return card;
}

struct Judged {
  Verdict verdict;
  bool fits_schema;
  Dialect dialect;
  std::vector<std::string> because;
};

// Under which name, and as what, a document is judged.
struct Role {
  Consumer consumer;
  std::string_view schema;
  Kind kind = Kind::ServerCard;
  std::string path = ".well-known/mcp/server-card.json";
};

class Judge {
 public:
  Judge() { REQUIRE(rules_.add(builtin_rules())); }

  Judged operator()(const Json& card, const Role& role) const {
    Project project;
    project.documents.push_back(make_document(std::make_shared<SourceFile>(role.path, card.dump()),
                                              role.path, Limits{}, role.kind));
    const Document& document = project.documents[0];
    const CheckReport report = Linter(rules_, schemas_, settings_).lint(project);
    const auto faults = schemas_.validate(role.schema, document.root());
    REQUIRE(faults);
    Judged judged{Verdict::NotApplicable, faults->empty(), document.dialect, {}};
    for (const ConsumerVerdict& v : report.documents[0].verdicts) {
      // What the schema cannot express.
      const bool beyond = v.because == std::vector<std::string>{"card-version-range"};
      if (v.consumer != role.consumer) continue;
      judged.verdict = beyond ? Verdict::Accepts : v.verdict;
      judged.because = v.because;
    }
    return judged;
  }

 private:
  std::vector<CheckEntry> checks_ = check_table();
  RuleSet rules_{CheckTable(checks_)};
  SchemaSet schemas_;
  LintSettings settings_;
};

void compare(const Json& seed, Consumer consumer, std::string_view schema,
             const std::function<bool(Dialect)>& concerned) {
  const Judge judge;
  std::mt19937 random(11);
  int accepted = 0;
  int rejected = 0;
  for (int i = 0; i < 400; ++i) {
    const Json changed = mutated(seed, random);
    const Judged judged = judge(changed, {consumer, schema});
    if (!concerned(judged.dialect)) continue;
    INFO(changed.dump());
    REQUIRE((judged.verdict == Verdict::Accepts) == judged.fits_schema);
    ++(judged.fits_schema ? accepted : rejected);
  }
  CHECK(accepted > 40);
  CHECK(rejected > 40);
}

}  // namespace

TEST_CASE("smithery-scan accepts exactly what its schema accepts") {
  Json seed = card("demo/.well-known/mcp/server-card.json");
  seed["resources"] = {{{"name", "r"},
                        {"uri", "a://b"},
                        {"annotations", {{"audience", {"user"}}, {"priority", 0.5}}}}};
  seed["prompts"] = {{{"name", "p"}, {"arguments", {{{"name", "x"}, {"required", true}}}}}};
  compare(seed, Consumer::SmitheryScan, "server-card.smithery", [](Dialect d) {
    return d == Dialect::Smithery || d == Dialect::Sep1649 || d == Dialect::Unknown;
  });
}

TEST_CASE("sep-2127 accepts exactly what its schema accepts") {
  const Json seed = {
      {"$schema", "https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json"},
      {"name", "com.example/weather"},
      {"version", "1.0.0"},
      {"title", "Weather"},
      {"description", "Weather by city"},
      {"websiteUrl", "https://example.com"},
      {"repository", {{"url", "https://github.com/example/weather"}, {"source", "github"}}},
      {"icons", {{{"src", "https://example.com/a.png"}, {"sizes", {"48x48"}}, {"theme", "dark"}}}},
      {"remotes",
       {{{"type", "streamable-http"},
         {"url", "https://{region}.example.com/mcp"},
         {"supportedProtocolVersions", {"2025-11-25"}},
         {"variables", {{"region", {{"description", "Region"}, {"choices", {"eu", "us"}}}}}},
         {"headers", {{{"name", "X-API-Key"}, {"isRequired", true}, {"isSecret", true}}}}}}}};
  compare(seed, Consumer::Sep2127, "server-card.sep-2127",
          [](Dialect d) { return d == Dialect::Sep2127 || d == Dialect::Hybrid; });
}

namespace {

// What the schema refuses the consumer refuses, and what else it refuses is by one of the rules
// whose matter no schema can say.
void compare_beyond(const Json& seed, const Role& role, const std::set<std::string>& beyond) {
  const Judge judge;
  std::mt19937 random(13);
  int accepted = 0;
  int rejected = 0;
  for (int i = 0; i < 400; ++i) {
    const Json changed = mutated(seed, random);
    if (!changed.is_object()) continue;
    const Judged judged = judge(changed, role);
    INFO(changed.dump());
    if (judged.verdict == Verdict::Accepts) REQUIRE(judged.fits_schema);
    if (judged.verdict != Verdict::Accepts && judged.fits_schema) {
      for (const std::string& rule : judged.because) {
        INFO(rule);
        REQUIRE(beyond.count(rule) == 1);
      }
    }
    ++(judged.fits_schema ? accepted : rejected);
  }
  CHECK(accepted > 40);
  CHECK(rejected > 40);
}

}  // namespace

TEST_CASE("mcp-registry refuses what its schema refuses, and more only by its own rules") {
  const Role role{Consumer::McpRegistry, "registry-server", Kind::RegistryServer, "server.json"};
  compare_beyond(card("documents/registry-server/valid/registry-server.full.json"), role,
                 {"registry-schema-missing",
                  "registry-schema-unknown",
                  "registry-invalid-repository-url",
                  "registry-invalid-subfolder-path",
                  "registry-invalid-website-url",
                  "registry-icon-src-invalid",
                  "registry-type-unsupported",
                  "registry-base-url-unsupported",
                  "registry-mcpb-package",
                  "registry-invalid-named-argument-name",
                  "registry-argument-value-starts-with-name",
                  "registry-invalid-templated-url",
                  "registry-stdio-transport-url-not-empty",
                  "path-absolute",
                  "path-backslash",
                  "path-control",
                  "path-encoded",
                  "path-parent-escape",
                  "path-scheme",
                  "path-unicode"});
}

TEST_CASE("sep-2127 refuses what its schema of catalogs refuses, and url beside data") {
  const Role role{Consumer::Sep2127, "ai-catalog", Kind::AiCatalog, ".well-known/ai-catalog.json"};
  compare_beyond(card("documents/ai-catalog/valid/ai-catalog.full.json"), role,
                 {"catalog-url-xor-data", "catalog-card-type"});
}
