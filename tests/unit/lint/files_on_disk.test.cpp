// Links, submodules and git's index, on a real disk and with the git of the machine.
#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/file_io.h"
#include "base/known_folders.h"
#include "checks/table.h"
#include "doc/git_index.h"
#include "lint/project_files.h"
#include "lint/run.h"
#include "rules/builtin.h"

using namespace cardlint;
namespace fs = std::filesystem;
using Type = PathEnd::Type;

namespace {

class Sandbox {
 public:
  Sandbox() {
    std::string pattern = (fs::temp_directory_path() / "cardlint-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    outer = pattern;
    root = outer / "repository";
    fs::create_directories(root);
  }
  ~Sandbox() { fs::remove_all(outer); }
  void file(const std::string& path, const std::string& text = "x\n") const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path) << text;
  }
  void link(const std::string& path, const std::string& target) const {
    fs::create_directories((root / path).parent_path());
    fs::create_symlink(target, root / path);
  }
  std::shared_ptr<const ProjectFiles> files() const {
    return files_on_disk(open_checkout(root.string()), root.string(), Limits{});
  }
  // Nothing of the machine's configuration takes part.
  bool git(const std::string& arguments) const {
    const std::string command =
        "cd '" + root.string() +
        "' && GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null git "
        "-c user.name=x -c user.email=x@example.com -c init.defaultBranch=main "
        "-c protocol.file.allow=always " +
        arguments + " >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
  }
  std::vector<std::string> rules() const {
    const std::vector<CheckEntry> checks = check_table();
    RuleSet set{CheckTable(checks)};
    REQUIRE(set.add(builtin_rules()));
    const SchemaSet schemas;
    LintSettings settings;
    settings.only = {"path"};
    RunSettings run;
    run.paths = {root.string()};
    std::vector<std::string> ids;
    for (const Diagnostic& d : run_lint(run, Linter(set, schemas, settings)).diagnostics)
      ids.push_back(d.rule + " " + d.where.pointer);
    return ids;
  }

  fs::path outer;
  fs::path root;
};

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("links on disk are followed and never out of the root") {
  const Sandbox box;
  box.file("docker/Dockerfile");
  box.link("Dockerfile", "docker/Dockerfile");
  box.link("out", "../..");
  box.link("absolute", "/etc");
  box.link("a", "b");
  box.link("b", "a");
  box.link("nothing", "gone");
  box.link("deep/up", "../docker");
  const auto files = box.files();
  CHECK(files->follow("Dockerfile").path == "docker/Dockerfile");
  CHECK(files->follow("deep/up/../Dockerfile").path == "docker/Dockerfile");
  CHECK(files->follow("out/etc").type == Type::Outside);
  CHECK(files->follow("absolute/passwd").type == Type::Absolute);
  CHECK(files->follow("a").type == Type::Loop);
  CHECK(files->follow("nothing").type == Type::Dangling);
  CHECK(files->follow("docker").type == Type::Folder);
  CHECK(files->follow("docker/none").type == Type::Missing);
  CHECK(files->follow("Dockerfile/x").type == Type::Missing);
  CHECK(files->entries("deep/up").size() == 1);
  CHECK(files->entries("out").empty());
}

TEST_CASE("nothing behind a link is touched, and no link on the way is followed") {
  const Sandbox box;
  box.file("in/x");
  std::ofstream(box.outer / "secret") << "x";
  box.link("way", "..");
  FoldersBelow below(box.root.string());
  CHECK_FALSE(below.look({"way"}, "secret"));
  CHECK_FALSE(below.read({"way"}, "secret", 100));
  CHECK_FALSE(below.read({}, "way", 100));
  CHECK_FALSE(below.list({"way"}));
  REQUIRE(::mkfifo((box.root / "pipe").c_str(), 0600) == 0);
  CHECK_FALSE(below.read({}, "pipe", 100));
  CHECK(below.look({"in"}, "x")->size == 2);
}

TEST_CASE("each way below a folder is its own, whichever was taken before") {
  const Sandbox box;
  box.file("a/b/one");
  box.file("a/c/b/two");
  box.file("b/three");
  FoldersBelow below(box.root.string());
  for (int round = 0; round < 2; ++round) {
    CHECK(below.look({"a", "b"}, "one"));
    CHECK_FALSE(below.look({"a", "none"}, "one"));
    CHECK(below.look({"a", "c", "b"}, "two"));
    CHECK_FALSE(below.look({"a", "b"}, "two"));
    CHECK_FALSE(below.look({"a", "b", "one"}, "two"));
    CHECK(below.read({"b"}, "three", 100) == "x\n");
    CHECK(below.list({"a"})->size() == 2);
    CHECK(below.list({})->size() == 2);
    const std::vector<Entry>* const little = below.list_small({"b"});
    REQUIRE(little != nullptr);
    CHECK(little->size() == 1);
    CHECK(below.list({"b"})->front().name == "three");
    CHECK(below.list_small({"b", "none"}) == nullptr);
  }
}

TEST_CASE("what a walk has listed is not asked again") {
  const Sandbox box;
  box.file("a/one");
  box.file("a/b/two");
  const auto in_box = [&](const std::string& path) { return (box.root / path).string(); };
  auto listed = std::make_shared<KnownFolders>();
  listed->add(
      {{in_box("a"), *list_folder(in_box("a"))}, {in_box("a/b"), *list_folder(in_box("a/b"))}});
  // Whoever asked would see these.
  box.file("a/late");
  box.file("a/ONE");
  fs::remove(box.root / "a/b/two");
  FoldersBelow below(box.root.string(), listed);
  CHECK_FALSE(below.look({"a"}, "late"));
  CHECK(below.list({"a"})->size() == 2);
  REQUIRE(below.list_small({"a", "b"}) != nullptr);
  CHECK(below.list_small({"a", "b"})->front().name == "two");
  CHECK(below.look({"a"}, "b")->type == EntryType::Folder);
  // Files are asked for: their size is not in a list, and they may have gone.
  CHECK(below.look({"a"}, "one")->size == 2);
  CHECK_FALSE(below.look({"a", "b"}, "two"));
  CHECK_FALSE(below.read({"a", "b"}, "two", 100));
  CHECK(below.read({"a"}, "late", 100) == "x\n");
  // What differs from a known name by case alone is asked for: some file systems have no case.
  CHECK(below.look({"a"}, "ONE"));
  CHECK(FoldersBelow(box.root.string()).look({"a"}, "late"));
}

TEST_CASE("a link is seen wherever it stands on a path") {
  const Sandbox box;
  box.file("in/deep/x");
  box.link("way", "in");
  const std::string root = box.root.string();
  CHECK(passes_a_link(root + "/way", root));
  CHECK(passes_a_link(root + "/way/deep", root));
  CHECK_FALSE(passes_a_link(root + "/in/deep", root));
  CHECK_FALSE(passes_a_link(root, root));
  CHECK_FALSE(passes_a_link(root + "/none", root));
}

TEST_CASE("a file is understood once a rule asks for more than its text") {
  const Sandbox box;
  box.file("a.yml", "on: push\n");
  box.file("b.yml", "run: [\n");
  const auto files = box.files();
  CHECK(files->open_with("a.yml", "smithery") == nullptr);
  CHECK(files->open_with("none.yml", "") == nullptr);
  const Companion* found = files->open_with("./a.yml", "push");
  REQUIRE(found != nullptr);
  CHECK(found->file.root()["on"].is_text("push"));
  CHECK(files->open("a.yml") == found);
  CHECK(files->open_with("b.yml", "push") == nullptr);
  CHECK_FALSE(files->open("b.yml")->unread.empty());
}

TEST_CASE("what lies outside of the walk and inside of the repository is there") {
  const Sandbox box;
  box.file("docker/Dockerfile", "FROM a\n");
  box.file("other/.git", "gitdir: elsewhere\n");
  box.file("other/x.json", "{}");
  box.link("absolute", (fs::canonical(box.root) / "docker").string());
  box.link("out", "/etc");
  const auto files = box.files();
  CHECK(files->follow("absolute/Dockerfile").type == Type::Absolute);
  CHECK(files->open("absolute/Dockerfile") != nullptr);
  CHECK(files->list("absolute").size() == 1);
  CHECK(files->follow("other/x.json").type == Type::Submodule);
  CHECK(files->exists("other/x.json"));
  CHECK(files->open("other/x.json") != nullptr);
  CHECK_FALSE(files->exists("out/passwd"));
  CHECK(files->list("out").empty());
}

TEST_CASE("a repository that is itself reached through a link is no fault") {
  const Sandbox box;
  box.file("ctx/x");
  fs::create_symlink(box.root, box.outer / "checkout");
  const auto files =
      files_on_disk(open_checkout((box.outer / "checkout").string()), "checkout", Limits{});
  CHECK(files->follow("ctx/..").type == Type::Folder);
}

TEST_CASE("the index of git knows links and submodules that a checkout does not show") {
  const Sandbox box;
  if (!box.git("init -q")) {
    WARN("no git here");
    return;
  }
  for (const std::string version : {"2", "3", "4"}) {
    box.file("a/plain", "docker/Dockerfile");  // looks like a link, and is none
    fs::remove(box.root / "a/link");
    box.link("a/link", "../../.ssh/id_rsa");
    REQUIRE(box.git("update-index --index-version " + version));
    REQUIRE(box.git("add -A"));
    if (version == "3") REQUIRE(box.git("add -N . && git update-index --skip-worktree a/plain"));
    // As git leaves it where the system has no links.
    fs::remove(box.root / "a/link");
    box.file("a/link", "../../.ssh/id_rsa");
    const auto files = box.files();
    CHECK(files->follow("a/link").type == Type::Outside);
    CHECK(files->follow("a/link").target == "../../.ssh/id_rsa");
    CHECK(files->follow("a/plain").type == Type::File);
  }
}

TEST_CASE("the index of a repository with SHA-256") {
  const Sandbox box;
  if (!box.git("init -q --object-format=sha256")) {
    WARN("no git with SHA-256 here");
    return;
  }
  for (int i = 0; i < 20; ++i) box.file("f" + std::string(static_cast<std::size_t>(i), 'x'));
  box.link("link", "target");
  REQUIRE(box.git("add -A"));
  const auto index = read_git_index(*read_file((box.root / ".git/index").string(), 1u << 20), 1000);
  REQUIRE(index);
  CHECK(index->special.size() == 1);
  CHECK(index->type_of("link") == GitIndex::Type::Link);
}

TEST_CASE("a submodule is another repository, checked out or not") {
  const Sandbox box;
  const Sandbox other;
  other.file("x");
  if (!other.git("init -q") || !other.git("add -A") || !other.git("commit -qm x")) {
    WARN("no git here");
    return;
  }
  REQUIRE(box.git("init -q"));
  REQUIRE(box.git("submodule add '" + other.root.string() + "' vendor/other"));
  CHECK(box.files()->follow("vendor/other/x").type == Type::Submodule);
  REQUIRE(box.git("submodule deinit -f vendor/other"));
  CHECK(box.files()->follow("vendor/other").type == Type::Submodule);
  CHECK(box.files()->follow("vendor").type == Type::Folder);
}

TEST_CASE("small files and folders are known from one look as from many") {
  const Sandbox box;
  box.file("server/Dockerfile", "FROM scratch");  // no line break: git keeps links so
  box.file("server/.dockerignore", "");
  fs::create_directories(box.root / "hollow");
  for (int i = 0; i < 250; ++i) box.file("many/file" + std::to_string(i), std::to_string(i));
  const auto all_of = [](const ProjectFiles& files, const std::string& folder) {
    std::vector<std::string> names;
    for (const FolderEntry& entry : files.entries(folder)) names.push_back(entry.name);
    return names;
  };
  const auto look_around = [&] {
    const auto files = box.files();
    for (int round = 0; round < 2; ++round) {
      CHECK_FALSE(files->exists("Dockerfile"));
      CHECK(files->follow("server").type == Type::Folder);
      CHECK(files->follow("hollow").type == Type::Folder);
      CHECK(files->follow("many").type == Type::Folder);
      CHECK(all_of(*files, "server") == std::vector<std::string>{".dockerignore", "Dockerfile"});
      CHECK(all_of(*files, "many").size() == 250);
      CHECK(all_of(*files, "hollow").empty());
      const Companion* const docker = files->open("server/Dockerfile");
      REQUIRE(docker != nullptr);
      CHECK(docker->file.source->text() == "FROM scratch");
      REQUIRE(files->open("many/file7") != nullptr);
      CHECK(files->open("many/file7")->file.source->text() == "7");
    }
  };
  look_around();
  if (!box.git("init -q") || !box.git("add -A")) {
    WARN("no git here");
    return;
  }
  look_around();
}

TEST_CASE("a folder of another repository is one, whatever else it holds") {
  const Sandbox box;
  if (!box.git("init -q")) {
    WARN("no git here");
    return;
  }
  box.file("vendor/few/.git", "gitdir: ../../.git/modules/few\n");
  box.file("vendor/many/.git", "gitdir: ../../.git/modules/many\n");
  box.file("vendor/own/.git/HEAD", "ref: refs/heads/main\n");
  box.file("vendor/few/x");
  for (int i = 0; i < 250; ++i) box.file("vendor/many/file" + std::to_string(i));
  for (const bool indexed : {false, true}) {
    if (indexed) {
      box.file("a");
      REQUIRE(box.git("add a"));
    }
    CHECK(box.files()->follow("vendor/few/x").type == Type::Submodule);
    CHECK(box.files()->follow("vendor/many/file3").type == Type::Submodule);
    CHECK(box.files()->follow("vendor/own").type == Type::Folder);
  }
}

TEST_CASE("an index that is cut or overwritten says nothing wrong and reads nothing outside") {
  const Sandbox box;
  if (!box.git("init -q")) {
    WARN("no git here");
    return;
  }
  for (const char* path : {"a/b/c", "a/b/d", "e"}) box.file(path);
  box.link("link", "target");
  REQUIRE(box.git("add -A"));
  std::mt19937 random(7);
  for (const std::string version : {"2", "4"}) {
    REQUIRE(box.git("update-index --index-version " + version));
    const std::string bytes = *read_file((box.root / ".git/index").string(), 1u << 20);
    REQUIRE(read_git_index(bytes, 1000));
    CHECK_FALSE(read_git_index(bytes, 3));
    constexpr std::size_t kAmongEntries = 200;  // four entries have more bytes
    for (std::size_t length = 0; length < kAmongEntries; ++length)
      CHECK_FALSE(read_git_index(std::string_view(bytes).substr(0, length), 1000));
    for (int i = 0; i < 2000; ++i) {
      std::string damaged = bytes;
      for (int k = 0; k < 3; ++k)
        damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
      (void)read_git_index(damaged, 1000);
    }
  }
}

TEST_CASE("rules on paths see the disk, from discovery to finding") {
  const Sandbox box;
  fs::create_directories(box.root / ".git");
  box.file(
      "smithery.yaml",
      "build:\n  dockerfile: Dockerfile\n  dockerBuildPath: ctx\n  assets: ['data/**', '**/*']\n");
  box.file("data/.env", "x");
  box.link("data/more", "../../outside");
  box.link("Dockerfile", "/etc/passwd");
  box.link("ctx", "../..");
  CHECK(box.rules() ==
        Ids{"path-symlink-escape /build/dockerfile", "path-symlink-escape /build/dockerBuildPath",
            "path-glob-escape /build/assets/0", "path-sensitive-target /build/assets/0",
            "path-glob-escape /build/assets/1", "path-sensitive-target /build/assets/1"});
}
