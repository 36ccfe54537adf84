#include <catch2/catch.hpp>

#include <map>

#include "doc/link_walk.h"

using namespace cardlint;
using Type = PathEnd::Type;

namespace {

// Links by path; any other name that ends in '.f' is a file, in '.none' nothing, else a folder.
PathEnd walk(std::string_view path, const std::map<std::string, std::string>& links) {
  return follow_links(path, [&](const auto& folders, const std::string& name) -> LinkedEntry {
    std::string whole;
    for (const std::string& folder : folders) whole += folder + "/";
    whole += name;
    if (const auto link = links.find(whole); link != links.end())
      return {LinkedEntry::Type::Link, link->second};
    if (name.ends_with(".none")) return {};
    return {name.ends_with(".f") ? LinkedEntry::Type::File : LinkedEntry::Type::Folder, {}};
  });
}

}  // namespace

TEST_CASE("a path without links ends where it says") {
  CHECK(walk("", {}).type == Type::Folder);
  CHECK(walk("a/./b//x.f", {}).path == "a/b/x.f");
  CHECK(walk("a/../x.f", {}).path == "x.f");
  CHECK(walk("a/x.none/b", {}).type == Type::Missing);
  CHECK(walk("x.f/b", {}).type == Type::Missing);
  CHECK(walk("a/../..", {}).type == Type::Outside);
  CHECK_FALSE(walk("a/../..", {}).is_fault());
}

TEST_CASE("a link is resolved before the '..' behind it") {
  // x -> y/z, so x/../f is y/f.
  CHECK(walk("x/../f.f", {{"x", "y/z"}}).path == "y/f.f");
  CHECK(walk("a/b/x/../..", {{"a/b/x", "../../y"}}).type == Type::Outside);
  CHECK(walk("a/b/x", {{"a/b/x", "../../y.f"}}).path == "y.f");
}

TEST_CASE("links that lead nowhere good") {
  const PathEnd out = walk("a/x/f", {{"a/x", "../../.ssh"}});
  CHECK(out.type == Type::Outside);
  CHECK(out.link == "a/x");
  CHECK(out.target == "../../.ssh");
  CHECK(walk("x", {{"x", "/etc/passwd"}}).type == Type::Absolute);
  CHECK(walk("x", {{"x", "y.none"}}).type == Type::Dangling);
  CHECK(walk("x/y.none", {{"x", "a"}}).type == Type::Missing);
  CHECK(walk("a", {{"a", "b"}, {"b", "a"}}).type == Type::Loop);
  CHECK(walk("a", {{"a", "a/b"}}).type == Type::Loop);
}

TEST_CASE("forty links are followed, one more is not") {
  std::map<std::string, std::string> links;
  for (int i = 0; i < 41; ++i) links["l" + std::to_string(i)] = "l" + std::to_string(i + 1);
  CHECK(walk("l1", links).type == Type::Folder);
  CHECK(walk("l0", links).type == Type::Loop);
}
