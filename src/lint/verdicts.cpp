#include "lint/verdicts.h"

#include <algorithm>

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
                            Reads{Consumer::PySdk, Kind::OpenidConfiguration}};

// A card of the other family: the consumer refuses it as a whole, whatever else is right with it.
bool foreign_dialect(Consumer consumer, Dialect dialect) {
  const bool remote_form = dialect == Dialect::Sep2127 || dialect == Dialect::Hybrid;
  if (consumer == Consumer::Sep2127) return !remote_form;
  return consumer == Consumer::SmitheryScan &&
         (dialect == Dialect::Sep2127 || dialect == Dialect::Sep1960);
}

}  // namespace

VerdictBook::VerdictBook(const Document& document) {
  for (const Reads& reads : kReads) {
    if (document.kind != reads.kind) continue;
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
