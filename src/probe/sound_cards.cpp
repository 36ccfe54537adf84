#include "probe/sound_cards.h"

#include <fmt/format.h>

#include "base/text.h"
#include "probe/well_known.h"

namespace cardlint {
namespace {

constexpr std::string_view kCard =
    R"({"serverInfo":{"name":"weather","version":"1.0.0"},"tools":[{"name":"get_forecast",)"
    R"("description":"Returns the weather forecast of the next three days for one city.",)"
    R"("inputSchema":{"type":"object","properties":{"city":{"type":"string",)"
    R"("description":"Name of the city"}},"required":["city"]}}],"resources":[],"prompts":[]})";
constexpr std::string_view kSchema =
    "https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json";
constexpr std::string_view kTag = "\"1\"";

void serve(Exchange& answer, std::string_view type, std::string body) {
  const std::string* known = find_header(answer.request.headers, "If-None-Match");
  const bool unchanged = known != nullptr && *known == kTag;
  answer.status = unchanged ? 304 : 200;
  answer.headers = {{"Cache-Control", "public, max-age=3600"},
                    {"ETag", std::string(kTag)},
                    {"Access-Control-Allow-Origin", "*"},
                    {"Access-Control-Expose-Headers", "ETag"}};
  if (!unchanged) answer.headers.push_back({"Content-Type", std::string(type)});
  const bool bare = unchanged || answer.request.method == HttpMethod::Head;
  answer.body = bare ? std::string() : std::move(body);
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

void serve_sound_card(Exchange& answer, const ProbeTarget& target) {
  const HttpMethod method = answer.request.method;
  if (method != HttpMethod::Get && method != HttpMethod::Head) return;
  const std::string& url = answer.request.url;
  const bool scanned = target.consumers.has(Consumer::SmitheryScan) || target.manifest != nullptr ||
                       target.card_declared;
  const bool listed = target.consumers.has(Consumer::Sep2127);
  const std::string place = without_slash(target.url) + "/server-card";
  if (scanned && url == well_known_url(target.url, "mcp/server-card.json")) {
    const bool own = target.card != nullptr && target.card->dialect != Dialect::Sep2127;
    serve(answer, "application/json", own ? to_json(target.card->root()) : std::string(kCard));
  } else if (listed && url == place) {
    serve(answer, "application/mcp-server-card+json",
          fmt::format(R"({{"$schema":"{}","name":"com.example/weather","version":"1.0.0",)"
                      R"("description":"Forecasts and storm alerts",)"
                      R"("remotes":[{{"type":"streamable-http","url":"{}"}}]}})",
                      kSchema, target.url));
  } else if (listed && url == well_known_url(target.url, "ai-catalog.json")) {
    serve(answer, "application/ai-catalog+json",
          fmt::format(R"({{"specVersion":"1.0","entries":[{{)"
                      R"("identifier":"urn:air:example.com:mcp:weather",)"
                      R"("type":"application/mcp-server-card+json","url":"{}"}}]}})",
                      place));
  }
}

}  // namespace cardlint
