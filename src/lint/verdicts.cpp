#include "lint/verdicts.h"

#include <algorithm>

#include "base/file_io.h"

namespace cardlint {
namespace {

struct Reads {
  Consumer consumer;
  Kind kind;
};
// Consumers whose reading of a kind the rules know as a whole. A consumer joins the list once its
// rules are complete.
constexpr std::array kReads{Reads{Consumer::SmitheryCli, Kind::SmitheryManifest},
                            Reads{Consumer::SmitheryScan, Kind::ServerCard},
                            Reads{Consumer::Sep2127, Kind::ServerCard},
                            Reads{Consumer::Sep2127, Kind::AiCatalog},
                            Reads{Consumer::McpRegistry, Kind::RegistryServer},
                            Reads{Consumer::TsSdk, Kind::OauthProtectedResource},
                            Reads{Consumer::TsSdk, Kind::OauthAuthorizationServer},
                            Reads{Consumer::TsSdk, Kind::OpenidConfiguration},
                            Reads{Consumer::PySdk, Kind::OauthProtectedResource},
                            Reads{Consumer::PySdk, Kind::OauthAuthorizationServer},
                            Reads{Consumer::PySdk, Kind::OpenidConfiguration},
                            Reads{Consumer::TsSdk, Kind::ToolsList},
                            Reads{Consumer::PySdk, Kind::ToolsList},
                            Reads{Consumer::Claude, Kind::ToolsList},
                            Reads{Consumer::OpenAi, Kind::ToolsList},
                            Reads{Consumer::Claude, Kind::ClientConfig},
                            Reads{Consumer::Claude, Kind::McpbManifest},
                            Reads{Consumer::SmitheryCli, Kind::McpbManifest},
                            Reads{Consumer::SmitheryScan, Kind::McpbManifest}};

// Claude Code and Claude Desktop look for their own file names only.
bool is_read_at(Consumer consumer, const Document& document) {
  if (consumer != Consumer::Claude || document.kind != Kind::ClientConfig) return true;
  const std::string_view file = base_name(document.source->path());
  return file == ".mcp.json" || file == "claude_desktop_config.json";
}

// A card of the other family: the consumer refuses it as a whole, whatever else is right with it.
bool foreign_dialect(Consumer consumer, Dialect dialect) {
  const bool remote_form = dialect == Dialect::Sep2127 || dialect == Dialect::Hybrid;
  if (consumer == Consumer::Sep2127) return !remote_form;
  return consumer == Consumer::SmitheryScan &&
         (dialect == Dialect::Sep2127 || dialect == Dialect::Sep1960);
}

}  // namespace

ConsumerSet default_targets(const Document& document) {
  ConsumerSet targets;
  if (document.kind == Kind::SmitheryManifest) targets.add(Consumer::SmitheryCli);
  if (document.kind == Kind::RegistryServer) targets.add(Consumer::McpRegistry);
  if (document.kind == Kind::AiCatalog) targets.add(Consumer::Sep2127);
  if (document.kind == Kind::McpbManifest || document.kind == Kind::ClientConfig)
    targets.add(Consumer::Claude);
  const bool sdk_kind = document.kind == Kind::OauthProtectedResource ||
                        document.kind == Kind::OauthAuthorizationServer ||
                        document.kind == Kind::OpenidConfiguration ||
                        document.kind == Kind::ToolsList;
  if (sdk_kind) {
    targets.add(Consumer::TsSdk);
    targets.add(Consumer::PySdk);
  }
  if (document.kind != Kind::ServerCard) return targets;
  const Dialect dialect = document.dialect;
  const bool remote_form = dialect == Dialect::Sep2127 || dialect == Dialect::Hybrid;
  if (remote_form) targets.add(Consumer::Sep2127);
  const bool old_form =
      dialect == Dialect::Sep1649 || dialect == Dialect::Unknown || dialect == Dialect::Hybrid;
  if (dialect == Dialect::Smithery || (old_form && document.smithery_path))
    targets.add(Consumer::SmitheryScan);
  return targets;
}

VerdictBook::VerdictBook(const Document& document) {
  for (const Reads& reads : kReads) {
    if (document.kind != reads.kind || !is_read_at(reads.consumer, document)) continue;
    Entry& entry = entries_[reads.consumer];
    if (!document.readable()) continue;
    entry.verdict = Verdict::Accepts;
    if (document.kind == Kind::ServerCard && foreign_dialect(reads.consumer, document.dialect)) {
      entry.verdict = Verdict::Rejects;
      entry.because.insert("card-dialect");
    }
  }
}

void VerdictBook::record(std::string_view rule, std::span<const ConsumerEffect> effects) {
  for (const ConsumerEffect& effect : effects) {
    const auto entry = entries_.find(effect.consumer);
    if (entry == entries_.end()) continue;
    entry->second.verdict = std::max(entry->second.verdict, effect.effect);
    entry->second.because.emplace(rule);
  }
}

std::vector<ConsumerVerdict> VerdictBook::verdicts() const {
  std::vector<ConsumerVerdict> list;
  for (const auto& [consumer, entry] : entries_) {
    if (entry.verdict == Verdict::NotApplicable) continue;
    list.push_back({consumer, entry.verdict, {entry.because.begin(), entry.because.end()}});
  }
  return list;
}

}  // namespace cardlint
