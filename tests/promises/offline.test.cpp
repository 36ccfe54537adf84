// `check` executes nothing, connects to nothing, writes nothing, and reads nothing outside of what
// it was given.
#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "promises/trace.h"
#include "support/paths.h"
#include "support/sealed.h"

using namespace cardlint::test;
using cardlint::in_fixtures;

namespace {

Start sealed(const std::string& folder) {
  Start start;
  start.folder = folder;
  start.prepare = seal;
  start.environment = {
      {"ASAN_OPTIONS", "detect_leaks=0"}};  // it looks for leaks from a process beside
  return start;
}

// A project with everything that somebody could want to run, fetch or follow.
void plant_temptations(const Folder& folder, const Folder& outside) {
  outside.file("secret.txt", "must-not-be-read\n");
  outside.file("smithery.yaml", kSoundManifest);
  folder.file(".git/config", "[core]\n fsmonitor = touch pwned\n");
  folder.file(".git/hooks/pre-commit", "#!/bin/sh\ntouch pwned\n");
  folder.file("smithery.yaml",
              "startCommand:\n  type: stdio\n  commandFunction: (c) => ({command: 'touch', args: "
              "['pwned']})\n"
              "build:\n  dockerfile: link/secret.txt\n  dockerBuildPath: ../../../../etc\n"
              "  assets: [\"link/**\", \"/etc/**\", \"deep/**\"]\n");
  folder.file("Dockerfile", "FROM scratch\nRUN touch pwned\n");
  folder.file("package.json",
              R"({"name":"a","scripts":{"prepare":"touch pwned"},"workspaces":["link/*"]})");
  folder.file("pyproject.toml", "[project]\nname = 'a'\n[tool.x]\nrun = 'touch pwned'\n");
  folder.file(".github/workflows/a.yml", "on: push\njobs: {a: {steps: [{run: touch pwned}]}}\n");
  folder.file(".mcp.json", R"({"mcpServers":{"a":{"command":"touch","args":["pwned"]}}})");
  folder.file(
      "server-card.json",
      R"({"serverInfo":{"name":"a","version":"1"},"tools":[{"name":"b","inputSchema":{"$ref":"http://127.0.0.1:1/"}}],
                 "websiteUrl":"http://127.0.0.1:1/","icons":[{"src":"file:///etc/passwd"},{"src":"link/secret.txt"}]})");
  folder.file(
      "manifest.json",
      R"({"manifest_version":"0.3","name":"a","server":{"type":"node","entry_point":"link/secret.txt"},
                 "icon":"../../etc/passwd","screenshots":["passwd","link/secret.txt"]})");
  folder.file("deep/a/b.md", "text\n");
  REQUIRE(::symlink(outside.root.c_str(), folder.at("link").c_str()) == 0);
  REQUIRE(::symlink("/etc/passwd", folder.at("passwd").c_str()) == 0);
  REQUIRE(::symlink("/etc", folder.at("deep/etc").c_str()) == 0);
  REQUIRE(::symlink((outside.root / "smithery.yaml").c_str(), folder.at("jwks.json").c_str()) == 0);
  REQUIRE(::symlink("/etc/passwd", folder.at("README.md").c_str()) == 0);
}

// The paths of a trace (strace -y) that were opened, resolved by the kernel.
std::vector<std::string> opened(const std::vector<std::string>& calls) {
  std::vector<std::string> paths;
  for (const std::string& line : calls) {
    if (!contains(line, "open")) continue;
    const std::size_t at = line.rfind(" = ");
    const std::size_t begin = at == std::string::npos ? at : line.find('<', at);
    if (begin != std::string::npos)
      paths.push_back(line.substr(begin + 1, line.rfind('>') - begin - 1));
  }
  return paths;
}

// What the loader, the C library and the sanitizers read for themselves.
bool is_of_the_system(const std::string& path) {
  for (const char* begin : {"/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/etc/ld.so.", "/proc/",
                            "/sys/devices/system/cpu", "/dev/null"}) {
    if (path.starts_with(begin)) return true;
  }
  return contains(path, ".so") && contains(path, "/lib");
}

std::optional<Traced> traced_check(const Folder& folder, std::vector<std::string> arguments) {
  Start start = folder.start();
  start.program = cardlint_program();
  start.arguments = std::move(arguments);
  return traced({"-y", "-e", "trace=open,openat,openat2,creat,execve,execveat,%network"}, start);
}

}  // namespace

TEST_CASE("offline: what the seal forbids ends a process") {
  if (!can_seal()) return skip("the kernel takes no seccomp filter here");
  const Folder folder(kFaultyManifest);
  CHECK(run_check({"."}, sealed(folder.root)).code == 1);
  // It writes a file, it starts the prober, the prober opens a socket: each is its end.
  CHECK(run_check({"--format", "json=out.json", "."}, sealed(folder.root)).signal == SIGSYS);
  CHECK(run_cardlint({"probe", "http://127.0.0.1:1/"}, sealed(folder.root)).signal == SIGSYS);
  Start prober = sealed(folder.root);
  prober.program = probe_program();
  prober.arguments = {"--no-config", "--project", "", "http://127.0.0.1:1/"};
  CHECK(run(prober).signal == SIGSYS);
  CHECK_FALSE(std::filesystem::exists(folder.root / "out.json"));
}

TEST_CASE("offline: every golden case runs sealed, with the same output") {
  if (!can_seal()) return skip("the kernel takes no seccomp filter here");
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(in_fixtures("golden"))) {
    const auto read = [&](const char* name) {
      std::ifstream in(entry.path() / name, std::ios::binary);
      return std::string(std::istreambuf_iterator<char>(in), {});
    };
    INFO(entry.path().filename().string());
    const Ended ended =
        run_cardlint(lines_of(read("cmd")), sealed((entry.path() / "input").string()));
    CHECK(ended.signal == 0);
    CHECK(std::to_string(ended.code) + "\n" == read("expected.exit"));
    CHECK(ended.out == read("expected.stdout"));
    ++cases;
  }
  CHECK(cases > 50);
}

TEST_CASE("offline: all commands but probe, and threads, run sealed") {
  if (!can_seal()) return skip("the kernel takes no seccomp filter here");
  const std::vector<std::vector<std::string>> commands{
      {"--version"},      {"--help"},
      {"rules", "list"},  {"rules", "test"},
      {"rules", "docs"},  {"explain", "manifest-target-enum"},
      {"schema", "list"}, {"schema", "show", "report"},
      {"config", "show"}, {"check", "--exit-zero", "--jobs", "8", "."}};
  for (const auto& words : commands) {
    INFO(words[0] << " " << words.back());
    const Ended ended = run_cardlint(words, sealed(in_fixtures("golden")));
    CHECK(ended.signal == 0);
    CHECK((ended.code == 0 || ended.code == 2 || ended.code == 3));
  }
}

TEST_CASE("offline: a project full of temptations runs sealed and gives nothing away") {
  if (!can_seal()) return skip("the kernel takes no seccomp filter here");
  const Folder folder, outside;
  plant_temptations(folder, outside);
  for (const char* format : {"text", "json"}) {
    const Ended ended = run_check({"--verbose", "--format", format, "."}, sealed(folder.root));
    CHECK(ended.code == 1);
    CHECK_FALSE(contains(ended.out, "must-not-be-read"));
    CHECK_FALSE(contains(ended.out, "root:x:"));
  }
  CHECK_FALSE(std::filesystem::exists(folder.root / "pwned"));
}

TEST_CASE("offline: files are opened in the repository only") {
  const Folder folder, outside;
  plant_temptations(folder, outside);
  const auto run = traced_check(folder, {"check", "--no-config", "--jobs", "2", "."});
  if (!run) return skip("strace is not installed, or may trace nobody here");
  CHECK(run->ended.code == 1);
  std::size_t programs = 0, ours = 0;
  for (const std::string& call : run->calls) {
    INFO(call);
    CHECK_FALSE((contains(call, "socket(") || contains(call, "connect(")));
    programs += contains(call, "execve(") ? 1 : 0;
  }
  CHECK(programs == 1);
  for (const std::string& path : opened(run->calls)) {
    INFO(path);
    const bool inside =
        path == folder.root.string() || path.starts_with(folder.root.string() + "/");
    ours += inside ? 1 : 0;
    CHECK((inside || is_of_the_system(path)));
    // The runtime of a sanitizer looks for its options there; the release build has none.
    if (!is_sanitized()) CHECK_FALSE(path.ends_with("/environ"));
  }
  CHECK(ours > 10);
  // The trace would show it.
  const auto named = traced_check(folder, {"check", "--no-config", outside.at("smithery.yaml")});
  REQUIRE(named);
  const auto paths = opened(named->calls);
  CHECK(std::find(paths.begin(), paths.end(), outside.at("smithery.yaml")) != paths.end());
}
