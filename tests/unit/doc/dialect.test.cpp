#include "doc/kind.h"

#include <catch2/catch.hpp>

#include "doc/load.h"

namespace cardlint {
namespace {

using Members = std::vector<std::string_view>;

struct Card {
  explicit Card(std::string text)
      : source("card.json", std::move(text)), loaded(load_json(source, Limits{})) {}
  DialectMarks marks() const { return find_dialect(loaded.tree.root()); }

  SourceFile source;
  Loaded loaded;
};

void check(std::string text, Dialect dialect, const Members& members) {
  INFO(text);
  const Card card(std::move(text));
  CHECK(card.marks().dialect == dialect);
  CHECK(card.marks().members == members);
  CHECK(dialect_of(card.loaded.tree.root()) == dialect);
}

TEST_CASE("the dialect of a card comes with the members that decide it") {
  check(R"({"serverInfo": {}})", Dialect::Smithery, {"serverInfo"});
  check(R"({"transport": "x", "serverInfo": {}})", Dialect::Sep1649, {"serverInfo", "transport"});
  check(R"({"protocolVersion": 1, "transport": {}})", Dialect::Sep1649,
        {"protocolVersion", "transport"});
  check(R"({"$schema": "https://example.com/server-card/v1.0"})", Dialect::Sep1649, {"$schema"});
  check(R"({"mcp_version": "1", "endpoints": {"sse": "/sse"}})", Dialect::Sep1960,
        {"mcp_version", "endpoints"});
  check(R"({"name": "a/b", "remotes": []})", Dialect::Sep2127, {"name", "remotes"});
  check(R"({"$schema": "https://example.com/schemas/v2/server-card.schema.json"})",
        Dialect::Sep2127, {"$schema"});
  check(R"({"name": "a/b", "remotes": [], "tools": []})", Dialect::Hybrid,
        {"name", "remotes", "tools"});
  check(R"({"name": "a", "version": "1", "tools": []})", Dialect::Unknown, {});
}

TEST_CASE("near misses of the SEP-2127 form are of no known dialect") {
  for (const char* name : {"a/b/c", "/b", "a/", "a b/c"}) {
    check(R"({"name": ")" + std::string(name) + R"(", "remotes": []})", Dialect::Unknown, {});
  }
  check(R"({"name": "a/b", "remotes": {}})", Dialect::Unknown, {});
}

}  // namespace
}  // namespace cardlint
