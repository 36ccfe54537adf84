// The predicates that the rules of rules/probe call by name. One list for each topic, joined here.
#pragma once

#include <vector>

#include "probe/probe_check.h"

namespace cardlint {

// All of them, sorted by name.
std::vector<ProbeCheckEntry> probe_check_table();

namespace probe_checks {

ProbeCheckTable answer_checks();  // statuses, types, headers, bodies: for any request
ProbeCheckTable host_checks();    // names, addresses, TLS, user agents
ProbeCheckTable mcp_checks();     // the MCP route
ProbeCheckTable challenge_checks();
ProbeCheckTable oauth_checks();    // protected resources and authorization servers
ProbeCheckTable card_checks();     // cards, catalogue, tools
ProbeCheckTable verdict_checks();  // where a client stops

// The exchange of a role, if it brought an answer; else says "not assessed" and why, and is null.
const Exchange* answered(const ProbeView& view, std::string_view role, ProbeReporter& report);

}  // namespace probe_checks
}  // namespace cardlint
