// What no sane server does: each fault ends in its reason, in bounded time and memory.
#include <catch2/catch.hpp>
#include <chrono>

#include "probe/ask.h"
#include "probe/server.h"

using namespace cardlint;
using namespace probe_test;
using std::chrono::milliseconds;

namespace {

struct Case {
  std::string path;
  HttpFault fault;
  int status;
};

void check_cases(const std::vector<Case>& cases) {
  const ScriptedServer server;
  const auto sender = transport(quick());
  std::size_t answers = 0;
  const auto start = std::chrono::steady_clock::now();
  for (const Case& wanted : cases) {
    sender->send(get(server.url(wanted.path)), [&](const Exchange& exchange) {
      ++answers;
      INFO(wanted.path << ": " << name(exchange.fault) << ": " << exchange.detail);
      CHECK(std::string(name(exchange.fault)) == std::string(name(wanted.fault)));
      CHECK(exchange.status == wanted.status);
      CHECK(exchange.detail.empty() == (wanted.fault == HttpFault::None));
      CHECK(exchange.body.size() <= 1u << 20);
      CHECK((exchange.fault == HttpFault::None || !exchange.body_whole));
      CHECK(exchange.attempts == 1);
    });
  }
  sender->run();
  CHECK(answers == cases.size());
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

}  // namespace

TEST_CASE("answers that are fine") {
  check_cases({
      {"/ok", HttpFault::None, 200},
      {"/status?code=404", HttpFault::None, 404},
      {"/status?code=500", HttpFault::None, 500},
      {"/redirect?to=/ok", HttpFault::None, 302},  // not asked to follow
      {"/error-inside", HttpFault::None, 200},
      {"/hints", HttpFault::None, 200},
      {"/many-headers?count=97", HttpFault::None, 200},
      {"/long-header?bytes=60000", HttpFault::None, 200},
      {"/large?bytes=1048576", HttpFault::None, 200},
      {"/late?ms=300", HttpFault::None, 200},
      {"/folded", HttpFault::None, 200},
      {"/no-such-path", HttpFault::None, 404},
      {"/long-body", HttpFault::None, 200},
  });
}

TEST_CASE("time: whoever says nothing, or hardly anything, is not waited for") {
  check_cases({
      {"/silence", HttpFault::Timeout, 0},
      {"/slow-headers", HttpFault::Timeout, 0},
      {"/drip", HttpFault::Timeout, 200},
      {"/late?ms=4000", HttpFault::Timeout, 0},
      {"/events", HttpFault::Timeout, 200},  // nobody said when it is enough
  });
}

TEST_CASE("a handshake that is reset is tried again: nothing was sent yet") {
  const ScriptedServer server({"--resets", "2"});
  HttpSettings settings = quick();
  settings.limits.retries = 1;
  const Exchange exchange =
      ask(get("https://127.0.0.1:" + std::to_string(server.port())), settings);
  CHECK(exchange.fault == HttpFault::Connect);
  CHECK(exchange.attempts == 2);
  CHECK(server.connections() == 2);
}

TEST_CASE("a handshake that never ends") {
  const ScriptedServer server;
  HttpSettings settings = quick();
  settings.limits.connect = milliseconds(500);
  const Exchange exchange =
      ask(get("https://127.0.0.1:" + std::to_string(server.port())), settings);
  CHECK(exchange.fault == HttpFault::Timeout);
  CHECK(exchange.detail == "no connection within 500 ms");
}

TEST_CASE("size: nothing is read without end") {
  check_cases({
      {"/endless-body", HttpFault::TooLarge, 200},
      {"/endless-chunks", HttpFault::TooLarge, 200},
      {"/large?bytes=1048577", HttpFault::TooLarge, 200},
      {"/endless-headers", HttpFault::HeadersTooLarge, 0},
      {"/many-headers?count=100", HttpFault::HeadersTooLarge, 0},
      {"/long-header?bytes=70000", HttpFault::HeadersTooLarge, 0},
      {"/long-header?bytes=5000000", HttpFault::HeadersTooLarge, 0},
      {"/long-status", HttpFault::HeadersTooLarge, 0},
      {"/trailers", HttpFault::HeadersTooLarge, 200},
      {"/continue", HttpFault::HeadersTooLarge, 0},
  });
}

TEST_CASE("codings: at most one, and none that explodes") {
  check_cases({
      {"/gzip", HttpFault::None, 200},
      {"/deflate", HttpFault::None, 200},
      {"/brotli", HttpFault::None, 200},
      {"/dense", HttpFault::None, 200},
      {"/small-bomb", HttpFault::Encoding, 200},
      {"/bomb", HttpFault::TooLarge, 200},
      {"/bomb-chunked", HttpFault::TooLarge, 200},
      {"/double-gzip", HttpFault::Encoding, 200},
      {"/many-gzip", HttpFault::Encoding, 0},
      {"/false-gzip", HttpFault::Encoding, 200},
      {"/unknown-coding", HttpFault::Encoding, 200},
  });
}

TEST_CASE("answers that break off or are none") {
  check_cases({
      {"/truncated-chunk", HttpFault::Truncated, 200},
      {"/short-body", HttpFault::Truncated, 200},
      {"/cut-headers", HttpFault::Truncated, 0},
      {"/cut-between-headers", HttpFault::Truncated, 0},
      {"/close", HttpFault::Reset, 0},
      {"/reset", HttpFault::Reset, 0},
      {"/reset-in-body", HttpFault::Reset, 200},
      {"/bad-chunk", HttpFault::Protocol, 200},
      {"/negative-length", HttpFault::Protocol, 0},
      {"/garbage", HttpFault::Protocol, 0},
      {"/http09", HttpFault::Protocol, 0},
      {"/nul-header", HttpFault::Protocol, 0},
  });
}

TEST_CASE("what came is kept as far as it came") {
  const ScriptedServer server;
  const Exchange cut = ask(get(server.url("/short-body")));
  CHECK(cut.body == R"({"ok":true})");
  CHECK_FALSE(cut.body_whole);
  const Exchange large = ask(get(server.url("/endless-body")));
  CHECK(large.body.size() == 1u << 20);
  CHECK(*large.header("content-type") == "application/json");
}

TEST_CASE("an answer in all its parts") {
  const ScriptedServer server;
  HttpRequest request = get(server.url("/gzip"));
  const Exchange packed = ask(request);
  CHECK(packed.body == R"({"ok":true})");
  CHECK(packed.body_whole);
  CHECK(packed.version == "1.1");
  CHECK(packed.remote == "127.0.0.1");
  CHECK(packed.addresses == std::vector<std::string>{"127.0.0.1"});
  CHECK(packed.url == request.url);
  CHECK(packed.attempts == 1);
  CHECK(packed.at > 1'700'000'000);
  CHECK(packed.timing.total > 0);
  CHECK(packed.timing.total >= packed.timing.first_byte);

  const Exchange folded = ask(get(server.url("/folded")));
  CHECK(*folded.header("x-a") == "one two");
  const Exchange hints = ask(get(server.url("/hints")));
  CHECK(hints.header("link") == nullptr);
  CHECK(*hints.header("X-Final") == "yes");
  const Exchange challenges = ask(get(server.url("/two-challenges")));
  CHECK(header_values(challenges.headers, "www-authenticate").size() == 2);

  request = get(server.url("/ok"));
  request.method = HttpMethod::Head;
  const Exchange head = ask(request);
  CHECK(head.fault == HttpFault::None);
  CHECK(head.body.empty());
}

TEST_CASE("what is sent, and what is not") {
  const ScriptedServer server;
  HttpRequest request = get(server.url("/echo?a=%20b#fragment"));
  request.method = HttpMethod::Post;
  request.body = R"({"jsonrpc":"2.0"})";
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  HttpSettings settings = quick();
  settings.user_agent = "cardlint/test";
  CHECK(ask(request, settings).fault == HttpFault::None);
  request.method = HttpMethod::Options;
  request.headers = {{"User-Agent", "other"}};
  CHECK(ask(request, settings).fault == HttpFault::None);
  request.method = HttpMethod::Post;
  request.headers.clear();
  request.body.clear();
  CHECK(ask(request).fault == HttpFault::None);

  const auto seen = server.requests();
  REQUIRE(seen.size() == 3);
  CHECK(seen[0]["method"] == "POST");
  CHECK(seen[0]["target"] == "/echo?a=%20b");
  CHECK(seen[0]["body"] == R"({"jsonrpc":"2.0"})");
  CHECK(header_of(seen[0], "user-agent") == "cardlint/test");
  CHECK(header_of(seen[0], "accept-encoding") == "gzip, deflate, br");
  CHECK(header_of(seen[0], "content-type") == "application/json");
  CHECK(seen[1]["method"] == "OPTIONS");
  CHECK(header_of(seen[1], "user-agent") == "other");
  CHECK(seen[2]["method"] == "POST");
  for (const char* name : {"expect", "cookie", "referer", "authorization", "user-agent"}) {
    CHECK(header_of(seen[2], name).empty());
  }
  CHECK(header_of(seen[2], "content-type").empty());
}

TEST_CASE("a cookie is not sent back") {
  const ScriptedServer server;
  const auto sender = transport(quick());
  for (const char* path : {"/cookie", "/ok"}) {
    sender->send(get(server.url(path)), [](const Exchange&) {});
    sender->run();
  }
  REQUIRE(server.requests().size() == 2);
  CHECK(server.connections() == 1);  // kept and used again
  CHECK(header_of(server.requests()[1], "cookie").empty());
}

TEST_CASE("a header that would be two is not sent") {
  const ScriptedServer server;
  for (const HttpHeader& header :
       {HttpHeader{"X-A", "b\r\nX-Evil: c"}, HttpHeader{"X A", "b"}, HttpHeader{"", "b"},
        HttpHeader{"X-A:", "b"}, HttpHeader{"X-A", std::string("b\0c", 3)}}) {
    HttpRequest request = get(server.url("/ok"));
    request.headers = {header};
    CHECK(ask(request).fault == HttpFault::Url);
    std::swap(request.headers, request.credentials);
    const Exchange refused = ask(request);
    CHECK(refused.fault == HttpFault::Url);
    CHECK(refused.detail.find("Evil") == std::string::npos);
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("a stream ends when it is enough") {
  const ScriptedServer server;
  HttpRequest request = get(server.url("/events"));
  request.enough = [](const Exchange& exchange) {
    return exchange.status == 200 && exchange.body.find("\n\n") != std::string::npos;
  };
  const Exchange exchange = ask(request);  // without: see the timeouts above
  CHECK(exchange.fault == HttpFault::None);
  CHECK(exchange.detail.empty());
  CHECK_FALSE(exchange.body_whole);
  CHECK(exchange.body.find("jsonrpc") != std::string::npos);
  CHECK_FALSE(exchange.request.enough);
}
