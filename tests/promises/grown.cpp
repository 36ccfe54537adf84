// Documents of every kind, as fixtures/documents has them, grown in each way that JSON allows: long
// lists of equal and of different items, objects of many members, long texts. Whatever a rule looks
// at in them, it then looks at in great number.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "promises/inputs.h"
#include "support/paths.h"

namespace cardlint::test {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostNodes = 400'000;
constexpr std::size_t kLongestString = 1'000'000;

// Where a document of a fixture has to lie to be of its kind.
std::string place_of(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  static const std::vector<std::pair<std::string, std::string>> kPlaces{
      {"ai-catalog", ".well-known/ai-catalog.json"},
      {"mcpb-manifest", "manifest.json"},
      {"client-metadata", "client-metadata.json"},
      {"jwks", "jwks.json"},
      {"oauth-authorization-server", ".well-known/oauth-authorization-server"},
      {"oauth-protected-resource", ".well-known/oauth-protected-resource"},
      {"openid-configuration", ".well-known/openid-configuration"},
      {"registry-server", "server.json"}};
  for (const auto& [begin, place] : kPlaces) {
    if (name.starts_with(begin)) return place;
  }
  return ".well-known/mcp/server-card.json";
}

// Documents of the kinds that have no JSON fixture. A manifest in YAML may be written as JSON.
std::map<std::string, std::pair<std::string, Json>> more_documents() {
  return {
      {"smithery-manifest",
       {"smithery.yaml",
        Json::parse(R"json({"name":"a","target":"cloud","runtime":"container","env":{"A":"b"},
          "build":{"dockerfile":"../Dockerfile","dockerBuildPath":"a","assets":["**/*.md"],"env":{"A":"b"}},
          "startCommand":{"type":"http","commandFunction":"(config) => ({command: 'a', args: [config.b]})",
            "configSchema":{"type":"object","required":["apiKey"],
              "properties":{"apiKey":{"type":"string","description":"a key","default":"b"}}},
            "exampleConfig":{"apiKey":"sk-abc"}}})json")}},
      {"client-config",
       {".mcp.json",
        Json::parse(
            R"({"mcpServers":{"a":{"command":"npx","args":["-y","b@latest"],"env":{"API_KEY":"c"}},
          "d":{"type":"http","url":"http://e.example/mcp?api_key=f","headers":{"Authorization":"Bearer g"}}}})")}},
      {"tools-list",
       {"tools.json",
        Json::parse(
            R"({"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"delete it","description":"first call b",
          "annotations":{"readOnlyHint":true},"inputSchema":{"type":"object","required":["c"],
          "properties":{"c":{"type":"string","enum":["d"],"default":"e"}}},"outputSchema":{"type":"string"}}]}})")}},
  };
}

std::size_t nodes_of(const Json& value) {
  std::size_t count = 1;
  if (value.is_structured()) {
    for (const Json& child : value) count += nodes_of(child);
  }
  return count;
}

// A copy whose texts are its own.
Json varied(const Json& value, std::size_t number) {
  if (value.is_string()) return value.get<std::string>() + std::to_string(number);
  if (!value.is_structured()) return value;
  Json copy = value;
  for (Json& child : copy) child = varied(child, number);
  return copy;
}

enum class Way { EqualItems, OwnItems, Members, Texts };
constexpr std::pair<Way, const char*> kWays[]{{Way::EqualItems, "equal items"},
                                              {Way::OwnItems, "items of their own"},
                                              {Way::Members, "members"},
                                              {Way::Texts, "texts"}};

std::vector<Json*> places_to_grow(Json& value, Way way) {
  std::vector<Json*> found;
  const bool list = way == Way::EqualItems || way == Way::OwnItems;
  const bool here = list                ? value.is_array() && !value.empty()
                    : way == Way::Texts ? value.is_string()
                                        : value.is_object() && !value.empty();
  if (here) found.push_back(&value);
  // What grows inside of what grows would grow twice.
  if (value.is_structured() && !(here && list)) {
    for (Json& child : value) {
      const auto more = places_to_grow(child, way);
      found.insert(found.end(), more.begin(), more.end());
    }
  }
  return found;
}

void grow(Json& value, Way way, std::size_t bytes) {
  const std::size_t size = std::max<std::size_t>(value.dump().size(), 3);
  const std::size_t copies = std::min(bytes / size, kMostNodes / nodes_of(value));
  if (way == Way::Texts) {
    const std::string unit = value.get<std::string>();
    std::string text;
    while (!unit.empty() && text.size() + unit.size() < std::min(bytes, kLongestString))
      text += unit;
    value = text;
    return;
  }
  Json grown = value;
  for (std::size_t i = 0; i < copies; ++i) {
    for (const auto& [key, child] : value.items()) {
      if (way == Way::Members) {
        grown[key + std::to_string(i)] = child;
      } else {
        grown.push_back(way == Way::OwnItems ? varied(child, i) : child);
      }
    }
  }
  value = std::move(grown);
}

std::string grown(Json document, Way way, std::size_t bytes) {
  // Objects within each other grow one after the other, from the inside: each gets its share.
  const std::size_t count = places_to_grow(document, way).size();
  if (count == 0) return document.dump();
  auto places = places_to_grow(document, way);
  if (way == Way::Members) {
    // Pointers into what is copied would dangle: only the root and its members.
    places.clear();
    for (Json& child : document) {
      if (child.is_object()) grow(child, way, bytes / 2 / document.size());
    }
    grow(document, way, bytes / 2);
    return document.dump();
  }
  for (Json* place : places) grow(*place, way, bytes / count);
  return document.dump();
}

}  // namespace

std::vector<Input> grown_documents(std::size_t bytes) {
  std::vector<std::pair<std::string, std::pair<std::string, Json>>> documents;
  for (auto& entry : more_documents()) documents.push_back(entry);
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(in_fixtures("documents"))) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path());
    documents.push_back(
        {entry.path().filename().string(), {place_of(entry.path()), Json::parse(in)}});
  }
  std::sort(documents.begin(), documents.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Input> all;
  for (const auto& [name, document] : documents) {
    const auto& [place, value] = document;
    const std::size_t room =
        place == "smithery.yaml" ? std::min<std::size_t>(bytes, 900'000) : bytes - 100'000;
    for (const auto& [way, word] : kWays) {
      all.push_back({name + ", " + word, place,
                     [value = value, way = way, room] { return grown(value, way, room); }});
    }
  }
  return all;
}

}  // namespace cardlint::test
