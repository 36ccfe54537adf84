// What a process may find itself in: closed streams, signals, few resources, an odd environment.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include <nlohmann/json.hpp>

#include "support/project.h"

using namespace cardlint::test;

namespace {

void many_projects(const Folder& folder, int count) {
  for (int i = 0; i < count; ++i)
    folder.file("f" + std::to_string(i) + "/smithery.yaml", kFaultyManifest);
}

Start prepared(const Folder& folder, std::function<void()> prepare) {
  Start start = folder.start();
  start.prepare = std::move(prepare);
  return start;
}

void broken_pipe_as_stdout() {
  int ends[2];
  if (::pipe(ends) != 0) ::_exit(126);
  ::dup2(ends[1], STDOUT_FILENO);
  ::close(ends[0]);
  ::close(ends[1]);
}

const std::vector<std::vector<std::string>> kTalkative{
    {"rules", "list"},
    {"rules", "docs"},
    {"explain", "manifest-target-enum"},
    {"schema", "show", "report"},
    {"config", "show"},
    {"--help"},
    {"--version"},
    {"probe", "--plan", "--project", "", "http://127.0.0.1:1/"}};

}  // namespace

TEST_CASE("a closed standard output") {
  const Folder folder(kFaultyManifest);
  const Start start = prepared(folder, with_closed(STDOUT_FILENO));
  const Ended ended = run_check({"."}, start);
  CHECK(ended.code == 3);
  CHECK(contains(ended.err, "cannot write the report to standard output: Bad file descriptor"));
  // No other file takes its place.
  CHECK(run_check({"--format", "json=report.json", "."}, start).code == 1);
  CHECK(nlohmann::json::accept(folder.read("report.json")));
  for (const auto& words : kTalkative) {
    INFO(words.front());
    const Ended talk = run_cardlint(words, start);
    CHECK(talk.code == 3);
    CHECK(contains(talk.err, "standard output"));
  }
}

TEST_CASE("all standard streams closed") {
  const Folder folder(kFaultyManifest);
  const Start start = prepared(folder, [] {
    for (int fd = 0; fd < 3; ++fd) ::close(fd);
  });
  CHECK(run_check({"."}, start).code == 3);
  CHECK(folder.read("smithery.yaml") == kFaultyManifest);
}

TEST_CASE("a full standard output") {
  const Folder folder(kFaultyManifest);
  const Start start = prepared(folder, [] {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    ::dup2(full, STDOUT_FILENO);
  });
  const Ended ended = run_check({"."}, start);
  CHECK(ended.code == 3);
  CHECK(contains(ended.err, "standard output: No space left on device"));
  for (const auto& words : kTalkative) {
    INFO(words.front());
    CHECK(run_cardlint(words, start).code == 3);
  }
}

TEST_CASE("a reader that went away") {
  const Folder folder;
  many_projects(folder, 300);
  const Start start = prepared(folder, broken_pipe_as_stdout);
  const Ended ended = run_check({"--format", "text", "--format", "json=report.json", "."}, start);
  CHECK(ended.signal == 0);
  CHECK(ended.code == 3);
  CHECK(contains(ended.err, "standard output: Broken pipe"));
  CHECK(nlohmann::json::accept(folder.read("report.json")));
  CHECK(run_cardlint({"rules", "docs"}, start).code == 3);
}

TEST_CASE("standard input that is closed, a folder, binary or without an end") {
  const Folder folder;
  const std::vector<std::string> words{"--format", "json", "-", "--stdin-filename",
                                       "smithery.yaml"};
  const Ended closed = run_check(words, prepared(folder, with_closed(STDIN_FILENO)));
  CHECK(closed.code == 3);
  CHECK(contains(closed.out, "cannot read 'standard input'"));
  const Ended a_folder = run_check(
      words, prepared(folder, [] { ::dup2(::open("/", O_RDONLY | O_CLOEXEC), STDIN_FILENO); }));
  CHECK(a_folder.code == 3);
  const Ended endless = run_check(words, prepared(folder, [] {
                                    ::dup2(::open("/dev/zero", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
                                  }));
  CHECK(endless.code == 3);
  CHECK(contains(endless.out, "'standard input' is larger than the limit"));
  Start binary = folder.start();
  for (int i = 0; i < 4096; ++i) binary.input += static_cast<char>(i * 7 % 256);
  for (const char* name : {"smithery.yaml", "server-card.json", "x.mcpb", ".vscode/mcp.json"}) {
    INFO(name);
    const Ended ended = run_check({"-", "--stdin-filename", name}, binary);
    CHECK((ended.code == 1 || ended.code == 3));
    CHECK(ended.out.find_first_of(std::string("\x1b\x07\0\xff", 4)) == std::string::npos);
  }
}

TEST_CASE("a signal ends a run without half a report") {
  const Folder folder;
  many_projects(folder, 5000);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    Start start = folder.start();
    start.meanwhile = [signal](pid_t pid) {
      ::usleep(10'000);
      ::kill(pid, signal);
    };
    const Ended ended = run_check({"--jobs", "4", "."}, start);
    CHECK(ended.signal == signal);
    CHECK(ended.out.empty());
  }
}

TEST_CASE("few descriptors") {
  const Folder folder;
  many_projects(folder, 300);
  const std::string usual = run_check({"."}, folder.start()).out;
  const Ended few =
      run_check({"--jobs", "8", "."}, prepared(folder, with_limit(RLIMIT_NOFILE, 16)));
  CHECK((few.code == 1 || few.code == 3));
  const Ended one = run_check({"."}, prepared(folder, with_limit(RLIMIT_NOFILE, 16)));
  CHECK(one.code == 1);
  CHECK(one.out == usual);
  const Ended none = run_check({"."}, prepared(folder, with_limit(RLIMIT_NOFILE, 3)));
  CHECK(none.code != 0);  // not even its libraries can be loaded, or no file can
  CHECK(none.signal == 0);
}

TEST_CASE("no more threads") {
  if (!is_root()) return skip("the limit would count the processes of this user");
  const Folder folder;
  many_projects(folder, 50);
  const Ended ended =
      run_check({"--jobs", "64", "."}, prepared(folder, [] {
                  become_nobody();
                  with_limit(RLIMIT_NPROC, 0)();  // before, and the program could not be started
                }));
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);
  CHECK(ended.out == run_check({"."}, folder.start()).out);
}

TEST_CASE("no memory") {
  if (is_sanitized()) return skip("the sanitizer needs all addresses");
  const Folder folder;
  many_projects(folder, 4);
  std::string card = R"({"serverInfo":{"name":"a","version":"1"},"x":[)";
  for (int i = 0; i < 500'000; ++i) card += "[],";
  for (const std::string name : {"a", "b", "c", "d"})
    folder.file(name + "/server-card.json", card + "0]}");
  // From "cannot even start" to "nearly enough", over one thread and over several.
  for (const char* jobs : {"1", "4"}) {
    bool ran_out = false;
    for (std::size_t megabytes = 8; megabytes <= 128; megabytes += 8) {
      INFO(jobs << " threads, " << megabytes << " MiB");
      const Ended ended = run_check({"--jobs", jobs, "."},
                                    prepared(folder, with_limit(RLIMIT_AS, megabytes << 20)));
      const bool not_started = ended.code == 127 || ended.signal == SIGSEGV;
      if (megabytes < 24 && not_started) continue;  // of the loader
      CHECK(ended.signal == 0);
      CHECK((ended.code == 1 || ended.code == 70));
      if (ended.code == 70) {
        CHECK(contains(ended.err, "out of memory"));
        CHECK(ended.out.empty());
        ran_out = true;
      }
    }
    CHECK(ran_out);
  }
}

TEST_CASE("a small stack") {
  const Folder folder;
  folder.file("server-card.json", std::string(60, '[') + std::string(60, ']'));
  std::string deep = "a: ";
  for (int i = 0; i < 60; ++i) deep += "{a: ";
  folder.file("smithery.yaml", deep + "1" + std::string(60, '}'));
  const std::size_t kib = is_sanitized() ? 2048 : 256;
  const Ended ended = run_check({"."}, prepared(folder, with_limit(RLIMIT_STACK, kib << 10)));
  CHECK(ended.code == 1);
}

TEST_CASE("no home, no locale, no time zone, no environment at all") {
  const Folder folder(kFaultyManifest);
  folder.file("größe/smithery.yaml", kFaultyManifest);
  const std::string usual = run_check({"."}, folder.start()).out;
  const auto in = [&](std::vector<std::pair<std::string, std::optional<std::string>>> environment) {
    Start start = folder.start();
    start.environment = std::move(environment);
    const Ended ended = run_check({"."}, start);
    CHECK(ended.code == 1);
    CHECK(ended.err.empty());
    CHECK(ended.out == usual);
  };
  in({{"HOME", std::nullopt}, {"XDG_CONFIG_HOME", std::nullopt}, {"XDG_CACHE_HOME", std::nullopt}});
  in({{"HOME", "/nonexistent"}});
  in({{"LC_ALL", "C"}});
  in({{"LC_ALL", "xx_XX.none"}, {"LANG", "tr_TR.UTF-8"}});
  in({{"TZ", ":/nonexistent"}});
  in({{"PATH", std::nullopt},
      {"USER", std::nullopt},
      {"TERM", std::nullopt},
      {"TMPDIR", "/nonexistent"}});
  Start bare = folder.start();
  bare.prepare = [] { ::clearenv(); };
  CHECK(run_check({"."}, bare).out == usual);
}

TEST_CASE("a home that is read-only: nothing is written to it") {
  const Folder folder(kSoundManifest), home;
  REQUIRE(::chmod(home.root.c_str(), 0555) == 0);
  Start start = folder.start();
  start.environment = {{"HOME", home.root.string()}};
  start.prepare = become_nobody;
  CHECK(run_check({"."}, start).code == 0);
  start.program = probe_program();
  start.arguments = {"--no-config", "--project", "", "http://127.0.0.1:1/mcp"};
  CHECK(run(start).code == 3);
  CHECK(std::filesystem::is_empty(home.root));
  REQUIRE(::chmod(home.root.c_str(), 0755) == 0);
}

TEST_CASE("the prober without home and environment") {
  const Folder folder;
  Start start = folder.start();
  start.prepare = [] { ::clearenv(); };
  const Ended ended =
      run_cardlint({"probe", "--no-config", "--project", "", "http://127.0.0.1:1/mcp"}, start);
  CHECK(ended.code == 3);
  CHECK(ended.err.empty());
  CHECK_FALSE(ended.out.empty());
}

TEST_CASE("a great many arguments, and long ones") {
  const Folder folder(kFaultyManifest);
  Start start = folder.start();
  start.patience = 60;
  const std::vector<std::string> same(20'000, "smithery.yaml");
  const Ended once = run_check(same, start);
  CHECK(once.code == 1);
  CHECK(contains(once.out, "1 document checked"));
  std::vector<std::string> missing;
  for (int i = 0; i < 20'000; ++i) missing.push_back("gone-" + std::to_string(i));
  CHECK(run_check(missing, start).code == 3);
  std::vector<std::string> options;
  for (int i = 0; i < 5'000; ++i)
    options.insert(options.end(), {"--rule", "manifest-target-enum=off", "--only", "manifest"});
  options.emplace_back(".");
  CHECK(run_check(options, start).code == 0);
  const std::string longest(120'000, 'x');  // MAX_ARG_STRLEN is 128 KiB
  const std::vector<std::vector<std::string>> words{
      {longest},           {"--" + longest},      {"--rule", longest + "=off"},
      {"--only", longest}, {"--format", longest}, {"--consumer", longest},
      {"--root", longest}, {"--config", longest}, {"--kind", longest}};
  for (const auto& word : words) {
    INFO(word[0].substr(0, 20));
    Start slow = folder.start();
    slow.patience = 10;
    const Ended ended = run_cardlint({"check", word[0], word.back()}, slow);
    CHECK_FALSE(ended.hung);
    CHECK((ended.code >= 1 && ended.code <= 3));
    CHECK(ended.err.size() + ended.out.size() < 10'000);
  }
}
