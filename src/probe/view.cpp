#include <algorithm>

#include "base/text.h"
#include "probe/probe_check.h"

namespace cardlint {
namespace {

bool matches(std::string_view pattern, std::string_view role) {
  if (pattern.ends_with('*')) return role.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == role;
}

// Whom the server is meant for when nobody says it: what it serves, or its project holds.
ConsumerSet consumers_of(const ProbeTarget& target, const Journal& journal) {
  if (!target.consumers.empty()) return target.consumers;
  ConsumerSet consumers;
  if (target.manifest != nullptr || target.card_declared) consumers.add(Consumer::SmitheryScan);
  if (brings_object(journal.find("catalog")) || brings_object(journal.find("card-2127")))
    consumers.add(Consumer::Sep2127);
  return consumers;
}

// The id that the request of this role carries: the pages of a list count from 2.
int id_of(std::string_view role) {
  if (role.ends_with("-tools")) return 2;
  const std::size_t page = role.find("-tools-");
  if (page != std::string_view::npos) return 0;
  return role == "active-unknown" ? 77 : 1;
}

}  // namespace

ProbeView::ProbeView(const ProbeTarget& t, const ProbeSettings& s, const Journal& j,
                     const Walk& walk)
    : target(t),
      settings(s),
      journal(j),
      posture(posture_of(t, j)),
      era(era_of(j)),
      consumers(consumers_of(t, j)),
      walk_(walk) {}

const Exchange* ProbeView::exchange(std::string_view role) const {
  return journal.find(role == "mcp-post" ? post_role(journal) : role);
}

std::vector<std::string_view> ProbeView::roles(std::string_view pattern) const {
  if (pattern == "mcp-post") pattern = post_role(journal);
  std::vector<std::string_view> found;
  for (const Journal::Entry& entry : journal.entries()) {
    if (matches(pattern, entry.role)) found.push_back(entry.role);
  }
  return found;
}

std::string_view ProbeView::why_not_sent(std::string_view role) const {
  for (const Skip& skip : walk_.skips) {
    if (matches(skip.role, role) || matches(role, skip.role)) return skip.reason;
  }
  return "not-sent";
}

const McpAnswer& ProbeView::answer(std::string_view role) const {
  if (role == "mcp-post") role = post_role(journal);
  const auto [entry, added] = answers_.try_emplace(std::string(role));
  const Exchange* sent = exchange(role);
  if (added && sent != nullptr && sent->answered()) entry->second = read_answer(*sent, id_of(role));
  return entry->second;
}

const Challenges& ProbeView::challenges(std::string_view role) const {
  if (role == "mcp-post") role = post_role(journal);
  const auto [entry, added] = challenges_.try_emplace(std::string(role));
  const Exchange* sent = exchange(role);
  if (added && sent != nullptr)
    entry->second = parse_challenges(header_values(sent->headers, "www-authenticate"));
  return entry->second;
}

const Document* ProbeView::document(std::string_view role) const {
  const auto at = documents.find(role);
  return at == documents.end() ? nullptr : at->second;
}

std::vector<const Diagnostic*> ProbeView::findings(std::string_view role) const {
  std::vector<const Diagnostic*> found;
  const Document* served = document(role);
  if (served == nullptr) return found;
  for (const Diagnostic& diagnostic : lint.diagnostics) {
    if (diagnostic.where.path == served->source->path()) found.push_back(&diagnostic);
  }
  return found;
}

bool ProbeView::soft_404() const {
  const Exchange* random = exchange("random");
  return random != nullptr && random->status >= 200 && random->status < 300;
}

}  // namespace cardlint
