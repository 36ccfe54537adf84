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

TEST_CASE("selections find what each selector finds alone, in any order") {
  const SourceFile source("x.json", R"({"a": {"b": [{"c": 1}, {"c": 2, "d": {"c": 3}}]}, "c": 4,
      "0": 5, "t": [{"x/y": 1, "x/y": 2}, [6, 7], {"~": 8}], "a": {"b": [9]}})");
  const Loaded loaded = load_json(source, Limits{});
  std::vector<Selector> selectors;
  for (const char* text :
       {"/a/b/1/d/c", "",          "/a",       "/c",      "/0",     "/a/b",   "/a/b/0",
        "/a/b/01",    "/a/b/7/c",  "/a/b/*/c", "/*",      "/**",    "/**/c",  "/a/**/c",
        "/a/b/**",    "/t/*/x~1y", "/t/1/0",   "/t/2/~0", "/t/*/*", "/none/*"})
    selectors.push_back(*Selector::parse(text));
  Selections selections(loaded.tree.root());
  for (int round = 0; round < 2; ++round) {
    for (const Selector& selector : selectors) {
      INFO(selector.text());
      std::vector<NodeId> alone, shared;
      selector.each(loaded.tree.root(), [&](Value value) { alone.push_back(value.id()); });
      selections.each(selector, [&](Value value) { shared.push_back(value.id()); });
      CHECK(shared == alone);
      const std::string_view text = selector.text();
      if (!alone.empty()) CHECK(selections.may_select(FirstNames({&text, 1})));
    }
  }
  Selections nothing{Value()};
  nothing.each(selectors[0], [](Value) { FAIL("there is no tree"); });
}

TEST_CASE("the first names of selectors tell where they select nothing") {
  const SourceFile source("x.json", R"({"tools": [], "x/y": 1})");
  const Loaded loaded = load_json(source, Limits{});
  const Selections selections(loaded.tree.root());
  using Texts = std::vector<std::string_view>;
  for (const Texts& found : {Texts{"/tools/*/name"},
                             {"/none", "/tools"},
                             {""},
                             {"/*"},
                             {"/**/name"},
                             {"/none", "/x~1y"},
                             {"/a", "/b", "/c", "/d"},
                             {}})
    CHECK(selections.may_select(FirstNames(found)));
  for (const Texts& not_found : {Texts{"/none"}, {"/none/tools"}, {"/a", "/b", "/c"}, {"/tool"}})
    CHECK_FALSE(selections.may_select(FirstNames(not_found)));
  const SourceFile list("x.json", R"([{"a": 1}])");
  const Loaded items = load_json(list, Limits{});
  CHECK(Selections(items.tree.root()).may_select(FirstNames(Texts{"/0/a"})));
}

}  // namespace
}  // namespace cardlint
