// Whatever rule speaks, in whatever format: no output holds a piece of a secret.
#include <catch2/catch.hpp>

#include <span>
#include <sstream>

#include "checks/table.h"
#include "lint/linter.h"
#include "lint/run.h"
#include "report/writer.h"
#include "rules/builtin.h"
#include "secret/text_scan.h"
#include "support/families.h"

using namespace cardlint;

namespace {

struct Plant {
  const char* path;
  const char* text;  // @ stands for the secret
};

// Each puts the secret where many rules quote what they find.
constexpr Plant kPlants[] = {
    {"smithery.yaml",
     "name: '@'\ntarget: '@'\nruntime: '@'\n# @\nstartCommand: {type: '@'}\n"
     "credential: '@'\n"},
    {"smithery.yaml", "name: weather # @\ntarget: [\n"},
    {".well-known/mcp/server-card.json",
     R"({"serverInfo":{"name":"@","version":"@"},"authentication":{"required":"@"},
         "tools":[{"name":"@","description":"@","inputSchema":{"type":"@"}}],"credential":"@"})"},
    {".well-known/mcp/server-card.json",
     R"({"$schema":"@","name":"@","version":"@","description":"@","credential":"@",
         "remotes":[{"type":"@","url":"@","headers":[{"name":"@","value":"@"}]}]})"},
    {".well-known/oauth-protected-resource",
     R"({"resource":"@","authorization_servers":["@"],"bearer_methods_supported":["@"],
         "credential":"@"})"},
    {".well-known/oauth-authorization-server",
     R"({"issuer":"@","authorization_endpoint":"@","token_endpoint":"@",
         "response_types_supported":["@"],"code_challenge_methods_supported":["@"],
         "credential":"@"})"},
    {".well-known/openid-configuration",
     R"({"issuer":"@","authorization_endpoint":"@","jwks_uri":"@","credential":"@"})"},
    {".well-known/jwks.json", R"({"keys":[{"kty":"@","kid":"@","credential":"@"}]})"},
    {"client.json",
     R"({"client_id":"@","redirect_uris":["@"],"token_endpoint_auth_method":"@","credential":"@"})"},
    {".well-known/ai-catalog.json",
     R"({"specVersion":"@","entries":[{"identifier":"@","displayName":"@","mediaType":"@","url":"@"}],
         "credential":"@"})"},
    {"server.json",
     R"({"$schema":"@","name":"@","description":"@","version":"@","credential":"@",
         "packages":[{"registryType":"@","identifier":"@","version":"@","transport":{"type":"@"}}]})"},
    {".mcp.json",
     R"({"mcpServers":{"@":{"command":"@","args":["@"],"type":"@","url":"@","credential":"@",
         "headers":{"@":"@"}}}})"},
    {"manifest.json",
     R"({"manifest_version":"@","name":"@","version":"@","server":{"type":"@","entry_point":"@",
         "mcp_config":{"command":"@"}},"icon":"@","credential":"@"})"},
    {"tools.json", R"({"tools":[{"name":"@","description":"@","inputSchema":{"type":"@"}},
                                 {"name":"@","inputSchema":{"@":1}}],"credential":"@"})"},
};

std::string planted(std::string text, const std::string& key, const std::string& secret) {
  for (std::size_t at = text.find("credential"); at != std::string::npos;
       at = text.find("credential", at + key.size()))
    text.replace(at, 10, key);
  for (std::size_t at = text.find('@'); at != std::string::npos;
       at = text.find('@', at + secret.size()))
    text.replace(at, 1, secret);
  return text;
}

std::string output(const Linter& linter, const Plant& plant, const std::string& key,
                   const std::string& secret) {
  const CheckReport report =
      lint_text(linter, plant.path, planted(plant.text, key, secret), std::nullopt, Limits{});
  std::ostringstream out;
  for (const Format format : kAllFormats) {
    ReportOptions options;
    options.version = "0";
    options.consumers = options.verbose = true;
    write_report(out, format, report, options);
  }
  return out.str();
}

void check_silent(const Linter& linter, std::span<const Plant> plants, const std::string& key,
                  const std::string& secret, std::size_t public_part,
                  std::size_t length = std::string::npos) {
  const std::string body = secret.substr(public_part, length);
  for (const Plant& plant : plants) {
    const std::string text = output(linter, plant, key, secret);
    INFO(key << " " << secret.substr(0, public_part) << " in " << plant.text);
    bool leaks = false;
    for (std::size_t at = 0; at + 6 <= body.size() && !leaks; ++at) {
      leaks = text.find(body.substr(at, 6)) != std::string::npos;
      if (leaks) INFO(text.substr(text.find(body.substr(at, 6)) - 60, 120));
    }
    CHECK_FALSE(leaks);
  }
}

void check_all(std::span<const Plant> plants) {
  const std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  REQUIRE(rules.add(builtin_rules()));
  const SchemaSet schemas;
  const LintSettings settings;
  const Linter linter(rules, schemas, settings);
  for (const FamilySource& family : all_families()) {
    const std::string secret = join_sample(family.positives.front());
    const std::size_t public_part =
        family.keys.empty() ? scan_text(secret).front().body : family.prefixes.front().size();
    check_silent(linter, plants, family.key_of_examples, secret, public_part);
  }
  check_silent(linter, plants, "databaseUrl",
               "postgresql://app:hT5vB8nLc3Yd@db.prod.internal:5432/app", 17, 12);
}

}  // namespace

// Three, so that each stays well below the time limit of a test.
TEST_CASE("no output holds six characters of a secret: manifests and cards") {
  check_all(std::span(kPlants).first(4));
}
TEST_CASE("no output holds six characters of a secret: metadata and catalogs") {
  check_all(std::span(kPlants).subspan(4, 6));
}
TEST_CASE("no output holds six characters of a secret: server.json, clients, bundles, tools") {
  check_all(std::span(kPlants).subspan(10));
}
