// Every limit of base/limits.h shows in the report when it is hit, and the run is not clean then.
#include <catch2/catch.hpp>

#include <unistd.h>

#include <set>

#include <nlohmann/json.hpp>

#include "promises/make.h"
#include "support/project.h"
#include "support/zip.h"

using namespace cardlint::test;

namespace {

std::string bundle(const std::vector<ZipMember>& more, const std::string& manifest = "{}") {
  std::vector<ZipMember> members{{"manifest.json", manifest, true}};
  members.insert(members.end(), more.begin(), more.end());
  return zip_of(members);
}

// A git index of version 2 with this many entries, so many bytes long at least.
std::string git_index(std::uint32_t entries, std::size_t bytes) {
  std::string index("DIRC\0\0\0\2", 8);
  for (int shift = 24; shift >= 0; shift -= 8) index += static_cast<char>(entries >> shift);
  index.resize(std::max(index.size() + 20, bytes));
  return index;
}

// What to plant, and how the report says that it was too much.
struct Limit {
  std::string name;    // in base/limits.h
  std::string config;  // its line in the configuration, to reach it sooner
  std::function<void(const Folder&)> plant;
  std::string says;
  int code;  // 0 where the default limit serves, large repositories reach it, and only a part of a
             // rule is lost
};

// A manifest that names a file which only git knows for a link, since it was checked out as a file.
void plant_link_text(const Folder& folder, const std::string& index) {
  folder.file(".git/index", index);
  folder.file("link", "Dockerfile.real");
  folder.file("smithery.yaml",
              "runtime: container\nstartCommand: {type: http, configSchema: {}}\n"
              "build: {dockerfile: link}\n");
}

const std::vector<Limit>& limits() {
  static const std::vector<Limit> all{
      {"file_bytes", "file-bytes: 1024",
       [](const Folder& f) { f.file("jwks.json", std::string(1025, ' ')); },
       "larger than the limit of 1024 bytes", 3},
      {"project_bytes", "project-bytes: 1024",
       [](const Folder& f) {
         for (const char* name : {"jwks.json", ".mcp.json", "server-card.json"})
           f.file(name, std::string(500, ' '));
       },
       "together are larger than the limit of 1024 bytes", 1},
      {"yaml_bytes", "yaml-bytes: 1024",
       [](const Folder& f) { f.file("smithery.yaml", "a: " + std::string(1025, 'a')); },
       "more than the limit of 1024", 1},
      {"depth", "depth: 8",
       [](const Folder& f) { f.file("server-card.json", times("[", 9) + times("]", 9)); },
       "nested more than 8 deep", 1},
      {"nodes", "nodes: 1000",
       [](const Folder& f) { f.file("server-card.json", "[" + times("1,", 1001) + "1]"); },
       "more than 1000 values", 1},
      {"scalar_bytes", "scalar-bytes: 1024",
       [](const Folder& f) { f.file("server-card.json", "[\"" + std::string(1025, 'a') + "\"]"); },
       "over 1024 bytes", 1},
      {"key_bytes", "key-bytes: 64",
       [](const Folder& f) { f.file("server-card.json", "{\"" + std::string(65, 'a') + "\":1}"); },
       "over 64 bytes", 1},
      {"number_digits", "number-digits: 16",
       [](const Folder& f) { f.file("server-card.json", "[" + std::string(17, '1') + "]"); },
       "over 16 digits", 1},
      {"alias_uses", "alias-uses: 2",
       [](const Folder& f) { f.file("smithery.yaml", "a: &a 1\nb: [*a, *a, *a]\n"); },
       "more than 2 aliases", 1},
      {"alias_nodes", "alias-nodes: 4",
       [](const Folder& f) { f.file("smithery.yaml", "a: &a [1,2,3]\nb: [*a, *a]\n"); },
       "more than 4 values", 1},
      {"alias_bytes", "",
       [](const Folder& f) {
         f.file("smithery.yaml",
                "a: &a " + std::string(1'000'000, 'a') + "\nb: [" + times("*a, ", 9) + "*a]\n");
       },
       "more than 8388608 bytes of text", 1},
      {"companion_bytes", "companion-bytes: 1024",
       [](const Folder& f) {
         f.file("smithery.yaml",
                "runtime: container\nstartCommand: {type: http, configSchema: {}}\nbuild: "
                "{dockerfile: Dockerfile}\n");
         f.file("Dockerfile", "FROM scratch\n" + times("RUN a\n", 200));
       },
       "larger than the limit of 1024 bytes", 3},
      {"companion_files", "companion-files: 1",
       [](const Folder& f) {
         f.file("smithery.yaml", "runtime: typescript\n");
         f.file("package.json", "{}");
         for (int i = 0; i < 9; ++i)
           f.file(".github/workflows/w" + std::to_string(i) + ".yml", "on: push\n");
       },
       "more than 1 files are read beside the documents", 3},
      {"companion_total", "",
       [](const Folder& f) {
         f.file("smithery.yaml", "runtime: typescript\n");
         f.file("package.json", "{}");
         for (int i = 0; i < 9; ++i)
           f.file(".github/workflows/w" + std::to_string(i) + ".yml",
                  "on: push\n" + times("# a\n", 260'000));
       },
       "more than 8388608 bytes are read beside the documents", 3},
      {"disk_looks", "",
       [](const Folder& f) {
         std::string names;
         for (int i = 0; i < 20'001; ++i) names += "\"" + std::to_string(i) + ".png\",";
         f.file("manifest.json",
                R"({"manifest_version":"0.3","name":"a","server":{"type":"node"},"screenshots":[)" +
                    names + "\"a\"]}");
       },
       "its documents name more files than are looked for", 1},
      {"git_index_bytes", "",
       [](const Folder& f) { plant_link_text(f, git_index(1, (32u << 20) + 1)); }, ".git/index", 0},
      {"git_index_entries", "", [](const Folder& f) { plant_link_text(f, git_index(500'001, 64)); },
       ".git/index", 0},
      {"listed_entries", "",
       [](const Folder& f) {
         f.file("smithery.yaml", "build: {assets: [\"many/**/*\"]}\n");
         for (int i = 0; i < 2'001; ++i) f.file("many/" + std::to_string(i), "");
       },
       "the first 2000 files", 0},
      {"archive_bytes", "archive-bytes: 1024",
       [](const Folder& f) {
         f.file("a.mcpb", bundle({{"b", std::string(2000, 'b')}}));
       },
       "1024 bytes", 3},
      {"archive_members", "archive-members: 2",
       [](const Folder& f) {
         f.file("a.mcpb", bundle({{"b", ""}, {"c", ""}}));
       },
       "more than 2 members", 3},
      {"archive_name_bytes", "",
       [](const Folder& f) {
         f.file("a.mcpb", bundle({{std::string(1025, 'b'), ""}}));
       },
       "name has more than 1024 bytes", 3},
      {"archive_manifest_bytes", "",
       [](const Folder& f) {
         f.file("a.mcpb", zip_of({{"manifest.json", std::string((1u << 20) + 1, ' ')}}));
       },
       "'manifest.json' has more than 1048576 bytes", 3},
      {"archive_ratio", "",
       [](const Folder& f) { f.file("a.mcpb", bundle({}, std::string(1'000'000, ' '))); },
       "more than 200 times its size", 3},
      {"walk_entries", "walk-entries: 3",
       [](const Folder& f) {
         for (const char* name : {"a", "b", "c", "d"})
           f.file(std::string(name) + "/smithery.yaml", kSoundManifest);
       },
       "more than 3 files and folders", 3},
      {"walk_depth", "walk-depth: 1",
       [](const Folder& f) {
         f.file("a/b/c/smithery.yaml", kSoundManifest);
         f.file("smithery.yaml", kSoundManifest);
       },
       "nested too deep", 3},
      {"findings_per_rule", "findings-per-rule: 2",
       [](const Folder& f) {
         f.file("server-card.json", card("\"tools\":[" + times("{\"name\":\"a\"},", 9) + "{}]"));
       },
       "more findings of rule", 1},
  };
  return all;
}

Ended checked(const Folder& folder, const std::string& config) {
  if (!config.empty()) folder.file(".cardlint.yaml", "limits: {" + config + "}\n");
  return run_cardlint({"check", "--format", "json", "."}, folder.start());
}

}  // namespace

TEST_CASE("limits: each that there is has its test") {
  std::ifstream in(CARDLINT_LIMITS);
  std::set<std::string> tested, known;
  for (const Limit& limit : limits()) tested.insert(limit.name);
  for (std::string word, before; in >> word; before = word) {
    if (before == "std::size_t") known.insert(word);
  }
  CHECK(known.size() > 20);
  CHECK(tested == known);
}

TEST_CASE("limits: each that is hit shows in the report") {
  for (const Limit& limit : limits()) {
    INFO(limit.name);
    const Folder folder;
    limit.plant(folder);
    const Ended ended = checked(folder, limit.config);
    INFO(ended.out.substr(0, 3000) << ended.err);
    CHECK(contains(ended.out, limit.says));
    CHECK(ended.code == limit.code);
  }
}

TEST_CASE("limits: what was given on standard input and what is beyond the limits by nature") {
  const Folder folder;
  Start start = folder.start();
  start.input = std::string((8u << 20) + 1, ' ');
  const Ended ended = run_check({"-", "--stdin-filename", "server-card.json"}, start);
  CHECK(ended.code == 3);
  CHECK(contains(ended.out, "larger than the limit of 8388608 bytes"));
  // A file without an end, as far as its size tells.
  folder.file("jwks.json", "{}");
  REQUIRE(::truncate(folder.at("jwks.json").c_str(), off_t{1} << 40) == 0);
  const Ended sparse = run_check({"."}, folder.start());
  CHECK(sparse.code == 3);
  CHECK(contains(sparse.out, "larger than the limit of 8388608 bytes"));
  CHECK(sparse.peak_bytes < 256u << 20);
}
