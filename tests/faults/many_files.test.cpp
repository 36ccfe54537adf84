// Trees as large as they come.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "support/project.h"

using namespace cardlint::test;

namespace {

// `folders` of `files` each, a manifest in every one.
void plant(const Folder& folder, int folders, int files) {
  for (int i = 0; i < folders; ++i) {
    const std::string at = folder.at("f" + std::to_string(i));
    std::filesystem::create_directory(at);
    folder.file("f" + std::to_string(i) + "/smithery.yaml", kSoundManifest);
    for (int k = 1; k < files; ++k)
      ::close(::open((at + "/x" + std::to_string(k) + ".json").c_str(),
                     O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
  }
}

}  // namespace

TEST_CASE("100,000 files: all are seen, in little time and memory") {
  const Folder folder;
  plant(folder, 990, 100);  // with their folders 99,990 entries
  for (const char* jobs : {"1", "4"}) {
    INFO(jobs << " threads");
    const Ended ended = run_check({"--jobs", jobs, "."}, folder.start());
    CHECK(ended.code == 0);
    CHECK(contains(ended.out, "990 documents checked"));
    if (is_sanitized()) continue;
    CHECK(ended.seconds < 4);
    CHECK(ended.peak_bytes < 100u << 20);
  }
  // One file more than the limit is said, and what was seen is judged.
  for (int i = 0; i < 12; ++i)
    folder.file("z" + std::to_string(i) + "/smithery.yaml", kSoundManifest);
  const Ended more = run_check({"."}, folder.start());
  CHECK(more.code == 3);
  CHECK(contains(more.out, "more than 100000 files and folders"));
  // The configuration raises it.
  folder.file(".cardlint.yaml", "limits: {walk-entries: 200000}\n");
  const Ended raised = run_cardlint({"check", "."}, folder.start());
  CHECK(raised.code == 0);
  CHECK(contains(raised.out, "1002 documents checked"));
}
