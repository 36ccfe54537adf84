// Files beside the documents: TOML and Dockerfile as located trees, and paths that stay inside.
#include <catch2/catch.hpp>

#include <string>

#include "doc/companion.h"

using namespace cardlint;

namespace {

Companion read(const std::string& path, const std::string& text) {
  return make_companion(std::make_shared<SourceFile>(path, text), path, Limits{});
}

std::string slice(const Companion& companion, std::string_view pointer) {
  const Value value = companion.file.tree.resolve(pointer);
  return value ? std::string(companion.file.source->slice(value.node().span)) : "nothing";
}

}  // namespace

TEST_CASE("TOML becomes a tree whose places are exact") {
  const Companion toml = read(
      "pyproject.toml",
      "# é\n[project]\nname = \"wéather\" # c\nversion='1.2.0'\nkeywords = [\"a\", 2, true, 1.5]\n"
      "[tool.smithery]\nserver = \"weather.server:create\"\nday = 2026-01-02\n");
  CHECK(toml.unread.empty());
  const Value root = toml.file.root();
  CHECK(root["project"]["name"].is_text("wéather"));
  CHECK(slice(toml, "/project/name") == "\"wéather\"");
  CHECK(slice(toml, "/project/version") == "'1.2.0'");
  CHECK(slice(toml, "/project/keywords/1") == "2");
  CHECK(to_json(root["project"]["keywords"]) == R"(["a",2,true,1.5])");
  CHECK(slice(toml, "/tool/smithery/server") == "\"weather.server:create\"");
  CHECK(root["tool"]["smithery"]["day"].is_text("2026-01-02"));
}

TEST_CASE("a companion that cannot be read says so and has no tree") {
  CHECK(read("pyproject.toml", "[project\n").unread.starts_with("line 1: "));
  CHECK(read("pyproject.toml", "a = 1\na = 2\n").unread.starts_with("line 2: "));
  for (const char* header : {"[>", "[[>", "[\x02", "[/a]\n"})  // an assertion of toml++ 3.3
    CHECK(read("pyproject.toml", header).unread.starts_with("line 1: "));
  CHECK(read("package.json", "{\"a\": }").unread.starts_with("line 1: "));
  CHECK(read("package.json", std::string("\xFF\xFE{}")).unread.find("UTF-16") != std::string::npos);
  std::string deep = "a = ";
  for (int i = 0; i < 200; ++i) deep += '[';
  for (int i = 0; i < 200; ++i) deep += ']';
  const Companion nested = read("pyproject.toml", deep + "\n");
  CHECK_FALSE(nested.unread.empty());
  CHECK_FALSE(nested.file.readable());
  CHECK_FALSE(read("Dockerfile", std::string((1u << 20) + 1, 'x')).unread.empty());
}

TEST_CASE("a Dockerfile becomes its instructions") {
  const Companion file = read("docker/Dockerfile.prod",
                              "# syntax=docker/dockerfile:1\n# escape=`\n\nfrom node:22 AS build\n"
                              "RUN npm ci && `\n  # inside\n\n  npm run build\n"
                              "COPY <<EOF /motd\nFROM scratch\nEOF\nEXPOSE 3000\r\n");
  CHECK(to_json(file.file.root()) ==
        R"([{"instruction":"FROM","arguments":"node:22 AS build"},)"
        R"({"instruction":"RUN","arguments":"npm ci &&   npm run build"},)"
        R"({"instruction":"COPY","arguments":"<<EOF /motd"},)"
        R"({"instruction":"EXPOSE","arguments":"3000"}])");
  CHECK(slice(file, "/0/instruction") == "from");
  CHECK(slice(file, "/3") == "EXPOSE 3000");
}

TEST_CASE("a shift in a Dockerfile begins no here-document") {
  const Companion file =
      read("Dockerfile",
           "FROM a\nRUN echo $((1<<3)) && cat 3<<EOF\nFROM hidden\nEOF\nRUN b <<<x\nFROM c\n");
  CHECK(file.file.root().size() == 4);
  CHECK(file.file.tree.resolve("/3/arguments").is_text("c"));
}

TEST_CASE("odd Dockerfiles end") {
  for (const char* text :
       {"", "\n", "\\", "RUN \\", "RUN <<EOF", "FROM", "RUN <<\nx", "\r\n\r\n", "#", "# escape="}) {
    const Companion file = read("Dockerfile", text);
    CHECK(file.unread.empty());
    CHECK(file.file.root().is_array());
  }
}

TEST_CASE("a README has no tree and nothing to complain about") {
  const Companion file = read("README.md", "# Weather\n");
  CHECK(file.unread.empty());
  CHECK_FALSE(file.file.readable());
}

TEST_CASE("paths are resolved below the root") {
  CHECK(path_below_root("a/./b/../c") == "a/c");
  CHECK(path_below_root("./") == "");
  CHECK(path_below_root("a//b/") == "a/b");
  CHECK_FALSE(path_below_root("../a"));
  CHECK_FALSE(path_below_root("a/../../b"));
  CHECK_FALSE(path_below_root("/etc/passwd"));
}

TEST_CASE("line and column give the offset back") {
  const SourceFile source("x", "aé\r\nbc\n\nd");
  for (std::uint32_t offset : {0u, 1u, 3u, 5u, 6u, 8u, 9u}) {
    const Position at = source.position(offset);
    CHECK(source.offset(at.line, at.column) == offset);
  }
  CHECK(source.offset(2, 99) == 7);
  CHECK(source.offset(99, 1) == 10);
}
