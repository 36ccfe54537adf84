#include "doc/key_set.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "doc/load.h"

using namespace cardlint;

TEST_CASE("names are found by their place in the list, also those that look alike") {
  // "ab" and "b", and all of one mark: 37 times the size and some letters, modulo 256.
  std::vector<std::string> words{"", "a", "name", "title", "description", "inputSchema"};
  for (std::size_t i = 0; i < 400; ++i) words.push_back("x" + std::to_string(i));
  const KeySet keys(std::vector<std::string_view>(words.begin(), words.end()));
  std::string text = "{\"\": 0";
  for (std::size_t i = 1; i < words.size(); ++i) text += ", \"" + words[i] + "\": 0";
  for (std::size_t i = 0; i < 400; ++i) text += ", \"y" + std::to_string(i) + "\": 0";
  const SourceFile source("a.json", text + "}");
  const Loaded loaded = load_json(source, Limits{});
  REQUIRE(loaded.faults.empty());
  std::size_t place = 0;
  for (const Value member : loaded.tree.root()) {
    REQUIRE(keys.find(member.node()) == std::min(place, words.size()));
    REQUIRE(keys.has(member.node()) == (place < words.size()));
    ++place;
  }
  CHECK_FALSE(KeySet().has(loaded.tree.node(1)));
}

TEST_CASE("a closed object knows whether it repeats a member") {
  const auto repeats = [](const std::string& text) {
    const SourceFile source("a.json", text);
    const Loaded loaded = load_json(source, Limits{});
    REQUIRE(loaded.tree.root());
    return loaded.tree.root().node().repeats;
  };
  CHECK_FALSE(repeats("{}"));
  CHECK_FALSE(repeats(R"({"a": 1, "b": {"a": 1, "a": 2}})"));
  CHECK(repeats(R"({"a": 1, "b": 2, "a": 3})"));
  CHECK(repeats(R"({"": 1, "": 3})"));
  for (const int size : {5, 12, 13, 300}) {
    std::string text = "{";
    for (int i = 0; i < size; ++i) text += "\"x" + std::to_string(i) + "\": 0, ";
    CHECK_FALSE(repeats(text + "\"y\": 0}"));
    CHECK(repeats(text + "\"x3\": 0}"));
  }
  const SourceFile source("a.json", R"({"a": 1, "b": 2, "a": 3})");
  const Loaded loaded = load_json(source, Limits{});
  CHECK(loaded.tree.root()["a"].text() == "3");
  CHECK(loaded.tree.root()["b"].text() == "2");
}
