// Files that cannot be written, or only in part: nothing half written, and what was there stays.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include <nlohmann/json.hpp>

#include "support/project.h"

using namespace cardlint::test;

namespace {

// More than a page of report.
class ManyFindings : public Folder {
 public:
  ManyFindings() {
    for (int i = 0; i < 100; ++i) file("f" + std::to_string(i) + "/smithery.yaml", kFaultyManifest);
    std::filesystem::create_directories(root / "out");
  }
  std::vector<std::string> left(const std::string& path) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(root / path))
      names.push_back(entry.path().filename().string());
    return names;
  }
};

struct Way {
  std::string name;
  std::vector<std::string> arguments;
};

// The ways by which a file is written.
std::vector<Way> ways(const std::string& file) {
  return {{"--format", {"--format", "json=" + file, "."}},
          {"--write-baseline", {"--write-baseline", file, "."}}};
}

std::string link_at(const std::string& path) {
  std::error_code none;
  return std::filesystem::read_symlink(path, none).string();
}

}  // namespace

TEST_CASE("a full device") {
  const ManyFindings folder;
  for (const Way& way : ways("/dev/full")) {
    INFO(way.name);
    const Ended ended = run_check(way.arguments, folder.start());
    CHECK(ended.code == 3);
    CHECK(contains(ended.err, "cannot write '/dev/full': No space left on device"));
  }
}

TEST_CASE("a full disk leaves what was there and nothing beside it") {
  const ManyFindings folder;
  if (!is_root() || ::unshare(CLONE_NEWNS) != 0 ||
      ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("none", folder.at("out").c_str(), "tmpfs", 0, "size=8k") != 0)
    return skip("no file system can be mounted here");
  folder.file("out/report.json", "old");
  for (const Way& way : ways("out/report.json")) {
    INFO(way.name);
    const Ended ended = run_check(way.arguments, folder.start());
    CHECK(ended.code == 3);
    CHECK(contains(ended.err, "cannot write 'out/report.json': No space left on device"));
    CHECK(folder.read("out/report.json") == "old");
    CHECK(folder.left("out") == std::vector<std::string>{"report.json"});
  }
  ::umount2(folder.at("out").c_str(), MNT_DETACH);
}

TEST_CASE("a limit on the size of files leaves what was there and nothing beside it") {
  const ManyFindings folder;
  folder.file("out/report.json", "old");
  for (const Way& way : ways("out/report.json")) {
    INFO(way.name);
    Start start = folder.start();
    start.prepare = with_limit(RLIMIT_FSIZE, 4096);
    const Ended ended = run_check(way.arguments, start);
    CHECK(ended.code == 3);
    CHECK(contains(ended.err, "cannot write 'out/report.json': File too large"));
    CHECK(folder.read("out/report.json") == "old");
    CHECK(folder.left("out") == std::vector<std::string>{"report.json"});
  }
}

TEST_CASE("folders and files that may not be written") {
  const ManyFindings folder;
  folder.file("out/report.json", "old");
  Start start = folder.start();
  start.prepare = become_nobody;
  for (const std::string file :
       {"out/report.json", "out/new.json", "out/missing/new.json", "out"}) {
    for (const Way& way : ways(file)) {
      INFO(way.name << " " << file);
      REQUIRE(::chmod(folder.at("out").c_str(), 0555) == 0);
      const Ended ended = run_check(way.arguments, start);
      REQUIRE(::chmod(folder.at("out").c_str(), 0755) == 0);
      CHECK(ended.code == 3);
      CHECK(contains(ended.err, "cannot write '" + file + "': "));
      CHECK(folder.read("out/report.json") == "old");
      CHECK(folder.left("out") == std::vector<std::string>{"report.json"});
    }
  }
  // A file that is protected is not replaced either, though its folder would allow it.
  REQUIRE(::chmod(folder.at("out/report.json").c_str(), 0444) == 0);
  REQUIRE(::chmod(folder.at("out").c_str(), 0777) == 0);
  CHECK(run_check({"--format", "json=out/report.json", "."}, start).code == 3);
  CHECK(folder.read("out/report.json") == "old");
}

TEST_CASE("one output that fails leaves the others") {
  const ManyFindings folder;
  const Ended ended = run_check({"--format", "json=/dev/full", "--format", "sarif=out/report.sarif",
                                 "--format", "github", "."},
                                folder.start());
  CHECK(ended.code == 3);
  CHECK_FALSE(
      nlohmann::json::parse(folder.read("out/report.sarif"), nullptr, false).is_discarded());
  CHECK(contains(ended.out, "::error "));
}

TEST_CASE("mode, owner and links of what is replaced are kept") {
  const ManyFindings folder;
  folder.file("out/report.json", "old");
  const std::string report = folder.at("out/report.json");
  REQUIRE(::chmod(report.c_str(), 0640) == 0);
  if (is_root()) REQUIRE(::chown(report.c_str(), 65534, 65534) == 0);
  REQUIRE(::symlink("report.json", folder.at("out/link").c_str()) == 0);
  REQUIRE(::symlink("fresh.json", folder.at("out/dangling").c_str()) == 0);
  REQUIRE(::symlink("loop", folder.at("out/loop").c_str()) == 0);
  CHECK(run_check({"--format", "json=out/link", "."}, folder.start()).code == 1);
  CHECK(folder.read("out/report.json").starts_with("{"));
  CHECK(std::filesystem::is_symlink(folder.root / "out/link"));
  struct stat status {};
  REQUIRE(::stat(report.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0640U);
  if (is_root()) CHECK(status.st_uid == 65534);
  CHECK(run_check({"--format", "json=out/dangling", "."}, folder.start()).code == 1);
  CHECK(folder.read("out/fresh.json").starts_with("{"));
  CHECK(run_check({"--format", "json=out/loop", "."}, folder.start()).code == 3);
}

TEST_CASE("pipes, devices and what is open already are written where they are") {
  const ManyFindings folder;
  const std::string device = link_at("/dev/stdout");
  // Standard output is a file here, as with `> report.txt`.
  for (const std::string name : {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
    INFO(name);
    const Ended ended = run_check({"--format", "json=" + name, "."}, folder.start());
    CHECK(ended.code == 1);
    CHECK(ended.out.starts_with("{"));
  }
  const Ended both =
      run_check({"--format", "github", "--format", "json=/dev/stdout", "."}, folder.start());
  CHECK(both.out.starts_with("::"));
  CHECK(contains(both.out, "\n{"));
  CHECK(run_check({"--format", "json=/dev/stderr", "."}, folder.start()).err.starts_with("{"));
  CHECK(link_at("/dev/stdout") == device);
  CHECK(run_check({"--format", "json=/dev/null", "."}, folder.start()).code == 1);
  REQUIRE(::mkfifo(folder.at("pipe").c_str(), 0644) == 0);
  const int reader = ::open(folder.at("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  CHECK(run_check({"--format", "markdown=pipe", "f1"}, folder.start()).code == 1);
  char first[16] = {};
  CHECK(::read(reader, first, sizeof first - 1) > 0);
  CHECK(std::filesystem::is_fifo(folder.root / "pipe"));
  ::close(reader);
}

TEST_CASE("a request to end leaves no file of ours behind") {
  const ManyFindings folder;
  folder.file("out/report.json", "old");
  for (int i = 0; i < 30; ++i) {
    Start start = folder.start();
    start.meanwhile = [i](pid_t pid) {
      ::usleep(static_cast<useconds_t>(i * (is_sanitized() ? 4000 : 700)));
      ::kill(pid, SIGTERM);
    };
    const Ended ended = run_check({"--format", "json=out/report.json", "."}, start);
    CHECK((ended.signal == SIGTERM || ended.code == 1));
    CHECK(folder.left("out") == std::vector<std::string>{"report.json"});
    const std::string text = folder.read("out/report.json");
    CHECK((text == "old" || nlohmann::json::accept(text)));
  }
}

TEST_CASE("recordings of the prober that cannot be written") {
  const ManyFindings folder;
  // Nobody listens there, and the exchanges are recorded all the same.
  const std::vector<std::string> probe{
      "probe", "http://127.0.0.1:1/mcp", "--no-config", "--project", "", "--record"};
  const auto recorded = [&](const std::string& to, const std::function<void()>& prepare) {
    std::vector<std::string> words = probe;
    words.push_back(to);
    Start start = folder.start();
    start.prepare = prepare;
    return run_cardlint(words, start);
  };
  CHECK(recorded("out", nullptr).code == 3);  // nothing answers
  CHECK(folder.left("out") == std::vector<std::string>{"target-0001.json"});
  const std::string before = folder.read("out/target-0001.json");
  const Ended missing = recorded("missing", nullptr);
  CHECK(missing.code == 3);
  CHECK(contains(missing.err, "cannot write 'missing/target-0001.json'"));
  const Ended limited = recorded("out", with_limit(RLIMIT_FSIZE, 64));
  CHECK(limited.code == 3);
  CHECK(contains(limited.err, "cannot write 'out/target-0001.json'"));
  CHECK(folder.read("out/target-0001.json") == before);
  CHECK(folder.left("out") == std::vector<std::string>{"target-0001.json"});
}
