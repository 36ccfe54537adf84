#include "checks/text/hints.h"

#include <catch2/catch.hpp>

#include <random>
#include <set>
#include <string>

#include "doc/tree.h"
#include "lint/facts.h"

using namespace cardlint;
using namespace cardlint::checks;

TEST_CASE("hints allow the texts that hold their words") {
  std::mt19937 engine(20251125);
  const auto letters = [&](std::size_t size, std::string_view of) {
    std::string out;
    while (out.size() < size) out += of[engine() % of.size()];
    return out;
  };
  const SchemaSet schemas;
  for (int round = 0; round < 60; ++round) {
    std::string text = "{\"tools\": [";
    for (int i = 0; i < 30; ++i) {
      text += std::string(i == 0 ? "" : ", ") + R"({"description": ")" +
              letters(1 + engine() % 40, "aabbc d") + "\"}";
    }
    auto source = std::make_shared<SourceFile>("card.json", text + "]}");
    const Document document = make_document(std::move(source), "card.json", Limits{});
    const Facts facts(document, schemas);
    const auto& index = facts.shared<WordIndex>();
    const auto& entries = index.texts().entries;
    REQUIRE(entries.size() >= 25);
    for (std::size_t size = 1; size < 8; ++size) {
      const std::string word = letters(size, "abc"), other = letters(3, "abcd");
      std::vector<std::size_t> one, both;
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool has = entries[i].folded.find(word) != std::string_view::npos;
        const bool has_other = entries[i].folded.find(other) != std::string_view::npos;
        if (has || has_other) one.push_back(i);
        if (has && has_other) both.push_back(i);
      }
      INFO(word << " " << other);
      REQUIRE(Hints({word + "|" + other}).allowed(index) == one);
      REQUIRE(Hints({word, other}).allowed(index) == both);
    }
  }
}
