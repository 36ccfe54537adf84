// OAuth documents against what they were fetched for (oauth_relations.txt), and the hosts and
// parameters of their addresses.
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "checks/table.h"
#include "lint/run.h"
#include "rules/builtin.h"
#include "support/paths.h"

using namespace cardlint;
using nlohmann::json;

namespace {

json server(const std::string& issuer) {
  return {{"issuer", issuer},
          {"authorization_endpoint", "https://auth.acme.io/authorize"},
          {"token_endpoint", "https://auth.acme.io/token"},
          {"response_types_supported", {"code"}},
          {"grant_types_supported", {"authorization_code"}},
          {"code_challenge_methods_supported", {"S256"}}};
}

json resource(const std::string& identifier) {
  return {{"resource", identifier}, {"authorization_servers", {"https://auth.acme.io"}}};
}

struct Lint {
  std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  SchemaSet schemas;
  LintSettings settings;

  Lint() { REQUIRE(rules.add(builtin_rules())); }

  CheckReport run(const json& document, const FetchedText& fetched = {}) {
    const bool prm = document.contains("resource");
    const bool client = document.contains("redirect_uris");
    const Kind kind = prm      ? Kind::OauthProtectedResource
                      : client ? Kind::ClientMetadata
                               : Kind::OauthAuthorizationServer;
    return lint_text(Linter(rules, schemas, settings), "metadata.json", document.dump(), kind,
                     Limits{}, fetched);
  }

  std::string level(const CheckReport& report, std::string_view rule) {
    Severity worst = Severity::Off;
    for (const Diagnostic& d : report.diagnostics) {
      if (d.rule == rule) worst = std::max(worst, d.severity);
    }
    return worst == Severity::Off ? "-" : std::string(name(worst));
  }

  std::string split(const std::string& authorization, const std::string& token) {
    json document = server("https://" + authorization);
    document["authorization_endpoint"] = "https://" + authorization + "/authorize";
    document["token_endpoint"] = "https://" + token + "/token";
    return level(run(document), "oauth-endpoint-split");
  }

  std::string redirect(const std::string& query) {
    json document = server("https://auth.acme.io");
    document["authorization_endpoint"] = "https://auth.acme.io/authorize?" + query;
    return level(run(document), "oauth-open-redirect");
  }

  std::string redirect_uri(const std::string& uri) {
    const CheckReport report = run({{"client_id", "https://app.acme.io/client.json"},
                                    {"client_name", "Acme"},
                                    {"redirect_uris", {uri}},
                                    {"token_endpoint_auth_method", "none"}});
    const std::string mine = level(report, "oauth-open-redirect");
    const std::string other = level(report, "client-metadata-redirect-uri");
    CHECK((mine == "-" || other == "-"));  // exactly one speaks
    return mine;
  }
};

std::string verdict(const CheckReport& report, Consumer consumer) {
  for (const ConsumerVerdict& v : report.documents.at(0).verdicts) {
    if (v.consumer == consumer) return std::string(name(v.verdict));
  }
  return "none";
}

}  // namespace

TEST_CASE("fetched documents and what they were asked for") {
  Lint lint;
  std::ifstream table(in_tests("unit/checks/document/oauth_relations.txt"));
  std::size_t rows = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.starts_with('#')) continue;
    const auto columns = split(line, '\t');
    REQUIRE(columns.size() == 7);
    const bool issuer = columns[0] == "issuer";
    FetchedText fetched;
    if (columns[1] == "for") fetched.identifier = columns[2];
    if (columns[1] == "from") fetched.from = columns[2];
    const std::string said(columns[3]);
    const CheckReport report = lint.run(issuer ? server(said) : resource(said), fetched);
    INFO(line);
    CHECK(lint.level(report, issuer ? "oauth-issuer-mismatch" : "oauth-resource-mismatch") ==
          columns[4]);
    CHECK(verdict(report, Consumer::TsSdk) == columns[5]);
    CHECK(verdict(report, Consumer::PySdk) == columns[6]);
    ++rows;
  }
  CHECK(rows > 50);
}

TEST_CASE("one rule says that an identifier is missing") {
  Lint lint;
  json as = server("");
  as.erase("issuer");
  json prm = resource("");
  const FetchedText fetched{"", "https://auth.acme.io"};
  CHECK(lint.level(lint.run(as), "as-issuer-missing") == "error");
  CHECK(lint.level(lint.run(as), "oauth-issuer-mismatch") == "-");
  CHECK(lint.level(lint.run(as, fetched), "as-issuer-missing") == "-");
  CHECK(lint.level(lint.run(as, fetched), "oauth-issuer-mismatch") == "error");
  prm["resource"] = nullptr;
  CHECK(lint.level(lint.run(prm), "prm-resource-missing") == "error");
  CHECK(lint.level(lint.run(prm), "oauth-resource-mismatch") == "-");
  CHECK(lint.level(lint.run(prm, fetched), "prm-resource-missing") == "-");
  CHECK(lint.level(lint.run(prm, fetched), "oauth-resource-mismatch") == "error");
}

TEST_CASE("identifiers of a wrong form are the matter of other rules") {
  Lint lint;
  const FetchedText fetched{"", "https://auth.acme.io"};
  for (const char* issuer :
       {"auth.acme.io", "https:///x", "https://auth.acme.io?x=1", "https://auth.acme.io#x",
        "https://auth.acme.io/.well-known/openid-configuration", "urn:acme", ""}) {
    INFO(issuer);
    const CheckReport report = lint.run(server(issuer), fetched);
    CHECK(lint.level(report, "oauth-issuer-mismatch") == "-");
    CHECK(count(report).errors == 1);
  }
}

TEST_CASE("endpoints on other domains") {
  Lint lint;
  CHECK(lint.split("accounts.google.com", "evil.example") == "error");
  CHECK(lint.split("github.com", "gh-token.example.net") == "error");
  CHECK(lint.split("acme.okta.com", "acme.okta.com.evil.example") == "error");
  CHECK(lint.split("login.microsoftonline.com", "proxy.example.net") == "error");
  CHECK(lint.split("login.acme.io", "acme-login.io") == "warning");
  CHECK(lint.split("a.github.io", "b.github.io") == "warning");
  CHECK(lint.split("login.acme.com", "acme.auth0.com") == "warning");
  CHECK(lint.split("accounts.google.com", "oauth2.googleapis.com") == "-");
  CHECK(lint.split("www.facebook.com", "graph.facebook.com") == "-");
  CHECK(lint.split("login.acme.io", "api.acme.io") == "-");
  CHECK(lint.split("LOGIN.acme.io", "api.ACME.io.") == "-");
  CHECK(lint.split("acme.eu.auth0.com", "acme.eu.auth0.com") == "-");
  // Places without a registered name have rules of their own.
  for (const char* token : {"10.0.0.8", "2852039166", "[::1]", "localhost", "keycloak", "auth.corp",
                            "metadata.google.internal", "user@evil.example"}) {
    INFO(token);
    CHECK(lint.split("auth.acme.io", token) == "-");
  }

  json machines = server("https://auth.acme.io");
  machines.erase("authorization_endpoint");
  machines["token_endpoint"] = "https://tokens.example.net/token";
  machines["grant_types_supported"] = {"client_credentials"};
  CHECK(lint.level(lint.run(machines), "oauth-endpoint-split") == "-");
}

TEST_CASE("parameters that lead on") {
  Lint lint;
  CHECK(lint.redirect("redirect_uri=https://evil.example") == "warning");
  CHECK(lint.redirect("url=//evil.example") == "warning");
  CHECK(lint.redirect("next=https%3A%2F%2Fevil.example") == "warning");
  CHECK(lint.redirect("next=%252F%252Fevil.example") == "warning");
  CHECK(lint.redirect("ReturnTo=https:evil.example") == "warning");
  CHECK(lint.redirect("a=b&goto=/%5Cevil.example") == "warning");
  CHECK(lint.redirect("r=javascript:alert(1)") == "warning");
  CHECK(lint.redirect("continue=http://auth.acme.io/b") == "warning");  // another scheme
  CHECK(lint.redirect("prompt=login") == "-");
  CHECK(lint.redirect("next=/home") == "-");
  CHECK(lint.redirect("next=") == "-");
  CHECK(lint.redirect("next") == "-");
  CHECK(lint.redirect("audience=https://api.acme.org") == "-");
  CHECK(lint.redirect("resource=https://mcp.acme.org") == "-");
  CHECK(lint.redirect("return_to=https://auth.acme.io/b") == "-");
  CHECK(lint.redirect("return_to=https://AUTH.acme.io:443/b") == "-");
  CHECK(lint.redirect("u=tenant:7&r=main") == "-");
}

TEST_CASE("redirect URIs that stand for many") {
  Lint lint;
  CHECK(lint.redirect_uri("https://*.acme.io/cb") == "warning");
  CHECK(lint.redirect_uri("https://acme.io/*") == "warning");
  CHECK(lint.redirect_uri("https://acme.io/../cb") == "warning");
  CHECK(lint.redirect_uri("https://acme.io/a/%2e%2E") == "warning");
  CHECK(lint.redirect_uri("https://acme.io/a\\..\\cb") == "warning");
  CHECK(lint.redirect_uri("https://acme.io/cb?next=https://evil.example") == "warning");
  CHECK(lint.redirect_uri("*.acme.io/cb") == "-");         // relative
  CHECK(lint.redirect_uri("https://acme.io/*#x") == "-");  // a fragment
  CHECK(lint.redirect_uri("https://acme.io/cb") == "-");
  CHECK(lint.redirect_uri("https://acme.io/a..b/...") == "-");
  CHECK(lint.redirect_uri("http://127.0.0.1/cb") == "-");
}
