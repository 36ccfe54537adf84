// Which requests a probe sends, in the order that a conforming client's steps give: a pure function
// of what is known so far. Asked again after each answer until nothing new is wanted, so a walk can
// be sent, replayed from a recording, or shown as a plan.
#pragma once

#include <string>
#include <vector>

#include "probe/journal.h"
#include "probe/target.h"

namespace cardlint {

struct Step {
  std::string role;
  HttpRequest request;
  std::string after;  // in a plan: what must come back before it is sent; empty: sent at once
};

// A role that stays empty, and why. The words are those of reports.
struct Skip {
  std::string role;    // may end in '*'
  std::string reason;  // "flag-needed", "not-declared", "no-credential", "no-document", …
};

struct Walk {
  std::vector<Step> steps;
  std::vector<Skip> skips;
};

Walk next_steps(const ProbeTarget& target, const ProbeSettings& settings, const Journal& journal);

// How the server speaks, as far as the answers tell (MCP 2026-07-28, Backward Compatibility).
enum class Era { Unknown, Modern, Legacy, Dual, HttpSse };
std::string_view name(Era era);
Era era_of(const Journal& journal);
// "mcp-discover" for a modern server, else "mcp-initialize".
std::string_view post_role(const Journal& journal);

}  // namespace cardlint
