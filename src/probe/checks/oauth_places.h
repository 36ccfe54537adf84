// The places where metadata of OAuth is served, and what came from there. For the checks of
// protected resources, authorization servers and clients' verdicts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probe/probe_check.h"

namespace cardlint::probe_checks {

enum class Sort {
  Silent,       // no answer, or not all of it
  Missing,      // 4xx that says "not here"
  Refused,      // 401, 403
  RateLimited,  // 429
  Redirect,     // a redirect that was not followed to its end
  ServerError,
  Html,      // a page instead of a document
  NoObject,  // 2xx, and neither a page nor a JSON object
  Object,    // 200 with a JSON object
};
Sort sort_of(const Exchange& exchange);

struct Place {
  std::string role;
  const Exchange* exchange;
  Sort sort;
};

// "prm": pointer, path and root form, each URL once; "as": of each issuer the document a client
// would use; "jwks"; else roles of that pattern.
std::vector<Place> places(const ProbeView& view, std::string_view family);
// All places of one issuer, in a client's order.
std::vector<Place> issuer_places(const ProbeView& view, std::size_t issuer);

// The fault of a silent place, "rate-limited", "other-status", …: why it cannot be judged.
std::string_view why_unknown(const ProbeView& view, const Place& place);
// A page behind a redirect to a place where people log in.
bool is_login_page(const Place& place);
// Why there is no place of that family at all.
std::string_view why_no_place(const ProbeView& view, std::string_view family);

// The JSON of a place whose answer is an object.
Document read_place(const Place& place);

// In oauth_checks.cpp, prm_checks.cpp, as_checks.cpp, as_live_checks.cpp.
void prm_found(const ProbeView&, const Args&, ProbeReporter&);
void prm_unexpected(const ProbeView&, const Args&, ProbeReporter&);
void prm_copies(const ProbeView&, const Args&, ProbeReporter&);
void prm_catch_all(const ProbeView&, const Args&, ProbeReporter&);
void as_found(const ProbeView&, const Args&, ProbeReporter&);
void as_early_failure(const ProbeView&, const Args&, ProbeReporter&);
void as_disagree(const ProbeView&, const Args&, ProbeReporter&);
void as_other_issuer(const ProbeView&, const Args&, ProbeReporter&);
void as_unexpected(const ProbeView&, const Args&, ProbeReporter&);
void as_cors(const ProbeView&, const Args&, ProbeReporter&);
void as_endpoints(const ProbeView&, const Args&, ProbeReporter&);
void metadata_preflight(const ProbeView&, const Args&, ProbeReporter&);
void metadata_head(const ProbeView&, const Args&, ProbeReporter&);
void registration(const ProbeView&, const Args&, ProbeReporter&);

}  // namespace cardlint::probe_checks
