// What a document names must not make the prober connect to its own network. The proof is the
// server's log, not our return codes.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "http/curl_transfer.h"
#include "probe/ask.h"
#include "probe/server.h"

using namespace cardlint;
using namespace probe_test;

namespace {

HttpRequest named_by_document(std::string url) {
  HttpRequest request = get(std::move(url));
  request.any_address = false;
  return request;
}

}  // namespace

TEST_CASE("addresses in whatever notation are refused without a connection") {
  const ScriptedServer server;
  for (const std::string host : {"127.0.0.1",
                                 "localhost",
                                 "LOCALHOST",
                                 "127.1",
                                 "127.0.1",
                                 "2130706433",
                                 "0x7f000001",
                                 "0177.0.0.1",
                                 "0x7f.0.0.1",
                                 "127.0.0.1.",
                                 "%31%32%37.0.0.1",
                                 "0",
                                 "0.0.0.0",
                                 "[::1]",
                                 "[::]",
                                 "[::ffff:127.0.0.1]",
                                 "[::ffff:7f00:1]",
                                 "[::127.0.0.1]",
                                 "[64:ff9b::7f00:1]",
                                 "[2002:7f00:1::]",
                                 "169.254.169.254",
                                 "2852039166",
                                 "[fd00:ec2::254]",
                                 "10.0.0.1",
                                 "172.16.0.1",
                                 "192.168.0.1",
                                 "100.64.0.1",
                                 "100.100.100.200",
                                 "[fe80::1]",
                                 "[fc00::1]",
                                 "224.0.0.1",
                                 "255.255.255.255",
                                 "\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1"}) {
    const Exchange exchange = ask(named_by_document(server.url("/ok", host)));
    INFO(host << ": " << name(exchange.fault) << ": " << exchange.detail);
    const bool refused =
        exchange.fault == HttpFault::BlockedAddress || exchange.fault == HttpFault::Url;
    CHECK(refused);
    CHECK(exchange.remote.empty());
    CHECK(exchange.status == 0);
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("names are judged by every address that they have") {
  const ScriptedServer server;
  for (const std::string addresses :
       {"127.0.0.1", "93.184.216.34,127.0.0.1", "93.184.216.34,10.0.0.1", "0.0.0.0",
        "[::ffff:127.0.0.1]", "[fe80::1]", "64:ff9b::7f00:1", "2606:4700::1111,::1"}) {
    HttpSettings settings = quick();
    settings.resolve = {"card.test:" + std::to_string(server.port()) + ":" + addresses};
    const Exchange exchange = ask(named_by_document(server.url("/ok", "card.test")), settings);
    INFO(addresses << ": " << exchange.detail);
    CHECK(exchange.fault == HttpFault::BlockedAddress);
    CHECK_FALSE(exchange.addresses.empty());
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("what the user typed may be anywhere, and so may all with leave") {
  const ScriptedServer server;
  for (const std::string host : {"127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"}) {
    const Exchange typed = ask(get(server.url("/ok", host)));
    INFO(host << ": " << typed.detail);
    CHECK(typed.status == 200);
  }
  HttpSettings settings = quick();
  settings.allow_private = true;
  CHECK(ask(named_by_document(server.url("/ok")), settings).status == 200);
}

TEST_CASE("a connection of the user's is not used again for a document's URL") {
  const ScriptedServer server;
  const auto sender = transport(quick());
  HttpFault fault = HttpFault::None;
  sender->send(get(server.url("/ok")), [&](const Exchange& first) {
    CHECK(first.status == 200);
    sender->send(named_by_document(server.url("/ok")),
                 [&](const Exchange& second) { fault = second.fault; });
  });
  sender->run();
  CHECK(fault == HttpFault::BlockedAddress);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("the last look at the socket refuses what the first one let pass") {
  const ScriptedServer server;
  const HttpSettings settings = quick();
  auto loop = std::move(*CurlLoop::make(4));
  Certificates certificates;
  const auto judged = judge_url(server.url("/ok"));
  REQUIRE(judged.fault == HttpFault::None);
  const IpAddress loopback = *parse_ip_address("127.0.0.1");
  const IpAddress elsewhere = *parse_ip_address("93.184.216.34");
  struct Case {
    bool guarded;
    IpAddress address;
    HttpFault fault;
  };
  for (const Case& wanted : {Case{true, loopback, HttpFault::BlockedAddress},
                             Case{false, elsewhere, HttpFault::BlockedAddress},
                             Case{false, loopback, HttpFault::None}}) {
    CurlTransfer transfer(settings, *loop, certificates);
    const HttpRequest request = get(server.url("/ok"));
    Exchange exchange;
    bool over = false;
    REQUIRE(transfer.start(request,
                           {judged.target, {wanted.address}, 0, wanted.guarded, false, false},
                           exchange, nullptr));
    while (!over) {
      loop->turn(std::chrono::milliseconds(50),
                 [&](CURL*, CURLcode code) { over = transfer.finish(code); });
    }
    CHECK(std::string(name(exchange.fault)) == std::string(name(wanted.fault)));
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("proxies: none from the environment, and no documents' URLs through one") {
  const ScriptedServer server;
  const std::string proxy = server.url("");
  for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"}) {
    setenv(name, proxy.c_str(), 1);
  }
  HttpSettings settings = quick();
  settings.resolve = {"nobody.test:9:127.0.0.1"};
  CHECK(ask(get("http://nobody.test:9/ok"), settings).fault == HttpFault::Connect);
  CHECK(server.connections() == 0);

  settings.proxy = proxy;
  const Exchange through = ask(get("http://nobody.test:9/ok"), settings);
  CHECK(through.status == 404);  // the scripted server knows no absolute targets
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0]["target"] == "http://nobody.test:9/ok");
  const Exchange refused = ask(named_by_document("http://nobody.test:9/ok"), settings);
  CHECK(refused.fault == HttpFault::BlockedAddress);
  CHECK(refused.detail.find("proxy") != std::string::npos);
  CHECK(server.requests().size() == 1);
  settings.allow_private = true;
  CHECK(ask(named_by_document("http://nobody.test:9/ok"), settings).status == 404);
}

TEST_CASE("a proxy that will not, and what it is told") {
  const ScriptedServer server;
  HttpSettings settings = quick();
  settings.proxy = server.url("");
  HttpRequest request = get("https://nobody.test:9/ok");
  request.credentials = {{"Authorization", "Bearer secret"}};
  const Exchange exchange = ask(request, settings);
  CHECK(exchange.fault == HttpFault::Connect);
  CHECK(exchange.status == 0);
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0]["method"] == "CONNECT");
  CHECK(header_of(server.requests()[0], "authorization").empty());
}

TEST_CASE("a proxy is not kept from the environment's exceptions") {
  const ScriptedServer server;
  setenv("no_proxy", "*", 1);
  HttpSettings settings = quick();
  settings.proxy = server.url("");
  CHECK(ask(get("http://nobody.test:9/ok"), settings).status == 404);
}
