// No report shows key material: neither its message nor the source line that it prints.
#include <catch2/catch.hpp>

#include "checks/table.h"
#include "lint/linter.h"
#include "rules/builtin.h"
#include "secret/document_secrets.h"
#include "secret/family_file.h"

using namespace cardlint;

namespace {

Project project(std::string path, std::string text) {
  Project project;
  project.root = ".";
  auto source = std::make_shared<SourceFile>(path, std::move(text));
  project.documents.push_back(make_document(std::move(source), path, Limits{}));
  return project;
}

std::vector<std::string> secrets(std::string path, std::string text) {
  const Project one = project(std::move(path), std::move(text));
  const Document& document = one.documents.front();
  std::vector<std::string> found;
  const DocumentSecrets secrets(document);
  for (const Span& span : secrets.hidden())
    found.emplace_back(document.source->text().substr(span.begin, span.end - span.begin));
  return found;
}

}  // namespace

TEST_CASE("private members of keys and secrets of clients are known by their place") {
  CHECK(secrets("jwks.json", R"({"keys":[{"kty":"EC","x":"1","d":"a"},{"kty":"oct","k":"b"}]})") ==
        std::vector<std::string>{"a", "b"});
  // The first of two is hidden too, and a value of any type.
  CHECK(secrets("jwks.json", R"({"keys":[{"kty":"RSA","d":"a","d":7,"oth":[{"r":"c"}]}]})") ==
        std::vector<std::string>{"a", "7", R"([{"r":"c"}])"});
  CHECK(secrets("a.json", R"({"client_id":"https://a.example/c","redirect_uris":[],
                              "client_secret":"s","jwks":{"keys":[{"d":"a"}]}})") ==
        std::vector<std::string>{"s", "a"});
  CHECK(secrets(".well-known/oauth-protected-resource", R"({"client_secret":"s"})").empty());
}

TEST_CASE("a diagnostic beside a key does not show it") {
  const std::string key = "n0t-a-k3y-but-it-must-not-be-seen";
  const std::string text =
      R"({"keys":[{"kid":"a","kty":"EC","d":")" + key + R"("},{"kid":"a","kty":"EC"}]})";
  const std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  REQUIRE(rules.add(builtin_rules()));
  const SchemaSet schemas;
  const CheckReport report =
      Linter(rules, schemas, LintSettings{}).lint(project("jwks.json", text));
  CHECK(report.diagnostics.size() >= 2);
  for (const Diagnostic& d : report.diagnostics) {
    CHECK(d.message.find(key) == std::string::npos);
    CHECK(d.excerpt.line.find("n0t") == std::string::npos);
    CHECK(d.excerpt.line.find("***") != std::string::npos);
  }
}

TEST_CASE("a credential is placed to the byte, in values, names, comments and broken files") {
  const std::string token = join_sample("gl|pat-Zq7Wm2Rk|9Xp4Zq7Wm2Rk");
  const std::string body = token.substr(6);
  CHECK(secrets(".mcp.json", R"({"mcpServers":{"a":{"command":"b","args":["x )" + token +
                                 R"( y"]}}})") == std::vector<std::string>{body});
  CHECK(secrets(".mcp.json", R"({"mcpServers":{")" + token + R"(":{"command":"b"}}})") ==
        std::vector<std::string>{body});
  CHECK(secrets("smithery.yaml", "name: a\n# was " + token + "\ntarget: remote\n") ==
        std::vector<std::string>{body});
  CHECK(secrets("smithery.yaml", "name: a\ntarget: remote # " + token) ==
        std::vector<std::string>{body});
  CHECK(secrets("smithery.yaml", "name: [a\n# was " + token + "\n: }\n") ==
        std::vector<std::string>{body});
  CHECK(secrets(".mcp.json", "{\"mcpServers\": {} // was " + token + "\n}") ==
        std::vector<std::string>{body});
  CHECK(secrets("server.json", "{\"name\": \"a\"} /* was " + token + " */") ==
        std::vector<std::string>{body});
  // With an escape in it the string is hidden whole; as a block too.
  CHECK(secrets(".mcp.json", R"({"mcpServers":{"a":{"command":"\u0078 )" + token + R"("}}})") ==
        std::vector<std::string>{"\\u0078 " + token});
  CHECK(secrets("smithery.yaml", "name: |\n  a\n  " + token + "\n").size() == 1);
}

TEST_CASE("a credential that an alias repeats is one") {
  const std::string token = join_sample("gl|pat-Zq7Wm2Rk|9Xp4Zq7Wm2Rk");
  CHECK(secrets("smithery.yaml", "name: &a " + token + "\ntarget: *a\n").size() == 1);
}
