// The predicates that the rules of rules/probe call by name. One list for each topic, joined here.
#pragma once

#include <vector>

#include "probe/probe_check.h"

namespace cardlint {

// All of them, sorted by name.
std::vector<ProbeCheckEntry> probe_check_table();

namespace probe_checks {

ProbeCheckTable answer_checks();   // statuses, types, headers, bodies: for any request
ProbeCheckTable host_checks();     // names, addresses, TLS, user agents
ProbeCheckTable traffic_checks();  // what any request of the walk may meet
ProbeCheckTable mcp_checks();      // the MCP route
ProbeCheckTable challenge_checks();
ProbeCheckTable oauth_checks();    // protected resources and authorization servers
ProbeCheckTable card_checks();     // cards where they are served
ProbeCheckTable catalog_checks();  // the catalogue and other places
ProbeCheckTable parity_checks();   // a card against the running server
ProbeCheckTable row_checks();      // what the user expects
ProbeCheckTable verdict_checks();  // where a client stops

// Whether a redirect from one URL to the other leads to a page where people sign in.
bool is_login_redirect(std::string_view from, std::string_view to);

// The exchange of a role, if it brought an answer; else says "not assessed" and why, and is null.
const Exchange* answered(const ProbeView& view, std::string_view role, ProbeReporter& report);

}  // namespace probe_checks
}  // namespace cardlint
