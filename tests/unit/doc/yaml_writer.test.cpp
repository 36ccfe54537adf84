// What is written as YAML is what readers of YAML take, and read as the same value.
#include <catch2/catch.hpp>

#include <string>

#include "base/text.h"
#include "doc/load.h"
#include "doc/yaml_writer.h"

using namespace cardlint;

namespace {

std::string as_yaml(const std::string& json) {
  const SourceFile source("a.json", json);
  const Loaded loaded = load_json(source, Limits{});
  REQUIRE_FALSE(loaded.tree.empty());
  return to_yaml(loaded.tree.root());
}

// As both our readers of YAML see it.
std::string back_as_json(const std::string& yaml) {
  const SourceFile source("a.yaml", yaml);
  const Loaded loaded = load_yaml(source, Limits{});
  const Loaded confirmed = load_yaml_confirmed(source, Limits{});
  INFO(yaml);
  REQUIRE_FALSE(loaded.tree.empty());
  REQUIRE_FALSE(confirmed.tree.empty());
  CHECK(to_json(loaded.tree.root()) == to_json(confirmed.tree.root()));
  return to_json(loaded.tree.root());
}

}  // namespace

TEST_CASE(
    "yaml writer: block style, quotes where a reader could take a string for something else") {
  CHECK(as_yaml(R"({"a":{"b-c":[1,{"d":null}],"yes":"x"},"9":[],"f":{}})") ==
        "a:\n"
        "  b-c:\n"
        "    - 1\n"
        "    -\n"
        "      d: null\n"
        "  \"yes\": \"x\"\n"
        "\"9\": []\n"
        "f: {}\n");
  CHECK(as_yaml(R"("a")") == "\"a\"\n");
}

TEST_CASE("yaml writer: a key is written before its ':' only as long as readers look for it") {
  const std::string longest(1024, 'a');
  CHECK(as_yaml("{\"" + longest + "\":1}") == longest + ": 1\n");
  CHECK(as_yaml("{\"" + longest + "a\":1}") == "? " + longest + "a\n: 1\n");
  CHECK(as_yaml("{\"b\":{\"" + longest + "a\":{\"c\":[1]}}}") ==
        "b:\n"
        "  ? " +
            longest +
            "a\n"
            "  :\n"
            "    c:\n"
            "      - 1\n");
}

TEST_CASE("yaml writer: keys of any length and any characters are read back") {
  // The quotes count, and so does what an invisible character becomes.
  for (const std::string unit : {"a", "B", "\u00e9", "\u0085", "\U0001F600", "\\n"}) {
    for (const std::size_t length :
         {100u, 170u, 171u, 340u, 511u, 512u, 1022u, 1023u, 1025u, 2000u}) {
      if (unit.size() * length > Limits{}.key_bytes) continue;
      std::string key;
      for (std::size_t i = 0; i < length; ++i) key += unit;
      for (const std::string value : {"1", "[]", "[1,[2]]", "{\"b\":{\"c\":\"d\"}}"}) {
        const std::string json =
            "{\"" + key + "\":" + value + ",\"z\":[{\"" + key + "\":" + value + "}]}";
        CHECK(back_as_json(as_yaml(json)) == json);
      }
    }
  }
}
