#include <catch2/catch.hpp>

#include <string>

#include <nlohmann/json.hpp>

#include "doc/load.h"

using namespace cardlint;

TEST_CASE("a value keeps the span of its key and itself") {
  const SourceFile source("a.json", R"({"a": [1, "é\n"], "b": {"c": null}})");
  const Loaded loaded = load_json(source, Limits{});
  CHECK(loaded.faults.empty());
  const Value root = loaded.tree.root();
  const Value text = loaded.tree.resolve("/a/1");
  REQUIRE(text);
  CHECK(text.text() == "é\n");
  CHECK(source.slice(text.node().span) == "\"é\\n\"");
  CHECK(text.pointer() == "/a/1");
  CHECK(source.slice(root["b"].node().key_span) == "\"b\"");
  CHECK(source.slice(root["b"].node().span) == "{\"c\": null}");
  CHECK(to_json(root) == R"({"a":[1,"é\n"],"b":{"c":null}})");
}

// Every accepted input: nlohmann accepts it too, the values agree, and the text at each span parses
// to its value.
TEST_CASE("mutated documents: verdict and value agree with nlohmann, spans parse back") {
  const std::string seeds[] = {
      R"({"name":"x","n":[0,-0,1.5e3,1E-2,12345678901234567890,true,false,null],"o":{"a":{},"b":[]},"e":"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t"})",
      R"([{"a":1},{"a":2},[[[]]], "日本語", 1e5 , -12.5e+3])",
      R"("text")",
      "  12 ",
      "[1,2,]",
      R"({"a":1,"a":2})"};
  const std::string alphabet = "{}[],:\"\\ue0123456789-+.Eaflnrst \n\t/*\x80\xff";
  std::uint64_t state = 1;
  const auto random = [&](std::size_t n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((state >> 33) % n);
  };
  int accepted = 0;
  for (int round = 0; round < 40000; ++round) {
    std::string text = seeds[random(std::size(seeds))];
    for (std::size_t k = random(4); k-- > 0;) {
      const std::size_t at = random(text.size());
      switch (random(3)) {
        case 0:
          text[at] = alphabet[random(alphabet.size())];
          break;
        case 1:
          text.insert(at, 1, alphabet[random(alphabet.size())]);
          break;
        default:
          text.erase(at, 1);
          break;
      }
      if (text.empty()) text = "1";
    }
    const SourceFile source("m.json", text);
    const Loaded ours = load_json(source, Limits{});
    const nlohmann::json theirs = nlohmann::json::parse(text, nullptr, false);
    INFO(text);
    bool differs_by_design = false;
    for (const LoadFault& f : ours.faults) {
      differs_by_design |= f.code == FaultCode::LoneSurrogate || f.code == FaultCode::JsonComment ||
                           f.code == FaultCode::TrailingComma || f.code == FaultCode::TooLarge ||
                           f.code == FaultCode::Bom;
    }
    if (differs_by_design) continue;
    REQUIRE(ours.tree.empty() == theirs.is_discarded());
    if (ours.tree.empty()) continue;
    ++accepted;
    const Value root = ours.tree.root();
    REQUIRE(nlohmann::json::parse(to_json(root)) == theirs);
    for (NodeId id = 0; id < ours.tree.size(); ++id) {
      const Value v(ours.tree, id);
      REQUIRE(nlohmann::json::parse(source.slice(v.node().span)) ==
              nlohmann::json::parse(to_json(v)));
    }
  }
  CHECK(accepted > 5000);
}
