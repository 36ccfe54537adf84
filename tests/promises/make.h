// What inputs are made of.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "promises/inputs.h"

namespace cardlint::test {

inline constexpr const char* kCard = "server-card.json";
inline constexpr const char* kManifest = "smithery.yaml";
inline constexpr std::size_t kLongestString = (1u << 20) - 64;
inline constexpr std::size_t kMostNodes = 900'000;

inline std::string times(std::string_view unit, std::size_t count) {
  std::string all;
  all.reserve(unit.size() * count);
  for (std::size_t i = 0; i < count; ++i) all += unit;
  return all;
}

// As many copies as fit into `bytes`.
inline std::string fill(std::string_view unit, std::size_t bytes) {
  return times(unit, bytes / unit.size());
}

// `unit(0), unit(1), …` joined by commas, up to `bytes` and `most` items.
template <class Unit>
std::string items(std::size_t bytes, std::size_t most, const Unit& unit) {
  std::string all;
  for (std::size_t i = 0; i < most; ++i) {
    const std::string next = unit(std::to_string(i));
    if (all.size() + next.size() + 1 > bytes) break;
    if (i > 0) all += ',';
    all += next;
  }
  return all;
}

inline std::string card(const std::string& members) {
  return R"({"serverInfo":{"name":"a","version":"1.0.0"},)" + members + "}";
}
inline std::string list(const std::string& name, const std::string& all) {
  return "\"" + name + "\":[" + all + "]";
}
inline std::string text(const std::string& name, const std::string& value) {
  return "\"" + name + "\":\"" + value + "\"";
}
// One tool with this schema.
inline std::string schema(const std::string& members) {
  return card(R"("tools":[{"name":"a","description":"b","inputSchema":{"type":"object",)" +
              members + "}}]");
}
inline std::string properties(const std::string& all) {
  return schema("\"properties\":{" + all + "}");
}

template <class Make>
Input input(std::string name, std::string path, Make make) {
  return {std::move(name), std::move(path), std::move(make)};
}

}  // namespace cardlint::test
