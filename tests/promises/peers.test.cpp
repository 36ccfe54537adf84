// The prober connects to what its user named, and to nothing that documents or redirections name
// inside of networks that are not public. The kernel's own record is the proof, not our return
// codes.
#include <catch2/catch.hpp>

#include <set>

#include "probe/server.h"
#include "promises/trace.h"

using namespace cardlint::test;

namespace {

const std::vector<std::string> kNamed{"169.254.169.254",  "10.0.0.1:8080", "192.168.1.1",
                                      "[fe80::1]",        "0.0.0.0:22",    "2130706433",
                                      "user@127.0.0.1:1", "card.test"};

struct Peers {
  std::set<std::string> streams;    // "127.0.0.1:8080"
  std::set<std::string> datagrams;  // the ports only: names are asked for on 53
  Ended ended;
};

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t at = text.find(begin);
  if (at == std::string::npos) return {};
  return text.substr(at + begin.size(), text.find(end, at + begin.size()) - at - begin.size());
}

std::optional<Peers> peers_of(const std::vector<std::string>& arguments) {
  const Folder folder;
  Start start = folder.start();
  start.program = probe_program();
  start.arguments = {"--no-config",
                     "--project",
                     "",
                     "--seed",
                     "1",
                     "--timeout",
                     "5",
                     "--format",
                     "json",
                     "--posture",
                     "oauth",
                     "--resolve",
                     "card.test:80:10.9.9.9"};
  start.arguments.insert(start.arguments.end(), arguments.begin(), arguments.end());
  auto run = traced({"-yy", "-e", "trace=connect,sendto,sendmsg,sendmmsg"}, start);
  if (!run) return std::nullopt;
  Peers peers{{}, {}, std::move(run->ended)};
  for (const std::string& line : run->calls) {
    if (!contains(line, "sa_family=AF_INET")) continue;
    const bool six = contains(line, "sa_family=AF_INET6");
    const std::string address =
        between(line, six ? "inet_pton(AF_INET6, \"" : "inet_addr(\"", "\"");
    const std::string port = between(line, six ? "sin6_port=htons(" : "sin_port=htons(", ")");
    if (contains(line, "<TCP")) peers.streams.insert(address + ":" + port);
    // A datagram socket is also connected to learn which of our own addresses would be used, with
    // port 0 or that of the target; nothing is sent then.
    if (contains(line, "<UDP") && (contains(line, "send") || port == "53"))
      peers.datagrams.insert(port);
  }
  return peers;
}

}  // namespace

TEST_CASE("peers: what documents name inside of private networks is not connected to") {
  const probe_test::Server server("hostile_host.mjs", kNamed);
  const std::string own = "127.0.0.1:" + std::to_string(server.port());
  for (const std::string path : {"/mcp", "/redirected"}) {
    for (const std::string more : {"", "--active", "--register-client"}) {
      INFO(path << " " << more);
      std::vector<std::string> arguments{"http://" + own + path};
      if (!more.empty()) arguments.push_back(more);
      const auto peers = peers_of(arguments);
      if (!peers) return skip("strace is not installed, or may trace nobody here");
      INFO(peers->ended.err);
      CHECK(peers->ended.code != 70);
      CHECK(peers->streams == std::set<std::string>{own});
      for (const std::string& port : peers->datagrams) CHECK(port == "53");
      // It saw what was named, and says what it refused.
      if (path == "/mcp") CHECK(contains(peers->ended.out, "169.254.169.254"));
      CHECK(contains(peers->ended.out, "blocked-address"));
    }
  }
}

TEST_CASE("peers: --allow-private is what lets the prober go there") {
  const probe_test::Server server("hostile_host.mjs", {});
  const auto peers =
      peers_of({"http://127.0.0.1:" + std::to_string(server.port()) + "/mcp", "--allow-private"});
  if (!peers) return skip("strace is not installed, or may trace nobody here");
  CHECK(peers->streams.count("127.0.0.1:" + std::to_string(server.port("other"))) == 1);
}
