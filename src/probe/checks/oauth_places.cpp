#include "probe/checks/oauth_places.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint::probe_checks {
namespace {

void add(const ProbeView& view, std::string_view role, std::vector<Place>& found) {
  const Exchange* exchange = view.exchange(role);
  if (exchange == nullptr) return;
  const bool again = std::any_of(found.begin(), found.end(), [&](const Place& place) {
    return place.exchange->request.url == exchange->request.url &&
           place.exchange->request.method == exchange->request.method;
  });
  if (!again) found.push_back({std::string(role), exchange, sort_of(*exchange)});
}

}  // namespace

Sort sort_of(const Exchange& exchange) {
  const int status = exchange.status;
  if (status < 200) return Sort::Silent;
  if (status >= 500) return Sort::ServerError;
  if (status == 401 || status == 403) return Sort::Refused;
  if (status == 429) return Sort::RateLimited;
  if (status >= 400) return Sort::Missing;
  if (status >= 300) return Sort::Redirect;
  if (exchange.fault != HttpFault::None) return Sort::Silent;
  if (brings_object(&exchange)) return Sort::Object;
  const std::string type = media_type(exchange);
  const std::string_view body = trim(exchange.body);
  const bool page = starts_with_ignoring_case(body, "<!doctype html") ||
                    starts_with_ignoring_case(body, "<html") || type == "text/html" ||
                    type == "application/xhtml+xml";
  return page ? Sort::Html : Sort::NoObject;
}

std::vector<Place> places(const ProbeView& view, std::string_view family) {
  std::vector<Place> found;
  if (family == "prm") {
    for (const std::string_view role : prm_roles(view.journal)) add(view, role, found);
  } else if (family == "as") {
    const std::size_t count = issuers(view.journal).size();
    for (std::size_t i = 1; i <= count; ++i) {
      const std::string role = as_role(view.journal, i);
      if (!role.empty()) add(view, role, found);
    }
  } else {
    for (const std::string_view role : view.roles(family == "jwks" ? "jwks-*" : family))
      add(view, role, found);
  }
  return found;
}

std::vector<Place> issuer_places(const ProbeView& view, std::size_t issuer) {
  std::vector<Place> found;
  for (const std::string& role : as_roles(view.journal, issuer)) add(view, role, found);
  return found;
}

std::string_view why_unknown(const ProbeView& view, const Place& place) {
  switch (place.sort) {
    case Sort::Silent: {
      const std::string_view fault = name(place.exchange->fault);
      return fault.empty() ? "other-status" : fault;
    }
    case Sort::RateLimited:
      return "rate-limited";
    case Sort::Html:
      return view.soft_404() ? "soft-404" : "other-status";
    case Sort::Missing:
      return "no-document";
    default:
      return "other-status";
  }
}

bool is_login_page(const Place& place) {
  if (place.exchange->hops.empty()) return false;
  const std::string url = to_lower_ascii(place.exchange->url);
  for (const std::string_view word : {"login", "signin", "sign-in", "/sso", "//sso", "/auth"}) {
    if (url.find(word) != std::string::npos) return true;
  }
  return false;
}

std::string_view why_no_place(const ProbeView& view, std::string_view family) {
  const std::string_view pattern = family == "as" ? "as-*" : family == "jwks" ? "jwks-*" : family;
  const std::string_view why = view.why_not_sent(pattern == "prm" ? "prm-path" : pattern);
  return family == "as" && why == "not-sent" ? "no-document" : why;
}

Document read_place(const Place& place) {
  return document_of(place.role, *place.exchange);
}

}  // namespace cardlint::probe_checks
