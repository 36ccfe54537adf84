// Which endpoints of a project are probed, and what is said of it beforehand.
#include "probe/plan.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "doc/load.h"
#include "support/sandbox.h"

using namespace cardlint;
using cardlint::test::Sandbox;

namespace {

std::vector<std::string> urls(const ProjectTargets& found) {
  std::vector<std::string> all;
  for (const ProbeTarget& target : found.targets) all.push_back(target.url);
  return all;
}

ProbeTarget target(Posture posture) {
  ProbeTarget t;
  t.url = "https://mcp.example.com/mcp";
  t.posture = posture;
  return t;
}

TEST_CASE("only http and https URLs are probed, and none that carries credentials") {
  CHECK(probe_url("https://a.example/mcp") == "https://a.example/mcp");
  CHECK(probe_url("http://127.0.0.1:8080/mcp?x=1") == "http://127.0.0.1:8080/mcp?x=1");
  CHECK(probe_url("https://a.example/mcp#part") == "https://a.example/mcp");
  for (const char* text : {"", "a.example/mcp", "ftp://a.example/", "file:///etc/passwd",
                           "https://", "https:a.example", "https://a.example/\x01"}) {
    INFO(text);
    const auto refused = probe_url(text);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::Usage);
    CHECK(refused.error().message.find('\x01') == std::string::npos);
  }
  const auto userinfo = probe_url("https://me:secret@a.example/");
  REQUIRE_FALSE(userinfo);
  CHECK(userinfo.error().message.find("secret") == std::string::npos);
}

TEST_CASE("a project's endpoints are those that its documents name, each once") {
  const Sandbox sandbox;
  sandbox.file(".well-known/mcp/server-card.json",
               R"({"serverInfo": {"name": "a", "version": "1.0.0"},
                   "transport": {"type": "streamable-http", "endpoint": "https://a.example/mcp"}})");
  sandbox.file(
      "server.json",
      R"({"$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
                   "name": "io.github.a/b", "description": "d", "version": "1.0.0",
                   "remotes": [{"type": "streamable-http", "url": "https://a.example/mcp"},
                               {"type": "sse", "url": "https://b.example/sse"},
                               {"type": "sse", "url": "https://{host}/sse"}]})");
  const ProjectTargets found = targets_of_project(sandbox.root.string(), {});
  CHECK(urls(found) == std::vector<std::string>{"https://a.example/mcp", "https://b.example/sse"});
  CHECK(found.not_assessed.empty());
  for (const ProbeTarget& t : found.targets) {
    CHECK(t.card != nullptr);
    CHECK(t.registry != nullptr);
    CHECK(t.manifest == nullptr);
  }
}

TEST_CASE("a project without endpoints has none, and what is too large is said") {
  const Sandbox sandbox;
  sandbox.file("smithery.yaml", "runtime: container\n");
  CHECK(targets_of_project(sandbox.root.string(), {}).targets.empty());
  DiscoverySettings settings;
  settings.limits.file_bytes = 4;
  const ProjectTargets found = targets_of_project(sandbox.root.string(), settings);
  REQUIRE(found.not_assessed.size() == 1);
  CHECK(found.not_assessed[0].what.find("smithery.yaml") != std::string::npos);
  CHECK(found.not_assessed[0].operational);
}

TEST_CASE("a plan names every request, in both forms alike") {
  const ProbeSettings settings;
  for (const Posture posture : {Posture::None, Posture::OAuth}) {
    const ProbeTarget t = target(posture);
    const Walk walk = planned_steps(t, settings);
    REQUIRE(walk.steps.size() > 5);
    CHECK(walk.steps.front().after.empty());
    CHECK_FALSE(walk.steps.back().after.empty());

    const std::string text = plan_text({t}, settings);
    CHECK(text.find(std::to_string(walk.steps.size()) + " requests") != std::string::npos);
    const SourceFile source("plan.json", plan_json({t}, settings));
    const Loaded json = load_json(source, Limits{});
    REQUIRE(json.faults.empty());
    const Value plan = json.tree.root()["plan"].at(0);
    CHECK(plan["url"].is_text(t.url));
    CHECK(plan["posture"].is_text(name(posture)));
    REQUIRE(plan["requests"].size() == walk.steps.size());
    for (std::uint32_t i = 0; i < walk.steps.size(); ++i) {
      const Step& step = walk.steps[i];
      const Value request = plan["requests"].at(i);
      INFO(step.role);
      CHECK(request["role"].is_text(step.role));
      CHECK(request["url"].is_text(step.request.url));
      CHECK(request["after"].is(step.after.empty() ? NodeType::Null : NodeType::String));
      CHECK(text.find(step.role) != std::string::npos);
    }
    CHECK(plan["notSent"].size() == walk.skips.size());
  }
}

TEST_CASE("a plan says what will not be sent, and that nothing is declared") {
  ProbeTarget t = target(Posture::None);
  t.posture.reset();
  const std::string text = plan_text({t}, {});
  CHECK(text.find("posture not declared") != std::string::npos);
  CHECK(plan_json({t}, {}).find("\"posture\": null") != std::string::npos);
}

}  // namespace
