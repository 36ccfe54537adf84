#include "base/near.h"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <map>
#include <vector>

namespace cardlint {
namespace {

struct Table {
  NearList<NearText> lists[1];
  NearText items[2];
  char bytes[10];
};
static_assert(offsetof(Table, items) == 16 && offsetof(Table, bytes) == 48);
constexpr Table kTable{{{16, 2}}, {{32, 4}, {20, 5}}, "namecolor"};

TEST_CASE("a table of distances shows its texts") {
  const NearList<NearText>& list = kTable.lists[0];
  REQUIRE(list.size() == 2);
  CHECK(list.front() == "name");
  CHECK(list[1] == "color");
  CHECK(std::string_view(list[1]) == "color");
  CHECK(NearText().empty());
  CHECK(NearList<int>().items().empty());
}

TEST_CASE("copies view what the original views, wherever they stand") {
  std::vector<NearText> texts(kTable.items, kTable.items + 2);
  for (int i = 0; i < 100; ++i) texts.push_back(texts[1]);  // moves them again and again
  CHECK(texts[0] == "name");
  CHECK(texts.back() == "color");
  texts[0] = texts.back();
  CHECK(texts[0].text().data() == kTable.bytes + 4);
  const std::vector<NearText> moved = std::move(texts);
  NearList<NearText> list{std::span(moved)};
  const NearList<NearText> copy = list;
  list = NearList<NearText>();
  CHECK(list.empty());
  CHECK(copy.items().data() == moved.data());
}

TEST_CASE("near texts compare and print as texts do") {
  const std::string kept = "name";
  const NearText name = kept, color = kTable.items[1];
  CHECK(name == kTable.items[0]);
  CHECK(name == kept);
  CHECK(kept == name);
  CHECK(name != color);
  CHECK(color < name);
  CHECK(name > std::string_view("color"));
  CHECK(std::map<NearText, int>{{name, 1}, {color, 2}}.at("color") == 2);
  CHECK(fmt::format("{:>6}|{}", name, color) == "  name|color");
}

}  // namespace
}  // namespace cardlint
