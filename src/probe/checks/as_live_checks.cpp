// What the metadata of an authorization server promises: endpoints, access from browsers, HEAD,
// registration.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/oauth_places.h"

namespace cardlint::probe_checks {
namespace {

constexpr std::string_view kOptions = "options-";
constexpr std::string_view kHead = "active-head-";

bool has_word(const std::string* value, std::string_view word) {
  if (value == nullptr) return false;
  for (const std::string_view item : split(*value, ',')) {
    if (trim(item) == "*" || to_lower_ascii(trim(item)) == word) return true;
  }
  return false;
}

// The member that an endpoint's role ends in, without its word "_endpoint".
std::string endpoint_of(std::string_view role) {
  const std::size_t dash = role.rfind('-');
  std::string_view member = role.substr(dash + 1);
  if (member.ends_with("_endpoint")) member.remove_suffix(9);
  return std::string(member);
}

// The GET that a preflight stands before.
const Exchange* asked_for(const ProbeView& view, const Place& preflight) {
  if (preflight.role != "prm-options")
    return view.exchange(std::string_view(preflight.role).substr(kOptions.size()));
  const Exchange* path = view.exchange("prm-path");
  return path == nullptr ? view.exchange("prm-root") : path;
}

bool refused_connection(const Exchange& exchange) {
  return exchange.fault == HttpFault::Connect || exchange.fault == HttpFault::Dns;
}

// What is wrong with the answer to a registration; "" for nothing.
std::string registration_fault(const Place& place) {
  if (place.sort == Sort::Html) return "a page";
  if (place.exchange->status != 201) return fmt::format("status {}", place.exchange->status);
  const Document document = document_of(place.role, *place.exchange);
  const Value root = document.root();
  if (!root.is_object()) return "no JSON object";
  if (!root["client_id"].is_string() || root["client_id"].text().empty()) return "no 'client_id'";
  if (!root["client_secret"]) return {};
  const Value expires = root["client_secret_expires_at"];
  if (!expires) return "a secret without 'client_secret_expires_at'";
  if (!expires.is(NodeType::Integer)) return "a 'client_secret_expires_at' that is no integer";
  return {};
}

}  // namespace

void as_cors(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::vector<Place> all = places(view, "cors-*");
  if (all.empty()) report.not_assessed("cors-as", view.why_not_sent("cors-*"));
  for (const Place& place : all) {
    if (place.sort != Sort::Object) {
      report.not_assessed(place.role, why_unknown(view, place));
    } else if (place.exchange->header("access-control-allow-origin") != nullptr) {
      report.pass(place.role);
    } else {
      report.fail(place.role, "header", "a header 'Access-Control-Allow-Origin'");
    }
  }
}

void as_endpoints(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::vector<Place> all = places(view, "active-as-*");
  if (all.empty()) report.not_assessed("active-as", view.why_not_sent("active-as-*"));
  for (const Place& place : all) {
    const Exchange& exchange = *place.exchange;
    if (refused_connection(exchange)) {
      report.fail(place.role, name(exchange.fault), "any status but 404 and 5xx",
                  {{"endpoint", endpoint_of(place.role)}, {"what", "cannot be reached"}});
    } else if (place.sort == Sort::Silent || place.sort == Sort::RateLimited) {
      report.not_assessed(place.role, why_unknown(view, place));
    } else if (exchange.status == 404 || exchange.status == 410 || exchange.status >= 500) {
      report.fail(place.role, "status", "any status but 404 and 5xx",
                  {{"endpoint", endpoint_of(place.role)},
                   {"what", fmt::format("is answered {}", exchange.status)}});
    } else {
      report.pass(place.role);
    }
  }
}

void metadata_preflight(const ProbeView& view, const Args&, ProbeReporter& report) {
  if (!view.target.browsers) return report.not_assessed("prm-options", "not-declared");
  std::vector<Place> all = places(view, "prm-options");
  for (Place& place : places(view, "options-*")) all.push_back(std::move(place));
  if (all.empty()) report.not_assessed("prm-options", view.why_not_sent("prm-options"));
  for (const Place& place : all) {
    const Exchange* get = asked_for(view, place);
    const bool absent = get != nullptr && sort_of(*get) == Sort::Missing;
    const int status = place.exchange->status;
    if (place.exchange->fault != HttpFault::None || place.sort == Sort::RateLimited) {
      report.not_assessed(place.role, why_unknown(view, place));
    } else if (absent) {
      report.not_assessed(place.role, "no-document");
    } else if (status < 200 || status >= 300) {
      report.fail(place.role, "status", "2xx", {{"what", fmt::format("is answered {}", status)}});
    } else if (!has_word(place.exchange->header("access-control-allow-headers"),
                         "mcp-protocol-version")) {
      report.fail(place.role, "header", "'Access-Control-Allow-Headers' with MCP-Protocol-Version",
                  {{"what", "does not allow the header MCP-Protocol-Version"}});
    } else {
      report.pass(place.role);
    }
  }
}

void metadata_head(const ProbeView& view, const Args&, ProbeReporter& report) {
  std::vector<Place> all = places(view, "active-head-*");
  if (all.empty()) report.not_assessed("active-head-prm", view.why_not_sent("active-head-*"));
  for (const Place& place : all) {
    const Exchange* get = view.exchange(std::string_view(place.role).substr(kHead.size()));
    if (get == nullptr || !get->answered() || !place.exchange->answered() ||
        place.sort == Sort::RateLimited) {
      report.not_assessed(place.role, why_unknown(view, place));
    } else if (get->status == place.exchange->status) {
      report.pass(place.role);
    } else {
      report.fail(place.role, "status", fmt::format("{}", get->status),
                  {{"get", std::to_string(get->status)}});
    }
  }
}

void registration(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::vector<Place> all = places(view, "register");
  if (all.empty()) report.not_assessed("register", view.why_not_sent("register"));
  for (const Place& place : all) {
    if (place.sort == Sort::Silent || place.sort == Sort::RateLimited ||
        place.sort == Sort::ServerError) {
      report.not_assessed(place.role, why_unknown(view, place));
      continue;
    }
    const std::string fault = registration_fault(place);
    if (fault.empty()) {
      report.pass(place.role);
    } else {
      report.fail(place.role, place.exchange->status == 201 ? "schema" : "status",
                  "201 with a client_id", {{"what", fault}});
    }
  }
}

}  // namespace cardlint::probe_checks
