// Identifiers and the addresses of their metadata: RFC 8414 §3.1, RFC 9728 §3.1, OpenID Connect
// Discovery §4.1.
#include <catch2/catch.hpp>

#include "address/well_known.h"

using namespace cardlint;

TEST_CASE("the issuer of an address of metadata") {
  const std::string host = "https://auth.example.com";
  const std::string server = host + "/.well-known/oauth-authorization-server";
  const std::string openid = host + "/.well-known/openid-configuration";
  CHECK(issuer_of_metadata_url(server) == host);
  CHECK(issuer_of_metadata_url(server + "/") == host);
  CHECK(issuer_of_metadata_url(openid) == host);
  CHECK(issuer_of_metadata_url(server + "/t1") == host + "/t1");
  CHECK(issuer_of_metadata_url(server + "/a/b%2Fc/") == host + "/a/b%2Fc");
  CHECK(issuer_of_metadata_url(openid + "/t1") == host + "/t1");
  CHECK(issuer_of_metadata_url(host + "/t1/.well-known/openid-configuration") == host + "/t1");
  CHECK(issuer_of_metadata_url("HTTPS://Auth.example.com:443/.well-known/openid-configuration") ==
        "HTTPS://Auth.example.com:443");
  CHECK(issuer_of_metadata_url("http://[::1]:8080/.well-known/oauth-authorization-server/x") ==
        "http://[::1]:8080/x");
}

TEST_CASE("addresses that are made of no issuer") {
  const std::string host = "https://auth.example.com";
  for (const std::string path :
       {"", "/", "/metadata.json", "/.well-known/oauth-authorization-servers",
        "/.well-known/oauth-authorization-server-2", "/.well-known/oauth-authorization-server?x=1",
        "/.well-known/oauth-authorization-server#x", "/.well-known/oauth-protected-resource",
        "/t1/.well-known/oauth-authorization-server", "/.well-known/openid-configuration?x",
        "/a/.well-known/openid-configuration/b", "/.well-known/",
        "/.well-known/openid-configuration/a/.well-known/openid-configuration"}) {
    INFO(path);
    CHECK(issuer_of_metadata_url(host + path).empty());
  }
  CHECK(issuer_of_metadata_url("").empty());
  CHECK(issuer_of_metadata_url("/.well-known/oauth-authorization-server").empty());
  CHECK(issuer_of_metadata_url("file:///.well-known/oauth-authorization-server").empty());
  CHECK(issuer_of_metadata_url("ftp://a.example/.well-known/oauth-authorization-server").empty());
}

TEST_CASE("the resource of an address of metadata") {
  const std::string host = "https://mcp.example.com";
  const std::string metadata = host + "/.well-known/oauth-protected-resource";
  CHECK(resource_of_metadata_url(metadata) == host);
  CHECK(resource_of_metadata_url(metadata + "/") == host);
  CHECK(resource_of_metadata_url(metadata + "/mcp") == host + "/mcp");
  CHECK(resource_of_metadata_url(metadata + "/mcp/") == host + "/mcp/");
  CHECK(resource_of_metadata_url(metadata + "/a/mcp?k=v") == host + "/a/mcp?k=v");
  CHECK(resource_of_metadata_url(metadata + "?k=v") == host + "?k=v");
  CHECK(resource_of_metadata_url(metadata + "s").empty());
  CHECK(resource_of_metadata_url(metadata + "/mcp#x").empty());
  CHECK(resource_of_metadata_url(host + "/mcp/.well-known/oauth-protected-resource").empty());
  CHECK(resource_of_metadata_url(host + "/prm.json").empty());
}
