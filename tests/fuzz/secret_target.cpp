// Credentials in any text: places, and that no report repeats what was found.
#include "fuzz/report_checks.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/world.h"
#include "lint/run.h"
#include "secret/document_secrets.h"

namespace cardlint::fuzz {
namespace {

// Shorter ones may stand in our own words.
constexpr std::size_t kTelling = 16;

void check_hits(std::string_view text) {
  for (const SecretHit& hit : scan_text(text)) {
    promise(hit.begin <= hit.body && hit.body <= hit.end && hit.end <= text.size(),
            "a secret lies in the text");
    promise(!hit.what.empty() && !hit.topic.empty(), "a secret has a name");
    const std::string_view body = text.substr(hit.body, hit.end - hit.body);
    if (body.size() >= kTelling)
      promise(hit.shown.find(body) == std::string::npos, "what is shown is cut", hit.shown);
  }
  std::size_t behind = 0;
  for (const Span& place : secret_places(text)) {
    promise(place.begin >= behind && place.begin <= place.end && place.end <= text.size(),
            "hidden places are sorted and lie in the text");
    behind = place.begin;
  }
}

}  // namespace

void run_secret(std::string_view input) {
  check_hits(input);
  if (input.size() > 4000) return;
  const std::string text = "{\"mcpServers\": {\"x\": {\"command\": \"npx\", \"args\": [" +
                           quoted_json(input) + "], \"env\": {\"API_KEY\": " + quoted_json(input) +
                           "}}}}";
  const Document document =
      make_document(std::make_shared<SourceFile>(".mcp.json", text), ".mcp.json", Limits{});
  if (!document.readable()) return;
  const DocumentSecrets secrets(document);
  const LintSettings settings;
  const Linter linter(world().rules, world().schemas, settings);
  const CheckReport report = lint_text(linter, ".mcp.json", text, std::nullopt, settings.limits);
  for (const Format format : kAllFormats) {
    const std::string out = written(format, report);
    for (const std::string& body : secrets.bodies()) {
      if (body.size() < kTelling) continue;
      promise(out.find(body) == std::string::npos, "no report repeats a secret", body + "\n" + out);
    }
  }
}

}  // namespace cardlint::fuzz
