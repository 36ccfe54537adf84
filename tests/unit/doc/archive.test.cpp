#include "doc/archive.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "doc/document.h"
#include "support/zip.h"

using namespace cardlint;
using test::zip_of;
using test::ZipMember;

namespace {

Archive read(const std::vector<ZipMember>& members, const Limits& limits = {}) {
  return read_archive(zip_of(members), limits);
}

bool has_member(const Archive& archive, std::string_view path) {
  return std::find(archive.members.begin(), archive.members.end(), path) != archive.members.end();
}

bool says(const Archive& archive, std::string_view part) {
  INFO(archive.unread);
  return archive.unread.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an archive gives its members and its manifest, packed or not") {
  for (const bool deflate : {false, true}) {
    const Archive archive = read({{"server/", ""},
                                  {"server/index.js", "run()", deflate},
                                  {"manifest.json", R"({"name":"weather"})", deflate}});
    CHECK(archive.unread.empty());
    CHECK(archive.has_manifest);
    CHECK(archive.manifest == R"({"name":"weather"})");
    CHECK(archive.members ==
          std::vector<std::string>{"server/", "server/index.js", "manifest.json"});
    CHECK(has_member(archive, "server/index.js"));
    CHECK_FALSE(has_member(archive, "index.js"));
    CHECK(archive.has_member_below("server"));
    CHECK_FALSE(archive.has_member_below("serv"));
  }
}

TEST_CASE("a manifest elsewhere is none") {
  CHECK_FALSE(read({{"weather/manifest.json", "{}"}}).has_manifest);
  CHECK_FALSE(read({{"Manifest.json", "{}"}}).has_manifest);
  CHECK_FALSE(read({{"./manifest.json", "{}"}}).has_manifest);
  // minizip 1.1 does not find a directory at offset 0.
  CHECK_FALSE(read({}).unread.empty());
  CHECK(read({{"manifest.json", ""}}).has_manifest);
}

TEST_CASE("text before the archive and a signature behind it do no harm") {
  const std::string zip = zip_of({{"manifest.json", "{}", true}});
  CHECK(read_archive(zip + "MCPB_SIG_V1" + std::string(2000, 's') + "MCPB_SIG_END", {}).manifest ==
        "{}");
  CHECK(read_archive("#!/bin/sh\n" + zip, {}).manifest == "{}");
}

TEST_CASE("what cannot be read is said, not guessed") {
  CHECK(says(read_archive("", {}), "not a ZIP archive"));
  CHECK(says(read_archive("PK\x03\x04", {}), "not a ZIP archive"));
  CHECK(says(read({{"manifest.json", "{}", false, 1}}), "encrypted"));
  CHECK(says(read({{"manifest.json", "{}", false, 0, 12}}), "method 12"));
  CHECK(says(read({{"manifest.json", "{}"}, {"manifest.json", "{ }"}}), "twice"));
  CHECK(says(read({{"manifest.json", "{}", false, 0, {}, {}, 7}}), "checksum"));
  CHECK(says(read({{"manifest.json", "not packed", false, 0, 8}}), "unpacked"));
}

TEST_CASE("hostile archives end at a limit") {
  Limits limits;
  limits.archive_members = 3;
  const ZipMember file{"a", ""};
  CHECK(read({file, file, file}, limits).unread.empty());
  CHECK(says(read({file, file, file, file}, limits), "more than 3 members"));
  CHECK(says(read({{std::string(1025, 'a'), ""}}), "name has more than 1024"));

  const std::string spaces(300u << 10, ' ');
  CHECK(says(read({{"manifest.json", spaces, true}}), "more than 200 times"));
  CHECK(says(read({{"manifest.json", std::string(2u << 20, ' '), true}}), "more than 1048576"));
  // The directory promises ten bytes.
  const Archive liar = read({{"manifest.json", std::string(2u << 20, ' '), true, 0, {}, 10}});
  CHECK_FALSE(liar.unread.empty());
  CHECK(liar.manifest.size() < (1u << 20) + (64u << 10));

  limits = {};
  limits.archive_bytes = 10;
  CHECK(says(read({file}, limits), "more than 10 bytes"));
}

TEST_CASE("no change of single bytes does harm") {
  const std::string sound = zip_of({{"server/index.js", "run()", true},
                                    {"manifest.json", R"({"name":"weather"})", true},
                                    {"icon.png", "png"}});
  std::mt19937 random(7);
  int readable = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string bytes = sound;
    for (std::size_t changes = 1 + random() % 3; changes > 0; --changes)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (i % 5 == 0) bytes.resize(random() % bytes.size());
    const Archive archive = read_archive(bytes, {});
    CHECK(archive.members.size() <= 3);
    CHECK(archive.manifest.size() <= (1u << 20) + (64u << 10));
    readable += archive.unread.empty() ? 1 : 0;
  }
  CHECK(readable > 100);
}

TEST_CASE("the document of an archive is its manifest") {
  const Document document = make_bundle_document(
      "out/weather.mcpb", "weather.mcpb",
      read({{"manifest.json", R"({"manifest_version":"0.3","server":{}})", true}}), {});
  CHECK(document.kind == Kind::McpbManifest);
  CHECK(document.readable());
  CHECK(document.source->path() == "out/weather.mcpb/manifest.json");
  CHECK(document.repository_path == "weather.mcpb/manifest.json");
  REQUIRE(document.archive != nullptr);
  CHECK(document.archive->members.size() == 1);

  const Document empty = make_bundle_document("a.mcpb", "a.mcpb", read({{"b", ""}}), {});
  CHECK(empty.kind == Kind::McpbManifest);
  CHECK_FALSE(empty.readable());
  CHECK(empty.faults.empty());
}
