// Redirects are followed by hand: each target is judged anew, and credentials stay at home.
#include <catch2/catch.hpp>

#include "probe/ask.h"
#include "probe/server.h"

using namespace cardlint;
using namespace probe_test;

namespace {

// Two names for the scripted server, and leave to go to it.
HttpSettings with_names(const ScriptedServer& server, bool allow_private = true) {
  HttpSettings settings = quick();
  settings.allow_private = allow_private;
  const std::string port = std::to_string(server.port());
  settings.resolve = {"a.test:" + port + ":127.0.0.1", "b.test:" + port + ":127.0.0.1"};
  return settings;
}

std::string encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

HttpRequest following(const std::string& url) {
  HttpRequest request = get(url);
  request.max_redirects = 5;
  return request;
}

std::string to(const std::string& location) {
  return "/redirect?to=" + encoded(location);
}

}  // namespace

TEST_CASE("redirects are followed, also relative ones") {
  const ScriptedServer server;
  for (const std::string& location :
       {std::string("/ok"), std::string("ok"), std::string("./x/../ok"), server.url("/ok"),
        "//127.0.0.1:" + std::to_string(server.port()) + "/ok", std::string("/ok#part")}) {
    INFO(location);
    const Exchange exchange = ask(following(server.url(to(location))));
    INFO(exchange.detail);
    CHECK(exchange.fault == HttpFault::None);
    CHECK(exchange.status == 200);
    CHECK(exchange.url == server.url("/ok"));
    REQUIRE(exchange.hops.size() == 1);
    CHECK(exchange.hops[0].status == 302);
    CHECK(exchange.hops[0].location == location);
    CHECK(exchange.body_whole);
  }
  for (const std::string code : {"301", "303", "307", "308"}) {
    CHECK(ask(following(server.url("/redirect?to=/ok&code=" + code))).status == 200);
  }
  for (const std::string code : {"300", "304", "305"}) {
    const Exchange exchange = ask(following(server.url("/redirect?to=/ok&code=" + code)));
    CHECK(exchange.status == std::stoi(code));
    CHECK(exchange.fault == HttpFault::None);
  }
  CHECK(ask(following(server.url("/chain?left=5"))).status == 200);
  CHECK(ask(following(server.url("/redirect-endless"))).status == 200);
}

TEST_CASE("a POST's redirect is its answer") {
  const ScriptedServer server;
  for (const std::string code : {"302", "303", "307", "308"}) {
    HttpRequest request = following(server.url("/redirect?to=/ok&code=" + code));
    request.method = HttpMethod::Post;
    request.body = "{}";
    const Exchange exchange = ask(request);
    CHECK(exchange.status == std::stoi(code));
    CHECK(exchange.fault == HttpFault::None);
    CHECK(exchange.hops.empty());
    CHECK(exchange.body == "moved");
  }
  CHECK(server.requests().size() == 4);
}

TEST_CASE("redirects that are refused, and ask nobody") {
  const ScriptedServer server;
  const std::string port = std::to_string(server.port());
  struct Case {
    std::string location;
    HttpFault fault;
  };
  const std::vector<Case> cases{
      {"file:///etc/passwd", HttpFault::RedirectRefused},
      {"gopher://127.0.0.1:6379/_x", HttpFault::RedirectRefused},
      {"ftp://127.0.0.1/", HttpFault::RedirectRefused},
      {"javascript:alert(1)", HttpFault::RedirectRefused},
      {"http:ok", HttpFault::RedirectRefused},
      {"http:/ok", HttpFault::RedirectRefused},
      {"http:///127.0.0.1/ok", HttpFault::RedirectRefused},
      {"///127.0.0.1/ok", HttpFault::RedirectRefused},
      {"\\\\127.0.0.1\\ok", HttpFault::RedirectRefused},
      {"/\\127.0.0.1/ok", HttpFault::RedirectRefused},
      {"http://user:pw@127.0.0.1:" + port + "/ok", HttpFault::RedirectRefused},
      {"http://user@127.0.0.1:" + port + "/ok", HttpFault::RedirectRefused},
      {"http://127.0.0.1:22/", HttpFault::RedirectRefused},
      {"http://127.0.0.1:0/", HttpFault::RedirectRefused},
      {"http://[fe80::1%25eth0]/", HttpFault::RedirectRefused},
      {"/o k", HttpFault::RedirectRefused},
      {"/ok\x01", HttpFault::RedirectRefused},
      {"", HttpFault::RedirectRefused},
      {"http://169.254.169.254/latest/meta-data/", HttpFault::BlockedAddress},
      {"http://[::ffff:169.254.169.254]/", HttpFault::BlockedAddress},
      {"http://2852039166/", HttpFault::BlockedAddress},
      {"http://10.0.0.1/", HttpFault::BlockedAddress},
      {"http://localhost:" + port + "/ok", HttpFault::BlockedAddress},
      {"//b.test:" + port + "/ok", HttpFault::BlockedAddress},
  };
  const HttpSettings settings = with_names(server, false);
  for (const Case& wanted : cases) {
    const std::size_t before = server.requests().size();
    const Exchange exchange = ask(following(server.url(to(wanted.location))), settings);
    INFO(wanted.location << ": " << exchange.detail);
    CHECK(std::string(name(exchange.fault)) == std::string(name(wanted.fault)));
    CHECK(exchange.status == 302);  // the redirect is the answer
    CHECK(exchange.hops.empty());
    CHECK_FALSE(exchange.detail.empty());
    CHECK(server.requests().size() == before + 1);
  }
  CHECK(server.connections() == cases.size());
}

TEST_CASE("several Locations, or none") {
  const ScriptedServer server;
  CHECK(ask(following(server.url("/redirect?to=/ok&to=/ok"))).fault == HttpFault::RedirectRefused);
  CHECK(ask(following(server.url("/redirect"))).fault == HttpFault::RedirectRefused);
}

TEST_CASE("redirects without end") {
  const ScriptedServer server;
  const Exchange loop = ask(following(server.url("/loop-a")));
  CHECK(loop.fault == HttpFault::RedirectLoop);
  CHECK(loop.hops.size() == 1);
  CHECK(loop.url == server.url("/loop-b"));
  const Exchange self = ask(following(server.url("/redirect?to=%3Fto=x#y")));
  CHECK(self.hops.size() <= 5);
  const Exchange many = ask(following(server.url("/chain?left=6")));
  CHECK(many.fault == HttpFault::TooManyRedirects);
  CHECK(many.hops.size() == 5);
  CHECK(many.status == 302);
}

TEST_CASE("credentials reach their origin and no other") {
  const ScriptedServer server;
  const HttpSettings settings = with_names(server);
  const auto carrying = [&](const std::string& url) {
    HttpRequest request = following(url);
    request.credentials = {{"X-Api-Key", "secret-1"}};
    request.headers = {{"Authorization", "Bearer secret-2"}, {"X-Plain", "yes"}};
    return request;
  };
  const std::string back = server.url("/ok", "a.test");
  const Exchange exchange =
      ask(carrying(server.url(to(server.url(to(back), "b.test")), "a.test")), settings);
  INFO(exchange.detail);
  REQUIRE(exchange.status == 200);
  CHECK(exchange.hops.size() == 2);
  CHECK(exchange.authenticated);
  CHECK(exchange.request.credentials.empty());
  CHECK(exchange.request.headers.size() == 1);
  const auto seen = server.requests();
  REQUIRE(seen.size() == 3);
  CHECK(header_of(seen[0], "x-api-key") == "secret-1");
  CHECK(header_of(seen[0], "authorization") == "Bearer secret-2");
  for (const std::size_t later : {1u, 2u}) {  // also back at home
    CHECK(header_of(seen[later], "x-api-key").empty());
    CHECK(header_of(seen[later], "authorization").empty());
    CHECK(header_of(seen[later], "x-plain") == "yes");
    CHECK(header_of(seen[later], "referer").empty());
  }

  const Exchange same = ask(carrying(server.url(to("/ok"), "a.test")), settings);
  CHECK(same.status == 200);
  CHECK(header_of(server.requests().back(), "x-api-key") == "secret-1");
}

TEST_CASE("the Host that a request brings stays with its origin") {
  const ScriptedServer server;
  HttpRequest request = following(server.url(to(server.url("/ok", "b.test")), "a.test"));
  request.headers = {{"Host", "evil.example"}};
  CHECK(ask(request, with_names(server)).status == 200);
  REQUIRE(server.requests().size() == 2);
  CHECK(header_of(server.requests()[0], "host") == "evil.example");
  CHECK(header_of(server.requests()[1], "host") == "b.test:" + std::to_string(server.port()));
}
