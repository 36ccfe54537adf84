// Protected resource metadata: where it is, where it should not be, and whether copies agree.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/oauth_places.h"
#include "probe/well_known.h"

namespace cardlint::probe_checks {
namespace {

std::set<std::string> texts_of(Value list) {
  std::set<std::string> texts;
  for (const Value item : list) {
    if (item.is_string()) texts.emplace(item.text());
  }
  return texts;
}

bool has_errors(const ProbeView& view, const Place& place) {
  const std::vector<const Diagnostic*> findings = view.findings(place.role);
  return std::any_of(findings.begin(), findings.end(), [](const Diagnostic* diagnostic) {
    return diagnostic->severity == Severity::Error && !diagnostic->suppressed;
  });
}

// A fault at a place where no metadata is expected. Documents with errors have a rule of their own
// wherever OAuth may come.
void unexpected_fault(const ProbeView& view, const Place& place, ProbeReporter& report) {
  const bool ours = view.posture == Posture::None;
  switch (place.sort) {
    case Sort::Missing:
      return report.pass(place.role);
    case Sort::Redirect:
      return report.fail(place.role, "redirect", "404", {{"what", "a redirect"}});
    case Sort::NoObject:
      if (!ours) break;
      return report.fail(place.role, "body", "404", {{"what", "a body that is no JSON object"}});
    case Sort::Object:
      if (!has_errors(view, place)) return report.pass(place.role);
      if (!ours) break;
      return report.fail(place.role, "schema", "404", {{"what", "a document with errors"}});
    default:
      break;
  }
  report.not_assessed(place.role, why_unknown(view, place));
}

void unexpected_document(const ProbeView& view, const Place& place, ProbeReporter& report) {
  if (place.sort == Sort::Missing) return report.pass(place.role);
  if (place.sort != Sort::Object || has_errors(view, place))
    return report.not_assessed(place.role, why_unknown(view, place));
  report.fail(place.role, "mismatch", "404", {{"what", "a document"}});
}

}  // namespace

void prm_found(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::vector<Place> all = places(view, "prm");
  if (all.empty()) return report.not_assessed("prm-path", why_no_place(view, "prm"));
  const std::string_view found = prm_role(view.journal);
  if (!found.empty()) return report.pass(found);
  for (const Place& place : all) {
    if (place.sort != Sort::Missing)
      return report.not_assessed(place.role, why_unknown(view, place));
  }
  // A pointer that leads nowhere is a fault of the challenge.
  if (all.front().role == "prm-pointer") return report.not_assessed("prm-pointer", "challenge");
  report.fail(all.front().role, "status", "200 with a JSON object");
}

// 'look-for': "fault" or "document".
void prm_unexpected(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::vector<Place> all = places(view, "prm");
  if (all.empty()) report.not_assessed("prm-path", why_no_place(view, "prm"));
  for (const Place& place : all) {
    if (args.text("look-for") == "fault")
      unexpected_fault(view, place, report);
    else
      unexpected_document(view, place, report);
  }
}

void prm_copies(const ProbeView& view, const Args&, ProbeReporter& report) {
  std::vector<Place> copies;
  for (Place& place : places(view, "prm")) {
    if (place.sort == Sort::Object) copies.push_back(std::move(place));
  }
  if (copies.empty()) return report.not_assessed("prm-path", "no-document");
  if (copies.size() == 1) return report.not_assessed(copies.front().role, "single-copy");
  const Document first = read_place(copies.front());
  const auto servers = texts_of(first.root()["authorization_servers"]);
  for (std::size_t i = 1; i < copies.size(); ++i) {
    const Document other = read_place(copies[i]);
    if (texts_of(other.root()["authorization_servers"]) == servers) {
      report.pass(copies[i].role);
    } else {
      report.fail(copies[i].role, "mismatch", "the same authorization servers",
                  {{"other", printable(copies.front().exchange->request.url, 300)}});
    }
  }
}

void prm_catch_all(const ProbeView& view, const Args&, ProbeReporter& report) {
  if (prm_role(view.journal).empty()) return report.not_assessed("prm-random", "no-document");
  const std::vector<Place> random = places(view, "prm-random");
  if (random.empty()) return report.not_assessed("prm-random", view.why_not_sent("prm-random"));
  const Place& place = random.front();
  if (place.sort == Sort::Missing || place.sort == Sort::Refused) return report.pass(place.role);
  if (place.sort != Sort::Object) return report.not_assessed(place.role, why_unknown(view, place));
  const std::string& url = place.exchange->request.url;
  const std::string root = prm_root_url(view.target.url);
  const std::string resource = origin_of(url) + url.substr(std::min(url.size(), root.size()));
  const Document document = read_place(place);
  const Value named = document.root()["resource"];
  if (named.is_text(resource)) return report.pass(place.role);
  report.fail(place.role, "mismatch", "404",
              {{"resource", named.is_string() ? fmt::format("'{}'", printable(named.text(), 200))
                                              : std::string("missing")}});
}

}  // namespace cardlint::probe_checks
