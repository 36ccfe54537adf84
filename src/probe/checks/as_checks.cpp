// Metadata of authorization servers: whether a client finds it on its way, and whether copies
// agree.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/oauth_places.h"
#include "probe/well_known.h"

namespace cardlint::probe_checks {
namespace {

std::string head_of(std::size_t number) {
  return fmt::format("as-{}-oauth", number);
}

// Calls `judge` with the number, the name and the places of each issuer that was asked.
template <class Judge>
void each_issuer(const ProbeView& view, ProbeReporter& report, Judge&& judge) {
  const std::vector<std::string> all = issuers(view.journal);
  if (all.empty()) return report.not_assessed("as-1-oauth", "no-document");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::vector<Place> found = issuer_places(view, i + 1);
    if (found.empty()) {
      report.not_assessed(head_of(i + 1), view.why_not_sent(head_of(i + 1)));
    } else {
      judge(all[i], found);
    }
  }
}

std::string quoted(std::string_view text) {
  return fmt::format("'{}'", printable(text, 200));
}

// What a client does next depends on these.
constexpr std::string_view kCompared[] = {
    "authorization_endpoint", "token_endpoint", "registration_endpoint",
    "client_id_metadata_document_supported", "code_challenge_methods_supported"};

// Lists are compared without their order.
std::string comparable(Value value) {
  if (!value.is_array()) return value ? to_json(value) : std::string();
  std::set<std::string> items;
  for (const Value item : value) items.insert(to_json(item));
  return fmt::format("{}", fmt::join(items, ","));
}

std::string what_stops(const Place& place) {
  switch (place.sort) {
    case Sort::ServerError:
      return fmt::format("answered {}", place.exchange->status);
    case Sort::Redirect:
      return "answered with a redirect that leads nowhere";
    case Sort::Html:
      return "answered 200 with a page";
    default:
      return "answered 200 without a JSON object";
  }
}

}  // namespace

void as_found(const ProbeView& view, const Args&, ProbeReporter& report) {
  each_issuer(view, report, [&](const std::string& issuer, const std::vector<Place>& all) {
    for (const Place& place : all) {
      if (place.sort == Sort::Object) return report.pass(place.role);
    }
    for (const Place& place : all) {
      // 5xx has a rule of its own; an answer that did not come says nothing.
      if (place.sort == Sort::Silent || place.sort == Sort::ServerError ||
          place.sort == Sort::RateLimited)
        return report.not_assessed(place.role, why_unknown(view, place));
    }
    const bool missing =
        std::all_of(all.begin(), all.end(), [](const Place& p) { return p.sort == Sort::Missing; });
    report.fail(all.front().role, missing ? "status" : "body", "200 with a JSON object",
                {{"issuer", quoted(issuer)}, {"places", std::to_string(all.size())}});
  });
}

void as_early_failure(const ProbeView& view, const Args&, ProbeReporter& report) {
  each_issuer(view, report, [&](const std::string& issuer, const std::vector<Place>& all) {
    const auto good =
        std::find_if(all.begin(), all.end(), [](const Place& p) { return p.sort == Sort::Object; });
    if (good == all.end()) return report.not_assessed(all.front().role, "no-document");
    for (auto place = all.begin(); place != good; ++place) {
      if (place->sort == Sort::Silent)
        return report.not_assessed(place->role, why_unknown(view, *place));
      if (place->sort == Sort::Missing || place->sort == Sort::Refused ||
          place->sort == Sort::RateLimited)
        continue;
      const bool status = place->sort == Sort::ServerError;
      const bool redirect = place->sort == Sort::Redirect;
      return report.fail(place->role,
                         status     ? "status"
                         : redirect ? "redirect"
                                    : "body",
                         "404",
                         {{"issuer", quoted(issuer)},
                          {"what", what_stops(*place)},
                          {"good", printable(good->exchange->request.url, 300)}});
    }
    report.pass(good->role);
  });
}

void as_disagree(const ProbeView& view, const Args&, ProbeReporter& report) {
  each_issuer(view, report, [&](const std::string& issuer, const std::vector<Place>& all) {
    std::vector<const Place*> copies;
    for (const Place& place : all) {
      if (place.sort == Sort::Object) copies.push_back(&place);
    }
    if (copies.empty()) return report.not_assessed(all.front().role, "no-document");
    if (copies.size() == 1) return report.not_assessed(copies.front()->role, "single-copy");
    const Document first = read_place(*copies.front());
    for (std::size_t i = 1; i < copies.size(); ++i) {
      const Document other = read_place(*copies[i]);
      std::vector<std::string_view> differ;
      for (const std::string_view member : kCompared) {
        if (comparable(first.root()[member]) != comparable(other.root()[member]))
          differ.push_back(member);
      }
      if (differ.empty()) {
        report.pass(copies[i]->role);
        continue;
      }
      report.fail(copies[i]->role, "mismatch", "the same endpoints, PKCE and registration",
                  {{"issuer", quoted(issuer)},
                   {"members", fmt::format("{}", fmt::join(differ, ", "))},
                   {"other", printable(copies.front()->exchange->request.url, 300)}});
    }
  });
}

void as_other_issuer(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::vector<Place> found = places(view, "origin-as");
  if (found.empty()) return report.not_assessed("origin-as", view.why_not_sent("origin-as"));
  const Place& place = found.front();
  if (place.sort == Sort::Missing || place.sort == Sort::Refused) return report.pass(place.role);
  if (place.sort != Sort::Object) return report.not_assessed(place.role, why_unknown(view, place));
  const Document document = read_place(place);
  const Value issuer = document.root()["issuer"];
  const std::string origin = origin_of(view.target.url);
  if (issuer.is_text(origin) || issuer.is_text(origin + "/")) return report.pass(place.role);
  report.fail(place.role, "mismatch", fmt::format("404, or the issuer {}", origin),
              {{"issuer", issuer.is_string() ? quoted(issuer.text()) : "missing"}});
}

// Of the own origin and of the issuer that is announced.
void as_unexpected(const ProbeView& view, const Args&, ProbeReporter& report) {
  std::vector<Place> all;
  for (const std::string_view family : {"future-*", "origin-*"}) {
    for (Place& place : places(view, family)) {
      const bool again = std::any_of(all.begin(), all.end(), [&](const Place& p) {
        return p.exchange->request.url == place.exchange->request.url;
      });
      if (!again) all.push_back(std::move(place));
    }
  }
  if (all.empty()) return report.not_assessed("origin-as", view.why_not_sent("origin-as"));
  for (const Place& place : all) {
    const auto fail = [&](std::string_view reason, std::string what) {
      report.fail(place.role, reason, "404, or a valid document", {{"what", std::move(what)}});
    };
    switch (place.sort) {
      case Sort::Missing:
        report.pass(place.role);
        break;
      case Sort::Refused:
        fail("status", fmt::format("{}", place.exchange->status));
        break;
      case Sort::Html:
        if (is_login_page(place)) {
          report.not_assessed(place.role, "redirect");
        } else {
          fail(view.soft_404() ? "soft-404" : "body", "200 with a page");
        }
        break;
      case Sort::NoObject:
        fail("body", "200 without a JSON object");
        break;
      case Sort::Object: {
        const std::vector<const Diagnostic*> findings = view.findings(place.role);
        const bool faulty =
            std::any_of(findings.begin(), findings.end(), [](const Diagnostic* diagnostic) {
              return diagnostic->severity == Severity::Error && !diagnostic->suppressed;
            });
        if (faulty || !read_place(place).root()["issuer"].is_string()) {
          fail("schema", "200 with a document that has errors");
        } else {
          report.pass(place.role);
        }
        break;
      }
      default:
        report.not_assessed(place.role, why_unknown(view, place));
    }
  }
}

}  // namespace cardlint::probe_checks
