#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/known_folders.h"
#include "lint/discovery.h"

using namespace cardlint;
namespace fs = std::filesystem;

namespace {

// A folder of its own that goes away with the test.
class Sandbox {
 public:
  Sandbox() {
    std::string pattern = (fs::temp_directory_path() / "cardlint-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    root = pattern;
  }
  ~Sandbox() { fs::remove_all(root); }
  void file(const std::string& path) const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path) << "{}";
  }
  Discovery discover_all() const { return discover({root.string()}, {}); }

  fs::path root;
};

std::vector<std::string> files(const ProjectPlan& plan) {
  std::vector<std::string> names;
  for (const FoundFile& f : plan.files) names.push_back(f.repository_path);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("walking sees .well-known and skips packages, version control and build output") {
  const Sandbox box;
  for (const char* path :
       {"smithery.yaml", "public/.well-known/mcp/server-card.json", "node_modules/x/smithery.yaml",
        ".git/smithery.yaml", "build/smithery.yaml", "README.md", "a.json"}) {
    box.file(path);
  }
  const Discovery found = box.discover_all();
  REQUIRE(found.projects.size() == 1);
  CHECK(files(found.projects[0]) ==
        Names{"public/.well-known/mcp/server-card.json", "smithery.yaml"});
  CHECK(found.not_assessed.empty());
}

TEST_CASE("each manifest starts a project; a card joins the nearest one above it") {
  const Sandbox box;
  for (const char* path : {"a/smithery.yaml", "a/static/.well-known/mcp/server-card.json",
                           "b/smithery.yaml", "b/server.json", "c/.well-known/mcp/server-card.json",
                           "c/.well-known/oauth-protected-resource"}) {
    box.file(path);
  }
  const Discovery found = box.discover_all();
  REQUIRE(found.projects.size() == 3);
  CHECK(files(found.projects[0]) ==
        Names{"a/smithery.yaml", "a/static/.well-known/mcp/server-card.json"});
  CHECK(files(found.projects[1]) == Names{"b/server.json", "b/smithery.yaml"});
  CHECK(files(found.projects[2]) ==
        Names{"c/.well-known/mcp/server-card.json", "c/.well-known/oauth-protected-resource"});
}

TEST_CASE("one manifest and one card of one repository are one project wherever they lie") {
  const Sandbox box;
  for (const char* path :
       {".git/HEAD", "server/smithery.yaml", "web/public/.well-known/mcp/server-card.json"})
    box.file(path);
  const Discovery found = box.discover_all();
  REQUIRE(found.projects.size() == 1);
  CHECK(found.projects[0].files.size() == 2);
}

TEST_CASE("a link out of the root is named and not followed, a link inside is read") {
  const Sandbox outside;
  outside.file("smithery.yaml");
  const Sandbox box;
  box.file("real/smithery.yaml");
  fs::create_symlink(outside.root / "smithery.yaml", box.root / "smithery.yaml");
  fs::create_directories(box.root / "linked");
  fs::create_symlink("../real/smithery.yaml", box.root / "linked/smithery.yaml");
  const Discovery found = box.discover_all();
  REQUIRE(found.not_assessed.size() == 1);
  CHECK(found.not_assessed[0].reason == "a symbolic link that leaves the repository");
  CHECK(found.not_assessed[0].operational);
  CHECK(found.projects.size() == 2);
}

TEST_CASE("what is not there and what holds nothing is said") {
  const Sandbox box;
  const Discovery missing = discover({(box.root / "none").string()}, {});
  REQUIRE(missing.not_assessed.size() == 1);
  CHECK(missing.not_assessed[0].reason == "no such file or folder");
  const Discovery empty = box.discover_all();
  REQUIRE(empty.not_assessed.size() == 1);
  CHECK(empty.not_assessed[0].operational);
}

TEST_CASE("a file named twice, or named and met, counts once") {
  const Sandbox box;
  box.file("smithery.yaml");
  const std::string file = (box.root / "smithery.yaml").string();
  const Discovery found = discover({file, file, box.root.string()}, {});
  REQUIRE(found.projects.size() == 1);
  REQUIRE(found.projects[0].files.size() == 1);
  CHECK(found.projects[0].files[0].named);
}

TEST_CASE("the repository root is the nearest folder with .git, or what --root says") {
  const Sandbox box;
  for (const char* path : {".git/HEAD", "src/x/smithery.yaml"}) box.file(path);
  const std::string file = (box.root / "src/x/smithery.yaml").string();
  CHECK(discover({file}, {}).projects[0].files[0].repository_path == "src/x/smithery.yaml");
  DiscoverySettings settings;
  settings.root = (box.root / "src").string();
  CHECK(discover({file}, settings).projects[0].files[0].repository_path == "x/smithery.yaml");
}

TEST_CASE(
    "a manifest and a card of one repository are one project, also of one that --root names") {
  const Sandbox box;
  for (const char* path : {"server/smithery.yaml", "public/.well-known/mcp/server-card.json"})
    box.file(path);
  CHECK(box.discover_all().projects.size() == 2);
  DiscoverySettings settings;
  settings.root = box.root.string();
  CHECK(discover({box.root.string()}, settings).projects.size() == 1);
  box.file(".git/HEAD");
  CHECK(box.discover_all().projects.size() == 1);
}

TEST_CASE("a folder without documents is no trouble when that is wanted") {
  const Sandbox box;
  box.file("notes.txt");
  DiscoverySettings settings;
  settings.empty_folders = true;
  CHECK(discover({box.root.string()}, settings).not_assessed.empty());
  CHECK(discover({(box.root / "none").string()}, settings).not_assessed.size() == 1);
}

TEST_CASE("a walk that is too large says so") {
  const Sandbox box;
  for (int i = 0; i < 20; ++i) box.file("f" + std::to_string(i));
  DiscoverySettings settings;
  settings.limits.walk_entries = 10;
  const Discovery found = discover({box.root.string()}, settings);
  REQUIRE(found.not_assessed.size() == 1);
  CHECK(found.not_assessed[0].reason == "more than 10 files and folders");
}

TEST_CASE("the search for a configuration begins where a walk has seen none below") {
  const Sandbox box;
  for (const char* folder :
       {"", "a/b/c/", "a/b/x/", "a/d/", "a/nested/e/f/", "a/nested/e/g/", "g/h/"})
    box.file(std::string(folder) + "smithery.yaml");
  for (const char* path :
       {".git/HEAD", "a/nested/.git/HEAD", "a/d/.cardlintrc", "g/.cardlint.yaml"})
    box.file(path);
  const auto begin = [&](const std::string& named, const DiscoverySettings& settings) {
    Names lines;
    for (const ProjectPlan& plan : discover({(box.root / named).string()}, settings).projects) {
      const fs::path root = fs::path(plan.repository) / plan.folder;
      lines.push_back(fs::relative(root, box.root).string() + " from " +
                      fs::relative(plan.configured_from, box.root).string());
    }
    return lines;
  };
  DiscoverySettings settings;
  settings.config_prefix = ".cardlint";
  CHECK(begin("", settings) == Names{". from .", "a/b/c from .", "a/b/x from .", "a/d from a/d",
                                     "a/nested/e/f from a/nested", "a/nested/e/g from a/nested",
                                     "g/h from g"});
  // Above the walk nobody has looked.
  CHECK(begin("a/b", settings) == Names{"a/b/c from a/b", "a/b/x from a/b"});
  CHECK(begin("a/b", {}) == Names{"a/b/c from a/b/c", "a/b/x from a/b/x"});
  settings.root = (box.root / "a").string();
  CHECK(begin("a/b/c/smithery.yaml", settings) == Names{"a from a"});
}

// Two folders of many: as many wait at once as make threads begin.
TEST_CASE("threads find what one finds") {
  const Sandbox box;
  for (int i = 0; i < 90; ++i) {
    const std::string folder = "g" + std::to_string(i % 2) + "/s" + std::to_string(i);
    box.file(folder + "/smithery.yaml");
    if (i % 3 == 0) box.file(folder + "/.well-known/mcp/server-card.json");
    if (i % 10 == 0) box.file(folder + "/.git/HEAD");
  }
  std::filesystem::create_symlink("nowhere", box.root / "g1/smithery.yaml");
  const auto shown = [&](const DiscoverySettings& settings, std::size_t threads) {
    const Discovery found = discover({box.root.string()}, settings, threads);
    std::vector<std::string> lines;
    for (const ProjectPlan& plan : found.projects) {
      std::string line = plan.root + " in " + plan.repository + ":";
      for (const FoundFile& file : plan.files) line += " " + file.repository_path;
      lines.push_back(line);
    }
    for (const NotAssessed& unread : found.not_assessed)
      lines.push_back(unread.what + ": " + unread.reason);
    return lines;
  };
  const std::vector<std::string> alone = shown({}, 1);
  CHECK(alone.size() == 91);
  DiscoverySettings small;
  small.limits.walk_entries = 150;
  const std::vector<std::string> few = shown(small, 1);
  CHECK(few.back().ends_with("more than 150 files and folders"));
  for (int round = 0; round < 20; ++round) {
    CHECK(shown({}, 4) == alone);
    CHECK(shown(small, 4) == few);
  }
}

TEST_CASE("what walks listed is handed on, but not what lies behind a link") {
  const Sandbox box;
  box.file(".git/HEAD");
  box.file("in/a/smithery.yaml");
  for (std::size_t i = 0; i <= KnownFolders::kMostEntries; ++i)
    box.file("in/full/" + std::to_string(i));
  fs::create_symlink("in", box.root / "way");
  const auto path = [&](const char* below) { return (box.root / below).string(); };
  const Discovery found = discover({path("in")}, {});
  REQUIRE(found.folders->find(path("in/a")) != nullptr);
  CHECK(found.folders->find(path("in/a"))->front().name == "smithery.yaml");
  CHECK(found.folders->find(path("in")) != nullptr);
  CHECK(found.folders->find(path("in/full")) == nullptr);
  CHECK(found.folders->find(path("way")) == nullptr);
  CHECK(found.folders->find(box.root.string()) == nullptr);
  const Discovery linked = discover({path("way")}, {});
  CHECK(linked.projects.size() == 1);
  CHECK(linked.folders->find(path("way/a")) == nullptr);
  CHECK(linked.folders->find(path("in/a")) == nullptr);
}
