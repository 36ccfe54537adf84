// Attempts, queues and ends of runs.
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <ctime>
#include <map>
#include <thread>

#include "probe/ask.h"
#include "probe/server.h"

using namespace cardlint;
using namespace probe_test;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

HttpSettings patient(int retries = 1) {
  HttpSettings settings = quick();
  settings.limits.retries = retries;
  return settings;
}

double milliseconds_of(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

TEST_CASE("who is busy is asked once more") {
  const ScriptedServer server;
  for (const std::string code : {"429", "502", "503", "504"}) {
    const Exchange exchange = ask(get(server.url("/busy-once?code=" + code)), patient());
    CHECK(exchange.status == 200);
    CHECK(exchange.attempts == 2);
  }
  HttpRequest post = get(server.url("/busy-once?post"));
  post.method = HttpMethod::Post;
  post.body = "{}";
  const Exchange second = ask(post, patient());
  CHECK(second.attempts == 2);
  CHECK(second.status == 200);
  CHECK(server.requests().back()["body"] == "{}");
  // What may have been acted on is not sent again; what was not taken is.
  post.once = true;
  for (const std::string code : {"502", "503", "504"}) {
    post.url = server.url("/status?code=" + code);
    CHECK(ask(post, patient()).attempts == 1);
  }
  post.url = server.url("/busy-once?code=429&once");
  CHECK(ask(post, patient()).attempts == 2);

  CHECK(ask(get(server.url("/status?code=503")), patient()).attempts == 2);
  CHECK(ask(get(server.url("/status?code=503")), patient(0)).attempts == 1);
  CHECK(ask(get(server.url("/status?code=500")), patient()).attempts == 1);
  CHECK(ask(get(server.url("/reset")), patient()).attempts == 1);
}

TEST_CASE("Retry-After is waited for, unless it is too long") {
  const ScriptedServer server;
  auto start = Clock::now();
  Exchange exchange = ask(get(server.url("/busy-once?code=429&after=1")), patient());
  CHECK(exchange.status == 200);
  CHECK(milliseconds_of(start) >= 1000);

  const std::time_t soon = std::time(nullptr) + 2;
  std::array<char, 64> date{};
  std::strftime(date.data(), date.size(), "%a,%%20%d%%20%b%%20%Y%%20%H:%M:%S%%20GMT",
                std::gmtime(&soon));
  start = Clock::now();
  exchange = ask(get(server.url(std::string("/busy-once?after=") + date.data())), patient());
  CHECK(exchange.status == 200);
  CHECK(milliseconds_of(start) >= 900);

  for (const std::string after : {"3600", "99999999999999999999"}) {
    start = Clock::now();
    exchange = ask(get(server.url("/busy-once?after=" + after)), patient());
    CHECK(exchange.status == 503);
    CHECK(exchange.attempts == 1);
    CHECK(milliseconds_of(start) < 5000);
  }
  exchange = ask(get(server.url("/busy-once?after=soon")), patient());
  CHECK(exchange.attempts == 2);
}

TEST_CASE("a port where nobody listens is tried again") {
  int port = 0;
  {
    const ScriptedServer server;
    port = server.port();
  }
  const Exchange exchange = ask(get("http://127.0.0.1:" + std::to_string(port) + "/"), patient());
  CHECK(exchange.fault == HttpFault::Connect);
  CHECK(exchange.attempts == 2);
  CHECK_FALSE(exchange.answered());
}

TEST_CASE("a name that does not exist") {
  const Exchange exchange = ask(get("http://does-not-exist.invalid/"));
  CHECK(exchange.fault == HttpFault::Dns);
  CHECK(exchange.addresses.empty());
  CHECK(exchange.attempts == 1);
}

TEST_CASE("no more at once than the limits say, and all of them in the end") {
  const ScriptedServer server;
  HttpSettings settings = quick();
  settings.limits.per_host = 3;
  const auto sender = transport(settings);
  int answers = 0;
  for (int i = 0; i < 40; ++i) {
    sender->send(get(server.url("/late?ms=5")), [&](const Exchange& exchange) {
      answers += exchange.status == 200 ? 1 : 0;
      if (answers == 1) {  // callbacks may send
        sender->send(get(server.url("/ok")),
                     [&](const Exchange& more) { answers += more.status == 200 ? 1 : 0; });
      }
    });
  }
  sender->run();
  CHECK(answers == 41);
  CHECK(server.connections() == 3);
}

TEST_CASE("one slow host does not hold up another") {
  const ScriptedServer server;
  HttpSettings settings = quick();
  settings.limits.per_host = 2;
  const std::string port = std::to_string(server.port());
  settings.resolve = {"a.test:" + port + ":127.0.0.1", "b.test:" + port + ":127.0.0.1"};
  const auto sender = transport(settings);
  std::vector<std::string> order;
  for (int i = 0; i < 6; ++i) {
    sender->send(get(server.url("/late?ms=100", "a.test")),
                 [&](const Exchange&) { order.emplace_back("a"); });
  }
  sender->send(get(server.url("/ok", "b.test")), [&](const Exchange&) { order.emplace_back("b"); });
  sender->run();
  REQUIRE(order.size() == 7);
  CHECK(order.front() == "b");
}

TEST_CASE("a run can be interrupted") {
  const ScriptedServer server;
  std::atomic<bool> stop = false;
  HttpSettings settings = quick();
  settings.stop = &stop;
  settings.limits.first_byte = milliseconds(9000);
  const auto sender = transport(settings);
  std::map<HttpFault, int> faults;
  for (int i = 0; i < 30; ++i) {
    sender->send(get(server.url("/silence")), [&](const Exchange& e) { ++faults[e.fault]; });
  }
  const auto start = Clock::now();
  std::thread user([&] {
    std::this_thread::sleep_for(milliseconds(200));
    stop = true;
  });
  sender->run();
  user.join();
  CHECK(milliseconds_of(start) < 3000);
  CHECK(faults[HttpFault::Interrupted] == 30);
  sender->send(get(server.url("/ok")), [&](const Exchange& e) { ++faults[e.fault]; });
  sender->run();
  CHECK(faults[HttpFault::Interrupted] == 31);
}

TEST_CASE("a run has an end") {
  const ScriptedServer server;
  HttpSettings settings = quick();
  settings.limits.run = milliseconds(300);
  settings.limits.first_byte = milliseconds(9000);
  settings.limits.per_host = 2;
  const auto sender = transport(settings);
  std::map<HttpFault, int> faults;
  for (int i = 0; i < 6; ++i) {
    sender->send(get(server.url("/silence")), [&](const Exchange& e) { ++faults[e.fault]; });
  }
  const auto start = Clock::now();
  sender->run();
  CHECK(milliseconds_of(start) < 3000);
  CHECK(faults[HttpFault::Timeout] == 2);
  CHECK(faults[HttpFault::Budget] == 4);
}

TEST_CASE("settings that cannot be") {
  const auto refused = [](auto change) {
    HttpSettings settings;
    change(settings);
    const auto made = make_curl_transport(settings);
    return !made && !made.error().message.empty();
  };
  CHECK(refused([](HttpSettings& s) { s.resolve = {"card.test:443"}; }));
  CHECK(refused([](HttpSettings& s) { s.resolve = {"card.test:443:nowhere"}; }));
  CHECK(refused([](HttpSettings& s) { s.resolve = {"card.test:x:127.0.0.1"}; }));
  CHECK(refused([](HttpSettings& s) { s.ca_file = "/does/not/exist.pem"; }));
  CHECK(refused([](HttpSettings& s) { s.proxy = "ftp://proxy.test/"; }));
  CHECK(refused([](HttpSettings& s) { s.limits.in_flight = 0; }));
  CHECK_FALSE(refused([](HttpSettings& s) { s.resolve = {"card.test:443:[::1],127.0.0.1"}; }));
  CHECK(curl_version_line().find("libcurl/") == 0);
}
