// Recordings come with reports of faults, from anybody.
#include <catch2/catch.hpp>

#include <string>

#include "probe/recording.h"
#include "support/sandbox.h"

using namespace cardlint;
using test::Sandbox;

namespace {

Exchange exchange() {
  Exchange e;
  e.request.url = "https://mcp.example.com/mcp";
  e.url = e.request.url;
  e.status = 200;
  e.version = "1.1";
  e.headers = {{"Content-Type", "application/json"}, {"X-Odd", "a\xFF"}};
  e.body = std::string("{\"a\": \"\xC3\x28\0\"}", 12);
  e.body_whole = true;
  e.hops = {{"http://mcp.example.com/", 301, "https://mcp.example.com/mcp"}};
  e.addresses = {"192.0.2.1"};
  e.certificate = HttpCertificate{"CN=mcp.example.com", "CN=ca", 1'700'000'000, 1'800'000'000};
  e.attempts = 2;
  e.at = 1'750'000'000;
  return e;
}

}  // namespace

TEST_CASE("a recording is read as it was written, bytes that are no UTF-8 among it") {
  const Sandbox box;
  ProbeTarget target;
  target.url = "https://mcp.example.com/mcp";
  target.posture = Posture::OAuth;
  ProbeSettings settings;
  settings.active = true;
  settings.seed = 0xFEDCBA9876543210u;
  Journal journal;
  journal.add("mcp-initialize", exchange());
  const std::string text = write_recording(target, settings, journal);
  const auto read = read_recording(box.file("r.json", text));
  REQUIRE(read);
  CHECK(read->url == target.url);
  CHECK(read->posture == Posture::OAuth);
  CHECK(read->settings.active);
  CHECK(read->settings.seed == settings.seed);
  const Exchange* e = read->journal.find("mcp-initialize");
  REQUIRE(e != nullptr);
  CHECK(e->body == exchange().body);
  CHECK(e->headers[1].value == "a\xFF");
  CHECK(e->certificate->not_after == 1'800'000'000);
  CHECK(write_recording(target, read->settings, read->journal) == text);
}

TEST_CASE("a recording with nonsense in it is read as far as it makes sense") {
  const Sandbox box;
  const auto read = read_recording(box.file(
      "r.json",
      R"({"cardlintRecording": 1, "url": "https://a.example/mcp", "posture": "nobody", "exchanges": [)"
      R"({"role": "mcp-initialize", "bodyHex": "41zz42", "status": 1e300, "at": -1e300, "ms": 1e999,)"
      R"( "attempts": "many", "headers": "none", "hops": {"a": 1}, "fault": "unheard-of"}]})"));
  REQUIRE(read);
  CHECK_FALSE(read->posture);
  const Exchange* e = read->journal.find("mcp-initialize");
  REQUIRE(e != nullptr);
  CHECK(e->body == "A");
  CHECK(e->status == 0);
  CHECK(e->at == 0);
  CHECK(e->timing.total == 0);
  CHECK(e->attempts == 0);
  CHECK(e->headers.empty());
  CHECK(e->fault == HttpFault::Protocol);
}

TEST_CASE("what is no recording is refused by its name") {
  const Sandbox box;
  for (const char* text : {"", "{", "[]", "{\"cardlintRecording\": 1}",
                           "{\"cardlintRecording\": true, \"url\": \"x\", \"exchanges\": []}"}) {
    INFO(text);
    const auto read = read_recording(box.file("r.json", text));
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::Usage);
    CHECK(read.error().message.find("is no recording") != std::string::npos);
  }
  CHECK_FALSE(read_recording(box.at("missing.json")));
}
