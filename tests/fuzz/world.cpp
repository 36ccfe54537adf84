#include "fuzz/world.h"

#include <array>

#include "fuzz/support.h"
#include "probe/checks/table.h"
#include "rules/builtin.h"

namespace cardlint::fuzz {
namespace {

constexpr std::array<std::string_view, 20> kPaths{"smithery.yaml",
                                                  ".well-known/mcp/server-card.json",
                                                  ".well-known/mcp.json",
                                                  ".well-known/mcp-server-card",
                                                  ".well-known/oauth-protected-resource",
                                                  ".well-known/oauth-protected-resource/mcp",
                                                  ".well-known/oauth-authorization-server",
                                                  ".well-known/openid-configuration",
                                                  ".well-known/jwks.json",
                                                  "client-metadata.json",
                                                  ".well-known/ai-catalog.json",
                                                  "server.json",
                                                  ".mcp.json",
                                                  ".vscode/mcp.json",
                                                  "claude_desktop_config.json",
                                                  "manifest.json",
                                                  "tools.json",
                                                  "sub/smithery.yml",
                                                  "other.json",
                                                  "other.yaml"};

}  // namespace

World::World() : probe_checks(probe_check_table()), catalogue(builtin_catalogue()) {
  promise(rules.add(builtin_tables()).has_value(), "the built-in rules are sound");
  auto made = ProbeRuleSet::make(builtin_probe_rules(), probe_checks);
  promise(made.has_value(), "the built-in probe rules are sound");
  probe_rules = std::move(*made);
}

const World& world() {
  static const World one;
  return one;
}

std::size_t path_count() {
  return kPaths.size();
}

std::string path_of(std::size_t index) {
  return std::string(kPaths[index % kPaths.size()]);
}

LintSettings settings_of(std::uint8_t choice) {
  LintSettings settings;
  settings.today = "2026-11-29";
  switch (choice % 8) {
    case 1:
      settings.consumers = {Consumer::SmitheryCli, Consumer::SmitheryScan};
      break;
    case 2:
      settings.consumers = {Consumer::TsSdk, Consumer::PySdk, Consumer::Claude, Consumer::OpenAi};
      settings.spec = "2025-06-18";
      break;
    case 3:
      settings.spec = "2026-07-28";
      settings.posture = Posture::OAuth;
      break;
    case 4:
      settings.generation = Generation::G2;
      settings.posture = Posture::None;
      break;
    case 5:
      settings.consumers = {Consumer::Sep2127, Consumer::McpRegistry};
      settings.generation = Generation::G6;
      break;
    case 6:
      settings.suppressions = false;
      settings.posture = Posture::Planned;
      break;
    default:
      break;
  }
  return settings;
}

}  // namespace cardlint::fuzz
