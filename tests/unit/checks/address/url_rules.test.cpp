// The rules on addresses, held to a table: url_rules.txt.
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "checks/address/document_urls.h"
#include "checks/table.h"
#include "lint/run.h"
#include "rules/builtin.h"
#include "support/paths.h"

using namespace cardlint;
using nlohmann::json;

namespace {

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
    } else if (text[i + 1] == 'u') {
      const std::size_t end = text.find('}', i);
      append_utf8(out, static_cast<std::uint32_t>(
                           std::stoul(std::string(text.substr(i + 3, end - i - 3)), nullptr, 16)));
      i = end;
    } else {
      const char next = text[++i];
      if (next != 'n' && next != 't' && next != '\\') out += '\\';
      out += next == 'n' ? '\n' : next == 't' ? '\t' : next;
    }
  }
  return out;
}

struct Sample {
  std::string path;
  json document;
  std::string pointer;
};

json server(const std::string& origin) {
  return {{"issuer", origin},
          {"authorization_endpoint", origin + "/authorize"},
          {"token_endpoint", origin + "/token"},
          {"response_types_supported", {"code"}},
          {"code_challenge_methods_supported", {"S256"}}};
}

Sample oauth_sample(const std::string& member, const std::string& url) {
  if (member == "resource" || member == "authorization_servers" ||
      member == "resource_documentation") {
    json document{{"resource", "https://mcp.acme.io/mcp"},
                  {"authorization_servers", {"https://auth.acme.io"}},
                  {"bearer_methods_supported", {"header"}}};
    if (member == "authorization_servers") {
      document[member] = {url};
    } else {
      document[member] = url;
    }
    return {".well-known/oauth-protected-resource", document,
            member == "authorization_servers" ? "/authorization_servers/0" : "/" + member};
  }
  if (member == "redirect_uris") {
    return {"client.json",
            {{"client_id", "https://client.acme.io/client.json"},
             {"client_name", "Weather"},
             {"redirect_uris", {url}}},
            "/redirect_uris/0"};
  }
  if (member == "jwks/x5u")
    return {"jwks.json", {{"keys", {{{"kty", "RSA"}, {"x5u", url}}}}}, "/keys/0/x5u"};
  json document =
      server(member == "local" ? url.substr(0, url.rfind('/')) : "https://auth.acme.io");
  const std::string key =
      member == "local" || member == "lone_token_endpoint" ? "token_endpoint" : member;
  if (member == "mtls") {
    document["mtls_endpoint_aliases"] = {{"token_endpoint", url}};
    return {".well-known/oauth-authorization-server", document,
            "/mtls_endpoint_aliases/token_endpoint"};
  }
  document[key] = url;
  return {".well-known/oauth-authorization-server", document, "/" + key};
}

Sample sample(const std::string& member, const std::string& url) {
  const json info{{"name", "weather"}, {"version", "1.0.0"}};
  const std::string schemas = "https://static.modelcontextprotocol.io/schemas/";
  json card{{"name", "com.acme/weather"},
            {"version", "1.0.0"},
            {"description", "Forecasts"},
            {"remotes", {{{"type", "streamable-http"}, {"url", "https://mcp.acme.io/mcp"}}}}};
  if (member == "remotes" || member.starts_with("registry/")) {
    const bool is_card = member == "remotes";
    card["$schema"] =
        schemas + (is_card ? "v1/server-card.schema.json" : "2025-12-11/server.schema.json");
    const bool website = member == "registry/websiteUrl";
    if (website) card["websiteUrl"] = url;
    if (!website) card["remotes"][0]["url"] = url;
    return {is_card ? "server-card.json" : "server.json", card,
            website ? "/websiteUrl" : "/remotes/0/url"};
  }
  if (member == "card/websiteUrl") {
    json named = info;
    named["websiteUrl"] = url;
    return {"server-card.json",
            {{"serverInfo", named}, {"tools", json::array()}},
            "/serverInfo/websiteUrl"};
  }
  if (member == "card49/endpoint" || member == "endpoint")
    return {"server-card.json",
            {{"serverInfo", info}, {"transport", {{"type", "streamable-http"}, {"endpoint", url}}}},
            "/transport/endpoint"};
  if (member == "endpoints/websocket")
    return {"server-card.json",
            {{"mcp_version", "2025-06-18"},
             {"server_name", "weather"},
             {"server_version", "1.0.0"},
             {"endpoints", {{"websocket", url}}}},
            "/endpoints/websocket"};
  if (member == "catalog/url")
    return {".well-known/ai-catalog.json",
            {{"specVersion", "1.0"},
             {"entries",
              {{{"identifier", "urn:air:acme.io:mcp:weather"},
                {"type", "application/mcp-server-card+json"},
                {"url", url}}}}},
            "/entries/0/url"};
  return oauth_sample(member, url);
}

struct Lint {
  std::vector<CheckEntry> checks = check_table();
  RuleSet rules{CheckTable(checks)};
  SchemaSet schemas;
  LintSettings settings;

  Lint() { REQUIRE(rules.add(builtin_rules())); }
  std::vector<Diagnostic> run(const Sample& sample) {
    return lint_text(Linter(rules, schemas, settings), sample.path, sample.document.dump(),
                     std::nullopt, Limits{})
        .diagnostics;
  }
};

Document document_of(const Sample& sample) {
  return make_document(std::make_shared<SourceFile>(sample.path, sample.document.dump()),
                       sample.path, Limits{});
}

const checks::UrlJudgement& judged(const checks::DocumentUrls& urls, const Document& document,
                                   const char* pointer) {
  const auto* url = urls.find(document.tree.resolve(pointer));
  REQUIRE(url != nullptr);
  return url->judged;
}

}  // namespace

TEST_CASE("addresses and what is said of them") {
  Lint lint;
  std::ifstream table(in_tests("unit/checks/address/url_rules.txt"));
  std::size_t rows = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.starts_with('#')) continue;
    const auto columns = split(line, '\t');
    REQUIRE(columns.size() == 4);
    const Sample made = sample(std::string(columns[2]), decoded(columns[3]));
    Severity worst = Severity::Off;
    std::set<std::string> errors;
    for (const Diagnostic& d : lint.run(made)) {
      if (d.where.pointer != made.pointer) continue;
      if (d.rule == columns[1]) worst = std::max(worst, d.severity);
      if (d.severity == Severity::Error) errors.insert(d.rule);
    }
    INFO(line);
    CHECK((worst == Severity::Off ? "-" : name(worst)) == columns[0]);
    if (errors.count("oauth-private-address") || errors.count("oauth-internal-name"))
      errors.erase("oauth-http-downgrade");
    std::string all;
    for (const std::string& rule : errors) all += rule + " ";
    INFO(all);
    CHECK(errors.size() <= 1);
    ++rows;
  }
  CHECK(rows > 280);
}

TEST_CASE("the reader's own machine in documents from elsewhere") {
  using checks::UrlFault;
  Document document = document_of(sample("local", "http://localhost:9000/token"));
  {
    const checks::DocumentUrls urls(document);
    CHECK(judged(urls, document, "/token_endpoint").fault == UrlFault::None);
    CHECK_FALSE(judged(urls, document, "/token_endpoint").plain);
  }
  document.fetched_from = "https://auth.acme.io/.well-known/oauth-authorization-server";
  {
    const checks::DocumentUrls urls(document);
    CHECK(judged(urls, document, "/token_endpoint").fault == UrlFault::None);
    CHECK(judged(urls, document, "/token_endpoint").plain);
  }
  document.fetched_from = "http://localhost:9000/.well-known/oauth-authorization-server";
  {
    const checks::DocumentUrls urls(document);
    CHECK(judged(urls, document, "/token_endpoint").fault == UrlFault::None);
    CHECK_FALSE(judged(urls, document, "/token_endpoint").plain);
  }
  document = document_of(sample("token_endpoint", "https://127.0.0.1/token"));
  document.fetched_from = "https://auth.acme.io/.well-known/oauth-authorization-server";
  const checks::DocumentUrls urls(document);
  CHECK(judged(urls, document, "/token_endpoint").fault == UrlFault::PrivateAddress);
  CHECK(judged(urls, document, "/issuer").fault == UrlFault::None);
}

TEST_CASE("names for examples are noted once") {
  json server_document = server("https://auth.example.com");
  const Document document =
      document_of({".well-known/oauth-authorization-server", server_document, ""});
  const checks::DocumentUrls urls(document);
  std::size_t noted = 0;
  for (const auto& url : urls.entries) {
    noted += url.judged.fault == checks::UrlFault::ExampleName;
    if (url.judged.fault == checks::UrlFault::ExampleName) CHECK(url.alike == 2);
  }
  CHECK(noted == 1);
}

TEST_CASE("long addresses and many of them cost a moment") {
  Lint lint;
  const auto repeat = [](const std::string& unit, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += unit;
    return all;
  };
  for (const char* unit :
       {"@", ".", "\u0430.", "1.", "%31", "xn--ggle-55da.", "{", "\\", ";", "-"}) {
    const auto start = std::chrono::steady_clock::now();
    lint.run(sample("token_endpoint", "https://" + repeat(unit, 20'000)));
    json entries = json::array();
    for (int i = 0; i < 500; ++i) entries.push_back({{"url", "https://" + repeat(unit, 20)}});
    lint.run({".well-known/ai-catalog.json", {{"specVersion", "1.0"}, {"entries", entries}}, ""});
    INFO(unit);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  }
}
