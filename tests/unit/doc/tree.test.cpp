#include "doc/tree.h"

#include <catch2/catch.hpp>

#include "doc/load.h"

namespace cardlint {
namespace {

bool same(const std::string& a, const std::string& b) {
  const SourceFile left("a.json", a);
  const SourceFile right("b.json", b);
  const Loaded one = load_json(left, Limits{});
  const Loaded two = load_json(right, Limits{});
  return same_value(one.tree.root(), two.tree.root());
}

TEST_CASE("values are equal as JSON values are") {
  CHECK(same(R"({"a": 1, "b": [true, null]})", R"({"b": [true, null], "a": 1.0})"));
  CHECK_FALSE(same(R"({"a": 1})", R"({"a": 1, "b": 1})"));
  CHECK_FALSE(same(R"({"a": 1, "b": 1})", R"({"a": 1})"));
  CHECK_FALSE(same("[1, 2]", "[2, 1]"));
  CHECK_FALSE(same("1", "\"1\""));
  CHECK(same(R"({"a": 1, "a": 2})", R"({"a": 2})"));  // of two equal members the last counts
}

TEST_CASE("comparing deep values takes one look at each node") {
  std::string deep = "1";
  for (int i = 0; i < 60; ++i) deep = R"({"a": )" + deep + "}";
  CHECK(same(deep, deep));
}

}  // namespace
}  // namespace cardlint
