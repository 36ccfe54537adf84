#include <catch2/catch.hpp>

#include "doc/document.h"

using namespace cardlint;

namespace {

Document document(std::string path, std::string text) {
  return make_document(std::make_shared<SourceFile>(path, std::move(text)), path, Limits{});
}

std::string kind(std::string path, std::string text) {
  const Document d = document(std::move(path), std::move(text));
  return d.kind ? std::string(name(*d.kind)) : "";
}

std::string dialect(std::string text) {
  return std::string(name(document(".well-known/mcp/server-card.json", std::move(text)).dialect));
}

}  // namespace

TEST_CASE("a reserved path keeps its kind when the content says nothing") {
  CHECK(kind("smithery.yaml", "{}") == "smithery-manifest");
  CHECK(kind("a/smithery.yml", "{}") == "smithery-manifest");
  CHECK(kind("x/.well-known/mcp/server-card.json", "{}") == "server-card");
  CHECK(kind("weather-server-card.json", "{}") == "server-card");
  CHECK(kind(".well-known/mcp-server-card/weather.json", "{}") == "server-card");
  CHECK(kind(".well-known/oauth-protected-resource/mcp", "{}") == "oauth-protected-resource");
  CHECK(kind("public/well-known/oauth-authorization-server.json", "{}") ==
        "oauth-authorization-server");
  CHECK(kind(".well-known/openid-configuration", "{}") == "openid-configuration");
  CHECK(kind(".well-known/ai-catalog.json", "{}") == "ai-catalog");
  CHECK(kind(".vscode/mcp.json", "// servers\n{}") == "client-config");
  CHECK(kind(".mcp.json", "{}") == "client-config");
}

TEST_CASE("an ambiguous name needs its content to agree") {
  CHECK(kind("server.json", "{}").empty());
  CHECK(kind("server.json", R"({"name":"a/b","packages":[{"registryType":"npm"}]})") ==
        "registry-server");
  CHECK(kind("mcp.json", R"({"mcpServers":{}})") == "client-config");
  CHECK(kind("manifest.json", R"({"name":"x","icons":[]})").empty());
  CHECK(kind("manifest.json", R"({"manifest_version":"0.3","server":{}})") == "mcpb-manifest");
  CHECK(kind(".well-known/mcp.json", R"({"serverInfo":{}})") == "server-card");
}

TEST_CASE("content decides for files of any name") {
  CHECK(kind("a.json", R"({"jsonrpc":"2.0","result":{"tools":[]}})") == "tools-list");
  CHECK(kind("a.json", R"({"tools":[],"nextCursor":"x"})") == "tools-list");
  CHECK(kind("a.json", R"({"keys":[{"kty":"RSA"}]})") == "jwks");
  CHECK(kind("a.json", R"({"client_id":"https://a.example/c","redirect_uris":[]})") ==
        "client-metadata");
  CHECK(kind("a.json", R"({"client_id":7,"redirect_uris":[]})") == "client-metadata");
  // The answer to a registration, not a metadata document.
  CHECK(kind("a.json", R"({"client_id":"x","redirect_uris":[]})").empty());
  CHECK(kind("a.json", R"({"issuer":"x","token_endpoint":"y"})") == "oauth-authorization-server");
  CHECK(kind("a.json", R"({"issuer":"x","jwks_uri":"y","subject_types_supported":[]})") ==
        "openid-configuration");
  CHECK(kind("a.json", R"({"resource":"x","authorization_servers":[]})") ==
        "oauth-protected-resource");
  CHECK(kind("a.json", R"({"name":"cardlint"})").empty());
}

TEST_CASE("where path and content disagree") {
  // A server.json served as a card is the common case: it stays a card.
  CHECK(kind(".well-known/mcp/server-card.json",
             R"({"name":"a/b","packages":[{"registryType":"npm"}]})") == "server-card");
  CHECK(kind(".well-known/oauth-authorization-server",
             R"({"issuer":"x","jwks_uri":"y","subject_types_supported":[]})") ==
        "oauth-authorization-server");
  const Document d = document(".well-known/oauth-authorization-server",
                              R"({"resource":"x","scopes_supported":[]})");
  CHECK(d.kind == Kind::OauthProtectedResource);
  CHECK(d.reserved == Kind::OauthAuthorizationServer);
}

TEST_CASE("dialects of the server card") {
  CHECK(dialect(R"({"serverInfo":{"name":"a"}})") == "smithery");
  CHECK(dialect(R"({"serverInfo":{},"protocolVersion":"2025-06-18"})") == "sep-1649");
  CHECK(dialect(R"({"protocolVersion":"2025-06-18","transport":{}})") == "sep-1649");
  CHECK(dialect(R"({"mcp_version":"1","server_name":"x"})") == "sep-1960");
  CHECK(dialect(R"({"name":"a/b","remotes":[]})") == "sep-2127");
  CHECK(
      dialect(
          R"({"$schema":"https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json"})") ==
      "sep-2127");
  CHECK(dialect(R"({"name":"a/b","remotes":[],"tools":[]})") == "hybrid");
  CHECK(
      dialect(
          R"({"$schema":"https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json","serverInfo":{}})") ==
      "hybrid");
  CHECK(dialect(R"({"name":"weather","version":"1"})") == "unknown");
  CHECK(dialect("[]") == "unknown");
}

TEST_CASE("a broken file is still what its path says") {
  CHECK(kind("server-card.json", "<html>") == "server-card");
  CHECK(kind("server.json", "{") == "registry-server");
  CHECK(kind("x.json", "{").empty());
}

TEST_CASE("a map of servers without a key around it is a client configuration") {
  CHECK(kind("a.json", R"({"w":{"streamable_http":{"url":"https://e.com/mcp"}}})") ==
        "client-config");
  CHECK(kind("a.json", R"({"w":{"sse":{"url":"u"}},"v":{"http":{"url":"u"}}})") == "client-config");
  CHECK(kind("a.json", R"({"$schema":"x","w":{"command":"npx","args":[]}})") == "client-config");
  CHECK(kind("a.json", R"({"w":{"type":"http","url":"https://e.com/mcp"}})") == "client-config");
  CHECK(kind("a.json", R"({"w":{"streamable_http":{"url":"u"}},"name":"x"})").empty());
  CHECK(kind("a.json", R"({"w":{"url":"https://e.com"}})").empty());
  CHECK(kind("a.json", R"({"w":{"type":"git","url":"https://e.com"}})").empty());
  CHECK(kind("a.json", R"({"scripts":{"command":"make"}})").empty());
  CHECK(kind("a.json", R"({"$schema":"x"})").empty());
  CHECK(kind("a.json", R"([{"streamable_http":{"url":"u"}}])").empty());
  CHECK(kind("a.json", "{}").empty());
  CHECK(kind("a.json",
             R"({"mcp_version":"1","server_name":"a","endpoints":{"streamable_http":"u"}})") ==
        "server-card");
}

TEST_CASE("the manifest in an archive has its kind whatever it holds") {
  CHECK(kind_of_path("dist/weather.mcpb").kind == Kind::McpbManifest);
  CHECK(kind("weather.mcpb/manifest.json", "{}") == "mcpb-manifest");
  CHECK(kind("weather/manifest.json", "{}").empty());
  CHECK(is_bundle_path("a/b.mcpb"));
  CHECK_FALSE(is_bundle_path("a.mcpb/manifest.json"));
}
