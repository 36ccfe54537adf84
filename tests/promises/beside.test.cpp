// What lies beside a document is input too: archives, folders, links and companions made to exhaust
// whoever follows a document into them.
#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include "promises/make.h"
#include "support/project.h"
#include "support/zip.h"

using namespace cardlint::test;

namespace {

// A bundle's manifest that names these files.
template <class Name>
std::string naming(std::size_t count, const Name& name) {
  std::string all =
      R"({"manifest_version":"0.3","name":"a","version":"1.0.0","server":{"type":"node"},"screenshots":[)";
  for (std::size_t i = 0; i < count; ++i)
    all += (i > 0 ? ",\"" : "\"") + name(std::to_string(i)) + "\"";
  return all + "]}";
}

std::size_t scaled(std::size_t count) {
  return is_sanitized() ? count / 10 : count;
}

// As in bounded.test.cpp.
void check_bounded(const Folder& folder) {
  const Ended ended = run_check({"--format", "json", "."}, folder.start());
  INFO(ended.seconds << " s, " << (ended.peak_bytes >> 20) << " MiB, code " << ended.code
                     << ", signal " << ended.signal << ended.err.substr(0, 2000));
  CHECK_FALSE(ended.hung);
  CHECK((ended.code == 0 || ended.code == 1 || ended.code == 3));
  if (is_sanitized()) return;
  CHECK(ended.seconds <= 4);
  CHECK(ended.peak_bytes <= 256u << 20);
}

}  // namespace

TEST_CASE("archives: names and manifests made to exhaust whoever compares them") {
  SECTION("long names of many folders") {
    std::vector<ZipMember> members{{"manifest.json", "{}"}};
    for (int i = 0; i < 3'700; ++i) members.push_back({times("a/", 500) + std::to_string(i), ""});
    const Folder folder;
    folder.file("a.mcpb", zip_of(members));
    check_bounded(folder);
  }
  SECTION("folders of their own") {
    std::vector<ZipMember> members{{"manifest.json", "{}"}};
    for (int i = 0; i < 3'700; ++i) members.push_back({std::to_string(i) + times("/b", 500), ""});
    const Folder folder;
    folder.file("a.mcpb", zip_of(members));
    check_bounded(folder);
  }
  SECTION("many members, and a manifest that names many") {
    std::vector<ZipMember> members{
        {"manifest.json", naming(30'000, [](auto i) { return "shots/picture-" + i + ".png"; }),
         true}};
    for (std::size_t i = 0; i < scaled(49'000); ++i)
      members.push_back({"shots/other---" + std::to_string(i) + ".png", ""});
    const Folder folder;
    folder.file("a.mcpb", zip_of(members));
    check_bounded(folder);
  }
  SECTION("a manifest that unpacks to a million values") {
    const Folder folder;
    folder.file("a.mcpb",
                zip_of({{"manifest.json", "{\"a\":[" + times("1,7,", 200'000) + "1]}", true}}));
    check_bounded(folder);
  }
}

TEST_CASE("beside: many files are named that are missing, and a long .gitignore says why") {
  const Folder folder;
  std::string ignored;
  for (int i = 0; ignored.size() < 1'000'000; ++i)
    ignored += "ignored-" + std::to_string(i) + "/\n";
  folder.file(".gitignore", ignored);
  folder.file("manifest.json",
              naming(scaled(200'000), [](auto i) { return "out-" + i + "/a.png"; }));
  check_bounded(folder);
}

TEST_CASE("beside: many files are named that are there, in one large folder") {
  const Folder folder;
  for (std::size_t i = 0; i < scaled(20'000); ++i)
    folder.file("Shots/Picture-" + std::to_string(i), "");
  folder.file("manifest.json", naming(scaled(200'000), [](auto i) {
                return "Shots/Picture-" + std::to_string(std::stoul(i) % 20'000);
              }));
  check_bounded(folder);
}

TEST_CASE("beside: folders within folders, and links through all of them") {
  const Folder folder;
  REQUIRE(::chdir(folder.root.c_str()) == 0);
  for (int i = 0; i < 1'500; ++i) {
    REQUIRE(::mkdir("a", 0755) == 0);
    REQUIRE(::chdir("a") == 0);
  }
  std::ofstream("end") << "here";
  REQUIRE(::chdir("/") == 0);
  std::filesystem::create_directory(folder.root / "b");
  for (int i = 0; i < 40; ++i)
    REQUIRE(::symlink((times("../b/", 700) + "l" + std::to_string(i + 1)).c_str(),
                      folder.at("b/l" + std::to_string(i)).c_str()) == 0);
  folder.file("manifest.json", naming(scaled(2'000), [](auto i) {
                return i.size() % 2 == 0 ? times("a/", 1'500) + "end"
                                         : times("b/../", i.size()) + "b/l0";
              }));
  check_bounded(folder);
  // std::filesystem would recurse as deep.
  REQUIRE(std::system(("rm -rf '" + folder.at("a") + "'").c_str()) == 0);
}

TEST_CASE("beside: companions as large as they may be") {
  const Folder folder;
  folder.file("smithery.yaml",
              "runtime: container\nstartCommand: {type: http, configSchema: {}}\nbuild: "
              "{dockerfile: Dockerfile}\n");
  folder.file("package.json", "{\"name\":\"a\",\"x\":[" + times("[],", 300'000) + "1]}");
  folder.file("pyproject.toml", "[project]\nname = 'a'\nx = [" + times("1,", 450'000) + "]\n");
  folder.file("Dockerfile", "FROM scratch\nRUN a" + times(" \\\n b", 200'000) + "\n");
  folder.file("README.md", times("# a [b](c)\n", 90'000));
  for (int i = 0; i < 99; ++i)
    folder.file(".github/workflows/w" + std::to_string(i) + ".yml",
                "on: push\njobs:\n" + times(" - 1\n", scaled(200'000)));
  check_bounded(folder);
}
