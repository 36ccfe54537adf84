#include "doc/selector.h"

#include <catch2/catch.hpp>

#include "doc/load.h"

namespace cardlint {
namespace {

const char* const kText = R"({"a": {"b": [{"c": 1}, {"c": 2, "d": {"c": 3}}]}, "c": 4, "0": 5})";

TEST_CASE("what a selector finds from the root it also matches from the node") {
  const SourceFile source("x.json", kText);
  const Loaded loaded = load_json(source, Limits{});
  for (const char* text :
       {"", "/a", "/c", "/0", "/a/b/1", "/a/b/01", "/a/b/7", "/a/b/*/c", "/*", "/**", "/**/c",
        "/a/**/c", "/a/**", "/**/d/**", "/**/b/*/**/c", "/a/b/x", "/*/*/*"}) {
    INFO(text);
    const auto selector = Selector::parse(text);
    REQUIRE(selector);
    std::vector<bool> found(loaded.tree.size(), false);
    selector->each(loaded.tree.root(), [&](Value value) { found[value.id()] = true; });
    for (NodeId id = 0; id < loaded.tree.size(); ++id) {
      const Value node(loaded.tree, id);
      INFO(node.pointer());
      CHECK(selector->matches(node) == found[id]);
    }
  }
  CHECK_FALSE(Selector::parse("/a")->matches(Value()));
}

}  // namespace
}  // namespace cardlint
