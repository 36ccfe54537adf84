#include "doc/tree_image.h"

#include <catch2/catch.hpp>

#include "base/image.h"
#include "doc/load.h"

namespace cardlint {
namespace {

TEST_CASE("a tree comes back from its image, also of a part of it") {
  const std::string deep = std::string(40, '[') + "1" + std::string(40, ']');
  const std::string wide = R"({"long": ")" + std::string(70000, 'x') + R"(", "z": 0})";
  for (const std::string& json :
       {std::string(R"({"a": [1, 2.5, -1e9, true, false, null, "", "x\u0000y\u00e9"], "": {}})"),
        std::string(R"({"a/b": {"a/b": [[], [{}], {"k": []}]}, "a/b": 2})"), std::string("\"\""),
        deep, wide}) {
    const SourceFile source("x.json", json);
    const Loaded loaded = load_json(source, Limits{});
    for (NodeId id = 0; id < loaded.tree.size(); ++id) {
      const Value part(loaded.tree, id);
      const std::string image = tree_image(part);
      const Tree back = tree_of_image(image);
      REQUIRE(back.size() == part.node().end - id);
      CHECK(to_json(back.root()) == to_json(part));
      CHECK(back.root().type() == part.type());
      if (const Value last = part["a/b"])  // of two of this name
        CHECK(to_json(back.root()["a/b"]) == to_json(last));
    }
  }
}

TEST_CASE("there is an image of nothing") {
  CHECK(tree_image(Value()).empty());
  CHECK(tree_of_image("").empty());
}

TEST_CASE("numbers of any size come back from an image") {
  std::string image;
  const std::vector<std::size_t> numbers{0, 1, 127, 128, 16383, 16384, ~std::size_t{0}};
  for (const std::size_t number : numbers) put_number(image, number);
  ImageReader reader(image);
  for (const std::size_t number : numbers) CHECK(reader.number() == number);
}

}  // namespace
}  // namespace cardlint
