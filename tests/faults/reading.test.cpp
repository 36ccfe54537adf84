// Files and folders that cannot be read, are something else, or go away.
#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <thread>

#include <nlohmann/json.hpp>

#include "support/project.h"

using namespace cardlint::test;

namespace {

// JSON breaks no line where a test looks for a sentence.
Ended checked(const std::string& path, const Start& start) {
  return run_check({"--format", "json", path}, start);
}

Start as_nobody(Start start) {
  start.prepare = become_nobody;
  return start;
}

void chmod(const Folder& folder, const std::string& path, mode_t mode) {
  REQUIRE(::chmod(folder.at(path).c_str(), mode) == 0);
}

// Restores what the end of a test has to remove.
struct Reopened {
  explicit Reopened(std::string folder) : path(std::move(folder)) {}
  Reopened(const Reopened&) = delete;
  Reopened& operator=(const Reopened&) = delete;
  ~Reopened() { ::chmod(path.c_str(), 0755); }
  std::string path;
};

void check_not_assessed(const Ended& ended, const std::string& what) {
  INFO(ended.out << ended.err);
  CHECK(ended.code == 3);
  CHECK(contains(ended.out, what));
  CHECK_FALSE(ended.hung);
}

}  // namespace

TEST_CASE("a file that may not be read is not assessed, the others are") {
  const Folder folder(kSoundManifest);
  folder.file("jwks.json", "{}");
  chmod(folder, "smithery.yaml", 0);
  const Ended walked = checked(".", as_nobody(folder.start()));
  CHECK(walked.code == 1);  // of jwks.json
  CHECK(contains(walked.out, "\"path\": \"jwks.json\""));
  CHECK(contains(walked.out, "cannot open 'smithery.yaml': Permission denied"));
  check_not_assessed(checked("smithery.yaml", as_nobody(folder.start())), "Permission denied");
  CHECK(run_check({"--strict", "."}, as_nobody(folder.start())).code == 3);
}

TEST_CASE("a folder that may not be listed or entered is not assessed") {
  const Folder folder(kSoundManifest);
  folder.file("secret/smithery.yaml", kSoundManifest);
  const Reopened reopened(folder.at("secret"));
  chmod(folder, "secret", 0);
  check_not_assessed(checked(".", as_nobody(folder.start())),
                     "cannot list '" + folder.at("secret") + "': Permission denied");
  // What is named in it is not "missing": we may not know.
  check_not_assessed(checked("secret/smithery.yaml", as_nobody(folder.start())),
                     "cannot be reached: Permission denied");
}

TEST_CASE("files beside the documents that may not be read") {
  const Folder folder;
  folder.file("smithery.yaml",
              "runtime: container\nstartCommand:\n  type: http\n  configSchema: {}\n"
              "build:\n  dockerfile: Dockerfile\n");
  folder.file("Dockerfile", "FROM scratch\n");
  chmod(folder, "Dockerfile", 0);
  const Ended ended = checked(".", as_nobody(folder.start()));
  INFO(ended.out << ended.err);
  CHECK(contains(ended.out, "Permission denied"));
  CHECK((ended.code == 3 || ended.code == 1));
}

TEST_CASE("a configuration that may not be read stops the run") {
  const Folder folder(kSoundManifest);
  folder.file(".cardlint.yaml", "fail-on: info\n");
  chmod(folder, ".cardlint.yaml", 0);
  Start start = as_nobody(folder.start());
  const Ended ended = run_cardlint({"check", "."}, start);
  CHECK(ended.code == 2);
  CHECK(contains(ended.err, ".cardlint.yaml: cannot open"));
  CHECK(ended.out.empty());
}

TEST_CASE("files and folders that come and go while they are read") {
  const Folder folder(kSoundManifest);
  for (int i = 0; i < 200; ++i)
    folder.file("f" + std::to_string(i) + "/smithery.yaml", kSoundManifest);
  // Beside the runs, entries become missing, links, folders and pipes, and files again.
  std::jthread swapper([&](const std::stop_token& stop) {
    for (unsigned i = 0; !stop.stop_requested(); ++i) {
      const std::string at = folder.at("f" + std::to_string(i * 7 % 200));
      const std::string file = at + "/smithery.yaml";
      switch (i % 5) {
        case 0:
          ::unlink(file.c_str());
          break;
        case 1:
          ::unlink(file.c_str());
          ::mkfifo(file.c_str(), 0644);
          break;
        case 2: {
          ::unlink(file.c_str());
          [[maybe_unused]] const int made = ::symlink("/dev/zero", file.c_str());
          break;
        }
        case 3:
          ::rename(at.c_str(), (at + "-gone").c_str());
          ::rename((at + "-gone").c_str(), at.c_str());
          break;
        default:
          // At once, so that nobody reads half of it.
          folder.file("new", kSoundManifest);
          ::rename(folder.at("new").c_str(), file.c_str());
      }
    }
  });
  for (int i = 0; i < 20; ++i) {
    Start start = folder.start();
    start.patience = 30;
    const Ended ended = run_check({"--format", "json", "."}, start);
    INFO(ended.out << ended.err);
    REQUIRE_FALSE(ended.hung);
    REQUIRE((ended.code == 0 || ended.code == 3));
    const auto report = nlohmann::json::parse(ended.out);
    REQUIRE((ended.code == 3) == !report["notAssessed"].empty());
  }
}

TEST_CASE("a named file that is gone") {
  const Folder folder(kSoundManifest);
  REQUIRE(::symlink("nowhere", folder.at("link.yaml").c_str()) == 0);
  check_not_assessed(checked("gone.yaml", folder.start()), "no such file or folder");
  check_not_assessed(checked("link.yaml", folder.start()), "no such file or folder");
  check_not_assessed(checked("smithery.yaml/x", folder.start()), "no such file or folder");
}

TEST_CASE("links that lead nowhere, in circles or out of the repository") {
  const Folder outside(kSoundManifest), folder;
  const auto link = [&](const std::string& to, const std::string& path) {
    std::filesystem::create_directories((folder.root / path).parent_path());
    REQUIRE(::symlink(to.c_str(), folder.at(path).c_str()) == 0);
  };
  link("nowhere", "a/smithery.yaml");
  link("smithery.yaml", "b/smithery.yaml");
  link(outside.at("smithery.yaml"), "c/smithery.yaml");
  link("/proc/self/environ", "d/smithery.yaml");
  link("/dev/zero", "e/smithery.yaml");
  link("..", "f/loop");
  link(outside.root.string(), "g/out");
  Start start = folder.start();
  start.environment = {{"CARDLINT_TEST_SECRET", "must-not-be-read"}};
  const Ended ended = run_check({"--format", "json", "."}, start);
  check_not_assessed(ended, "a/smithery.yaml");
  const auto report = nlohmann::json::parse(ended.out);
  CHECK(report["documents"].empty());
  CHECK(report["notAssessed"].size() == 5);
  CHECK_FALSE(contains(ended.out, "must-not-be-read"));
  check_not_assessed(checked("b/smithery.yaml", start), "Too many levels of symbolic links");
}

TEST_CASE("pipes, sockets and devices under the names of documents block nothing") {
  const Folder folder;
  for (const char* path : {"a", "b", "c", ".git"})
    std::filesystem::create_directories(folder.root / path);
  REQUIRE(::mkfifo(folder.at("a/smithery.yaml").c_str(), 0644) == 0);
  REQUIRE(::mkfifo(folder.at("Dockerfile").c_str(), 0644) == 0);
  REQUIRE(::mkfifo(folder.at("package.json").c_str(), 0644) == 0);
  REQUIRE(::mkfifo(folder.at(".git/index").c_str(), 0644) == 0);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  folder.at("b/jwks.json").copy(name.sun_path, sizeof name.sun_path - 1);
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0);
  REQUIRE(::listen(listener, 1) == 0);
  const bool device = ::mknod(folder.at("c/.mcp.json").c_str(), S_IFCHR | 0644, 0x105) == 0;
  Start start = folder.start();
  start.patience = 20;
  const Ended walked = run_check({"--format", "json", "."}, start);
  check_not_assessed(walked, "not a regular file");
  CHECK(nlohmann::json::parse(walked.out)["notAssessed"].size() == (device ? 3 : 2));
  for (const std::string path : {"a/smithery.yaml", "b/jwks.json", "/dev/zero", "/dev/null"})
    check_not_assessed(checked(path, start), "not a regular file");
  // Beside a document, as its configuration and as its baseline.
  folder.file("smithery.yaml", kSoundManifest);
  CHECK_FALSE(checked("smithery.yaml", start).hung);
  REQUIRE(::mkfifo(folder.at(".cardlint.yaml").c_str(), 0644) == 0);
  const Ended configured = run_cardlint({"check", "."}, start);
  CHECK(configured.code == 2);
  CHECK(contains(configured.err, "not a regular file"));
  CHECK(run_check({"--baseline", "a/smithery.yaml", "."}, start).code == 2);
  ::close(listener);
}

TEST_CASE("paths beyond the longest that the system takes") {
  const Folder folder(kFaultyManifest);
  const std::string name(250, 'd');
  REQUIRE(::chdir(folder.root.c_str()) == 0);
  for (int i = 0; i < 20; ++i) {
    REQUIRE(::mkdir(name.c_str(), 0755) == 0);
    REQUIRE(::chdir(name.c_str()) == 0);
  }
  std::ofstream("smithery.yaml") << kSoundManifest;
  // From below, where the working directory itself has such a path.
  Start start;
  const Ended below = checked(".", start);
  CHECK(below.hung == false);
  CHECK((below.code == 0 || below.code == 3));
  REQUIRE(::chdir("/") == 0);
  const Ended above = checked(".", folder.start());
  CHECK(above.code == 1);  // of the file at the top
  CHECK(contains(above.out, "File name too long"));
  CHECK(checked(std::string(100'000, 'x'), folder.start()).code == 3);
  // std::filesystem would need such paths to remove them.
  CHECK(std::system(("rm -rf '" + folder.at(name) + "'").c_str()) == 0);
}

TEST_CASE("a working directory that was removed") {
  const Folder folder;
  const std::string gone = folder.at("gone");
  REQUIRE(::mkdir(gone.c_str(), 0755) == 0);
  Start start;
  start.folder = gone;
  start.prepare = [&] { ::rmdir(gone.c_str()); };
  for (const char* command : {"check", "config", "probe"}) {
    std::vector<std::string> words{command};
    if (words[0] == "config") words.emplace_back("show");
    const Ended ended = run_cardlint(words, start);
    CHECK(ended.code == 3);
    CHECK(contains(ended.err, "the working directory is not there"));
    ::mkdir(gone.c_str(), 0755);
  }
  CHECK(run_cardlint({"--version"}, start).code == 0);
}

TEST_CASE("names with line breaks, control characters and bytes that are no text") {
  const Folder folder;
  const std::string name = "a\n::error::forged\r\x1b[2J\x1b]0;t\x07\xff\xc0\xae\xe2\x80\xae&<|`]]>";
  folder.file(name + "/smithery.yaml", kFaultyManifest);
  folder.file(name + "/jwks.json", "{");
  REQUIRE(::mkfifo(folder.at(name + "/.mcp.json").c_str(), 0644) == 0);
  for (const char* format :
       {"text", "json", "github", "sarif", "junit", "gitlab", "markdown", "prometheus"}) {
    INFO(format);
    const Ended ended =
        run_check({"--consumers", "--verbose", "--format", format, "."}, folder.start());
    INFO(ended.err);
    CHECK(ended.code == 1);
    CHECK_FALSE(ended.out.empty());
    for (const std::string* text : {&ended.out, &ended.err}) {
      CHECK(text->find_first_of(std::string("\x1b\x07\r\0\xff\xc0", 6)) == std::string::npos);
      CHECK_FALSE(contains(*text, "\n::error::forged"));
      CHECK_FALSE(contains(*text, "\xe2\x80\xae"));
    }
    const std::string word = format;
    if (word == "json" || word == "sarif" || word == "gitlab")
      CHECK_FALSE(nlohmann::json::parse(ended.out, nullptr, false).is_discarded());
  }
  // Named on the command line, and as the name of standard input.
  CHECK(checked(name + "/smithery.yaml", folder.start()).code == 1);
  Start start = folder.start();
  start.input = kFaultyManifest;
  const Ended piped = run_check({"-", "--stdin-filename", name + "/smithery.yaml"}, start);
  CHECK(piped.code == 1);
  CHECK_FALSE(contains(piped.out, "\x1b"));
}
