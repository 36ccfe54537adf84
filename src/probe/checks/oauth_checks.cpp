// What all metadata of OAuth has in common: who may read it, its type, what the linter says of it.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/oauth_places.h"
#include "probe/checks/table.h"

namespace cardlint::probe_checks {
namespace {

using Type = ArgSpec::Type;

// Calls `judge` with each place of the families in 'of'.
template <class Judge>
void each_place(const ProbeView& view, const Args& args, ProbeReporter& report, Judge&& judge) {
  for (const std::string_view family : args.texts("of")) {
    const std::vector<Place> found = places(view, family);
    if (found.empty()) report.not_assessed(family, why_no_place(view, family));
    for (const Place& place : found) {
      if (place.sort == Sort::Silent || place.sort == Sort::RateLimited) {
        report.not_assessed(place.role, why_unknown(view, place));
      } else {
        judge(place);
      }
    }
  }
}

// 'not': "refused" or "page".
void metadata_answer(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const bool refused = args.text("not") == "refused";
  each_place(view, args, report, [&](const Place& place) {
    if (place.sort != (refused ? Sort::Refused : Sort::Html)) return report.pass(place.role);
    if (refused) return report.fail(place.role, "status", "an answer without credentials, or 404");
    if (is_login_page(place)) return report.not_assessed(place.role, "redirect");
    report.fail(place.role, view.soft_404() ? "soft-404" : "body", "JSON, or 404");
  });
}

// Only documents are looked at; pages and errors are other rules' business.
void metadata_type(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::vector<std::string_view> allow = args.texts("allow");
  each_place(view, args, report, [&](const Place& place) {
    if (place.sort != Sort::Object)
      return report.not_assessed(place.role, why_unknown(view, place));
    const std::string type = media_type(*place.exchange);
    if (std::find(allow.begin(), allow.end(), type) != allow.end()) return report.pass(place.role);
    report.fail(place.role, "media-type", fmt::format("{}", fmt::join(allow, " or ")));
  });
}

bool names(const std::vector<std::string_view>& list, std::string_view rule) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view word) {
    return word == rule || (word.ends_with('-') && rule.starts_with(word));
  });
}

// The findings that the arguments speak of, summed up; no rules when there are none.
ProbeFinding summed_up(const ProbeView& view, const Args& args, const Place& place) {
  const std::vector<std::string_view> only = args.texts("rules");
  const std::vector<std::string_view> except = args.texts("except");
  const Severity level = parse_severity(args.text("level", "error")).value_or(Severity::Error);
  ProbeFinding finding{Outcome::Fail, place.role, "schema", "no error", {}, {}};
  for (const Diagnostic* diagnostic : view.findings(place.role)) {
    if (diagnostic->severity != level || diagnostic->suppressed) continue;
    if (!only.empty() && !names(only, diagnostic->rule)) continue;
    if (names(except, diagnostic->rule)) continue;
    if (finding.rules.empty()) finding.params.emplace_back("first", diagnostic->message);
    if (!names({finding.rules.begin(), finding.rules.end()}, diagnostic->rule))
      finding.rules.push_back(diagnostic->rule);
  }
  finding.params.emplace_back("rules", fmt::format("{}", fmt::join(finding.rules, ", ")));
  return finding;
}

// Findings of exactly one level, so that two cases of a rule do not tell the same.
void metadata_valid(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view needs = args.text("needs");
  each_place(view, args, report, [&](const Place& place) {
    const bool page = place.sort == Sort::Html && args.flag("pages");
    if (page || (place.sort == Sort::NoObject && args.flag("bodies"))) {
      return report.fail(
          place.role, "body", "a JSON object",
          {{"first", page ? "the body is a page" : "the body is no JSON object"}, {"rules", ""}});
    }
    if (place.sort == Sort::Missing && args.flag("present"))
      return report.fail(place.role, "status", "200",
                         {{"first", "there is no such document"}, {"rules", ""}});
    if (place.sort == Sort::Redirect && args.flag("present"))
      return report.fail(place.role, "redirect", "200",
                         {{"first", "it is answered with a redirect"}, {"rules", ""}});
    const Document* document = view.document(place.role);
    if (place.sort != Sort::Object || document == nullptr)
      return report.not_assessed(place.role, why_unknown(view, place));
    if (!needs.empty() && !document->root()[needs].is_string())
      return report.not_assessed(place.role, "schema");
    ProbeFinding finding = summed_up(view, args, place);
    if (finding.rules.empty()) return report.pass(place.role);
    if (!args.texts("rules").empty()) finding.reason = "mismatch";
    report.add(std::move(finding));
  });
}

constexpr std::array kAnswerArgs{ArgSpec{"of", Type::Texts, true},
                                 ArgSpec{"not", Type::Text, true}};
constexpr std::array kTypeArgs{ArgSpec{"of", Type::Texts, true},
                               ArgSpec{"allow", Type::Texts, true}};
constexpr std::array kValidArgs{
    ArgSpec{"of", Type::Texts, true},      ArgSpec{"rules", Type::Texts, false},
    ArgSpec{"except", Type::Texts, false}, ArgSpec{"level", Type::Text, false},
    ArgSpec{"needs", Type::Text, false},   ArgSpec{"bodies", Type::Flag, false},
    ArgSpec{"pages", Type::Flag, false},   ArgSpec{"present", Type::Flag, false}};
constexpr std::array kLookForArgs{ArgSpec{"look-for", Type::Text, true}};

constexpr std::array kTable{
    ProbeCheckEntry{"metadata-answer", "metadata is refused, or a page comes in its place ('not')",
                    kAnswerArgs, metadata_answer},
    ProbeCheckEntry{"metadata-type", "metadata has a media type that is not one of 'allow'",
                    kTypeArgs, metadata_type},
    ProbeCheckEntry{"metadata-valid",
                    "the linter finds faults of 'level' in metadata that is served", kValidArgs,
                    metadata_valid},
    ProbeCheckEntry{
        "prm-found", "no place answers with protected resource metadata", {}, prm_found},
    ProbeCheckEntry{"prm-unexpected",
                    "where no OAuth is offered, its metadata is no document ('fault') or one "
                    "('document')",
                    kLookForArgs, prm_unexpected},
    ProbeCheckEntry{
        "prm-copies", "copies of the metadata name other authorization servers", {}, prm_copies},
    ProbeCheckEntry{"prm-catch-all", "unknown resources have metadata too", {}, prm_catch_all},
    ProbeCheckEntry{"as-found", "an issuer has no metadata", {}, as_found},
    ProbeCheckEntry{
        "as-early-failure", "an answer before the good one stops clients", {}, as_early_failure},
    ProbeCheckEntry{"as-disagree", "the two documents of an issuer differ", {}, as_disagree},
    ProbeCheckEntry{
        "as-other-issuer", "the MCP origin serves another issuer's metadata", {}, as_other_issuer},
    ProbeCheckEntry{"as-unexpected",
                    "where no authorization server is, something else answers",
                    {},
                    as_unexpected},
    ProbeCheckEntry{"as-cors", "a page of another origin may not read the metadata", {}, as_cors},
    ProbeCheckEntry{
        "as-endpoints", "an endpoint that the metadata names is not there", {}, as_endpoints},
    ProbeCheckEntry{"metadata-preflight",
                    "a preflight does not allow MCP-Protocol-Version",
                    {},
                    metadata_preflight},
    ProbeCheckEntry{"metadata-head", "HEAD is answered otherwise than GET", {}, metadata_head},
    ProbeCheckEntry{"registration",
                    "the answer to a client registration is not that of RFC 7591",
                    {},
                    registration},
};

}  // namespace

ProbeCheckTable oauth_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
