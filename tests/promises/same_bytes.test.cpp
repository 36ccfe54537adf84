// The same input gives the same bytes: whatever the number of threads, the order of a folder, the
// place on disk, the locale, the time zone and the day's mood of the allocator.
#include <catch2/catch.hpp>

#include <algorithm>

#include "support/paths.h"
#include "support/project.h"

using namespace cardlint::test;
using cardlint::in_fixtures;

namespace {

constexpr const char* kFormats[]{"text",  "json",   "github",   "sarif",
                                 "junit", "gitlab", "markdown", "prometheus"};

struct File {
  std::string path, text;
};

// All golden inputs as one tree of many projects.
std::vector<File> files() {
  std::vector<File> all;
  const std::string root = in_fixtures("golden");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file() || entry.is_symlink()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    all.push_back({entry.path().string().substr(root.size() + 1),
                   std::string(std::istreambuf_iterator<char>(in), {})});
  }
  std::sort(all.begin(), all.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return all;
}

void plant(const Folder& folder, const std::vector<File>& all) {
  for (const File& file : all) folder.file(file.path, file.text);
}

std::string report(const Folder& folder, const char* format, const char* jobs, Start start = {}) {
  start.folder = folder.root.string();
  const Ended ended =
      run_check({"--consumers", "--verbose", "--jobs", jobs, "--format", format, "."}, start);
  CHECK(ended.code == 1);
  CHECK(ended.err.empty());
  return ended.out;
}

}  // namespace

TEST_CASE("same bytes: threads, order of folders, place, locale, time zone") {
  std::vector<File> all = files();
  REQUIRE(all.size() > 100);
  const Folder folder, backwards;
  plant(folder, all);
  std::reverse(all.begin(), all.end());
  plant(backwards, all);
  for (const char* format : kFormats) {
    INFO(format);
    const std::string usual = report(folder, format, "1");
    CHECK(usual.size() > 500);
    CHECK(report(folder, format, "2") == usual);
    CHECK(report(folder, format, "8") == usual);
    CHECK(report(backwards, format, "3") == usual);
    Start elsewhere;
    elsewhere.environment = {{"LC_ALL", "tr_TR.UTF-8"},
                             {"TZ", "Pacific/Kiritimati"},
                             {"LANG", "de_DE"},
                             {"MALLOC_PERTURB_", "165"}};
    CHECK(report(folder, format, "4", elsewhere) == usual);
  }
}

TEST_CASE("same bytes: the order of the arguments") {
  const Folder folder;
  plant(folder, files());
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.root))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  const std::string usual = run_check(names, folder.start()).out;
  std::reverse(names.begin(), names.end());
  CHECK(run_check(names, folder.start()).out == usual);
  const std::vector<std::string> twice = names;
  names.insert(names.end(), twice.begin(), twice.end());
  CHECK(run_check(names, folder.start()).out == usual);
}
