// Which requests the MCP route gets, from servers of each era.
#include <catch2/catch.hpp>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "probe/sound_server.h"
#include "probe/walk.h"

using namespace cardlint;

namespace {

using Change = std::function<void(const Step&, Exchange&)>;

struct Walked {
  Journal journal;
  std::map<std::string, Step, std::less<>> steps;
  std::vector<std::string> order;

  bool has(std::string_view role) const { return steps.find(role) != steps.end(); }
  std::string header(std::string_view role, std::string_view name) const {
    const std::string* value = find_header(steps.find(role)->second.request.headers, name);
    return value == nullptr ? "" : *value;
  }
  const std::string& body(std::string_view role) const {
    return steps.find(role)->second.request.body;
  }
};

ProbeTarget target(Posture posture = Posture::None) {
  ProbeTarget t;
  t.url = "https://mcp.example.com/mcp";
  t.posture = posture;
  return t;
}

// Asks until nothing new is wanted; no role is ever wanted twice.
Walked walk(const ProbeTarget& t, Era era, const ProbeSettings& settings = {},
            const Change& change = {}) {
  Walked walked;
  for (bool more = true; more;) {
    more = false;
    for (Step& step : next_steps(t, settings, walked.journal).steps) {
      INFO(step.role);
      REQUIRE(!walked.has(step.role));
      Exchange exchange =
          sound_answer(step.role, step.request, t.posture.value_or(Posture::None), era);
      if (change) change(step, exchange);
      walked.journal.add(step.role, std::move(exchange));
      walked.order.push_back(step.role);
      std::string role = step.role;
      walked.steps.emplace(std::move(role), std::move(step));
      more = true;
    }
  }
  return walked;
}

std::string why(const ProbeTarget& t, const Walked& walked, std::string_view role,
                const ProbeSettings& settings = {}) {
  const Walk end = next_steps(t, settings, walked.journal);
  for (const Skip& skip : end.skips) {
    const bool rest = skip.role.ends_with('*');
    const std::string_view stem = std::string_view(skip.role).substr(0, skip.role.size() - 1);
    if (skip.role == role || (rest && role.starts_with(stem))) return skip.reason;
  }
  return "";
}

// A list of tools that goes on for as many pages as `cursors` has.
Change pages(const std::vector<std::string>& cursors) {
  return [cursors](const Step& step, Exchange& exchange) {
    if (!step.role.starts_with("mcp-tools")) return;
    const std::size_t page =
        step.role == "mcp-tools" ? 1 : std::stoul(std::string(step.role.substr(10)));
    if (page > cursors.size()) return;
    exchange.body = "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(page + 1) +
                    ",\"result\":{\"tools\":[],\"nextCursor\":\"" + cursors[page - 1] + "\"}}";
  };
}

}  // namespace

TEST_CASE("a legacy server: handshake, notification, list") {
  const ProbeTarget t = target();
  const Walked walked = walk(t, Era::Legacy);
  CHECK(era_of(walked.journal) == Era::Legacy);
  CHECK(post_role(walked.journal) == "mcp-initialize");
  std::vector<std::string> order;
  for (const std::string& role : walked.order) {
    if (role == "mcp-discover" || role == "mcp-initialize" || role == "mcp-initialized" ||
        role == "mcp-tools")
      order.push_back(role);
  }
  CHECK(order ==
        std::vector<std::string>{"mcp-discover", "mcp-initialize", "mcp-initialized", "mcp-tools"});
  CHECK(walked.header("mcp-initialize", "mcp-protocol-version") == "");
  CHECK(walked.header("mcp-tools", "mcp-protocol-version") == "2025-11-25");
  CHECK(walked.header("mcp-tools", "mcp-session-id") == "");
  CHECK(walked.header("mcp-accept", "accept") == "application/json");
  CHECK(walked.body("mcp-slash").find("initialize") != std::string::npos);
  CHECK(walked.body("mcp-initialize-old").find("2024-11-05") != std::string::npos);
  CHECK(why(t, walked, "mcp-sessionless") == "no-session");
  CHECK(why(t, walked, "auth-initialize") == "no-credential");
  CHECK(why(t, walked, "active-bogus") == "flag-needed");
  CHECK(why(t, walked, "mcp-cors") == "not-declared");
}

TEST_CASE("the session id and the agreed version are carried on, and asked without") {
  const Walked walked = walk(target(), Era::Legacy, {}, [](const Step& step, Exchange& exchange) {
    if (step.role != "mcp-initialize") return;
    exchange.headers.push_back({"Mcp-Session-Id", "abc"});
    exchange.body =
        R"({"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18","capabilities":{}}})";
  });
  for (const char* role : {"mcp-initialized", "mcp-tools"}) {
    CHECK(walked.header(role, "mcp-session-id") == "abc");
    CHECK(walked.header(role, "mcp-protocol-version") == "2025-06-18");
  }
  REQUIRE(walked.has("mcp-sessionless"));
  CHECK(walked.header("mcp-sessionless", "mcp-session-id") == "");
}

TEST_CASE("a session id or version that no header can carry is not sent back") {
  const Walked walked = walk(target(), Era::Legacy, {}, [](const Step& step, Exchange& exchange) {
    if (step.role != "mcp-initialize") return;
    exchange.headers.push_back({"Mcp-Session-Id", "a\r\nEvil: b"});
    exchange.body =
        R"({"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"x\r\nEvil: b","capabilities":{}}})";
  });
  REQUIRE(walked.has("mcp-tools"));
  CHECK(walked.header("mcp-tools", "mcp-session-id") == "");
  CHECK(walked.header("mcp-tools", "mcp-protocol-version") == "2025-11-25");
}

TEST_CASE("a modern server: no session, every request with its _meta") {
  const ProbeTarget t = target();
  const Walked walked = walk(t, Era::Modern);
  CHECK(era_of(walked.journal) == Era::Modern);
  CHECK(post_role(walked.journal) == "mcp-discover");
  CHECK(!walked.has("mcp-initialized"));
  REQUIRE(walked.has("mcp-tools"));
  CHECK(walked.header("mcp-tools", "mcp-method") == "tools/list");
  CHECK(walked.body("mcp-tools").find("_meta") != std::string::npos);
  CHECK(walked.body("mcp-accept").find("server/discover") != std::string::npos);
  CHECK(why(t, walked, "mcp-initialized") == "other-era");
  CHECK(why(t, walked, "mcp-sessionless") == "other-era");
}

TEST_CASE("a server of both eras is spoken to as a modern one") {
  const Walked walked = walk(target(), Era::Dual);
  CHECK(era_of(walked.journal) == Era::Dual);
  CHECK(post_role(walked.journal) == "mcp-discover");
  CHECK(!walked.has("mcp-initialized"));
  CHECK(walked.header("mcp-tools", "mcp-protocol-version") == "2026-07-28");
}

TEST_CASE("a legacy server that answers an unknown method 404 is no modern one") {
  const Walked walked = walk(target(), Era::Legacy, {}, [](const Step& step, Exchange& exchange) {
    if (step.role != "mcp-discover") return;
    exchange.status = 404;
    exchange.body = R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"none"}})";
  });
  CHECK(era_of(walked.journal) == Era::Legacy);
  CHECK(post_role(walked.journal) == "mcp-initialize");
  CHECK(walked.has("mcp-initialized"));
}

TEST_CASE("a server that refuses strangers: nothing behind the handshake") {
  const ProbeTarget t = target(Posture::OAuth);
  const Walked walked = walk(t, Era::Legacy);
  CHECK(era_of(walked.journal) == Era::Unknown);
  CHECK(!walked.has("mcp-tools"));
  CHECK(why(t, walked, "mcp-tools") == "no-credential");
  CHECK(why(t, walked, "mcp-initialized") == "no-credential");
}

TEST_CASE("credentials go with the steps that are theirs and no others") {
  ProbeTarget t = target(Posture::ApiKey);
  t.credentials = {{"Authorization", "Bearer 0123456789abcdef"}};
  ProbeSettings settings;
  settings.active = true;
  const Walked walked = walk(t, Era::Legacy, settings);
  REQUIRE(walked.has("auth-tools"));
  for (const auto& [role, step] : walked.steps) {
    INFO(role);
    CHECK(step.request.credentials.empty() != (role.starts_with("auth-") || role == "card-auth"));
  }
}

TEST_CASE("pages are followed while there are new cursors") {
  const Walked three = walk(target(), Era::Legacy, {}, pages({"a", "b\\\""}));
  CHECK(three.has("mcp-tools-3"));
  CHECK(!three.has("mcp-tools-4"));
  CHECK(three.body("mcp-tools-2").find(R"("cursor":"a")") != std::string::npos);
  CHECK(three.body("mcp-tools-3").find(R"("cursor":"b\"")") != std::string::npos);
  const Walked circle = walk(target(), Era::Modern, {}, pages({"a", "b", "a", "b", "a"}));
  CHECK(circle.has("mcp-tools-3"));
  CHECK(!circle.has("mcp-tools-4"));
  std::vector<std::string> endless;
  for (int i = 0; i < 100; ++i) endless.push_back("c" + std::to_string(i));
  CHECK(!walk(target(), Era::Legacy, {}, pages(endless)).has("mcp-tools-21"));
}

TEST_CASE("faulty requests are sent when asked for, each in the form of the era") {
  ProbeSettings settings;
  settings.active = true;
  const ProbeTarget t = target();
  const Walked legacy = walk(t, Era::Legacy, settings);
  CHECK(legacy.header("active-version", "mcp-protocol-version") == "1900-01-01");
  CHECK(why(t, legacy, "active-mismatch", settings) == "other-era");
  CHECK(why(t, legacy, "active-host", settings) == "not-loopback");
  CHECK(legacy.body("active-malformed") == "{");
  const Walked modern = walk(t, Era::Modern, settings);
  // The header and the body agree on a version that nobody knows.
  CHECK(modern.header("active-version", "mcp-protocol-version") == "2999-01-01");
  CHECK(modern.body("active-version").find("2999-01-01") != std::string::npos);
  // They disagree, and the header is that of the era.
  CHECK(modern.header("active-mismatch", "mcp-protocol-version") == "2026-07-28");
  CHECK(modern.body("active-mismatch").find("2999-01-01") != std::string::npos);
  CHECK(modern.body("active-no-meta").find("_meta") == std::string::npos);
}

TEST_CASE("a walk is the same each time and its plan needs no answer") {
  ProbeTarget t = target(Posture::Mixed);
  t.browsers = true;
  ProbeSettings settings;
  settings.active = true;
  const Walked one = walk(t, Era::Dual, settings);
  const Walked two = walk(t, Era::Dual, settings);
  CHECK(one.order == two.order);
  CHECK(one.has("mcp-cors"));
  CHECK(one.header("mcp-cors", "origin") == one.header("mcp-options", "origin"));
  for (const auto& [role, step] : one.steps)
    CHECK(step.request.body == two.steps.find(role)->second.request.body);
  const Journal empty;
  CHECK(!next_steps(t, settings, empty).steps.empty());
}
