// SARIF 2.1.0 (OASIS), with what GitHub's code scanning asks for beyond it. Section numbers are
// those of the standard.
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/probe_text.h"
#include "report/sarif_rules.h"
#include "report/uri_reference.h"
#include "report/writer.h"

namespace cardlint {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kRoot = "%SRCROOT%";

class SarifWriter {
 public:
  SarifWriter(const CheckReport& report, const ReportOptions& options)
      : report_(report), options_(options), rules_(report) {
    for (const Diagnostic& d : report.diagnostics) suppresses_ = suppresses_ || d.suppressed;
  }

  Json run() {
    Json artifacts = Json::array();
    for (const DocumentSummary& d : report_.documents) {
      artifact_index_.emplace(d.path, artifacts.size());
      artifacts.push_back(artifact(d));
    }
    Json results = Json::array();
    for (const Diagnostic& d : report_.diagnostics) {
      if (!d.notice || options_.verbose) results.push_back(result(d));
    }
    for (const ProbeResult& p : report_.probes) {
      if (p.outcome == Outcome::Fail) results.push_back(result(p));
    }
    Json driver{{"name", "cardlint"}, {"semanticVersion", options_.version}};
    driver["rules"] = rules_.descriptors();
    const Json meaning{
        {"text", "Something could not be judged, so it is neither sound nor faulty."}};
    driver["notifications"] = Json::array({{{"id", "not-assessed"},
                                            {"shortDescription", {{"text", "Not assessed."}}},
                                            {"fullDescription", meaning},
                                            {"help", meaning}}});
    // Ends in '/': all of it is the category, by which analyses of one commit are told apart.
    const char* category = report_.targets.empty() ? "cardlint/check/" : "cardlint/probe/";
    return {{"tool", {{"driver", std::move(driver)}}},
            {"automationDetails", {{"id", category}}},
            {"columnKind", "unicodeCodePoints"},
            {"originalUriBaseIds", std::move(bases_)},
            {"invocations", Json::array({invocation()})},
            {"artifacts", std::move(artifacts)},
            {"results", std::move(results)}};
  }

 private:
  // Services refuse whole files for one URI with another scheme than file:, so addresses are
  // relative to a base as well (§3.14.14).
  Json artifact_location(std::string_view path) {
    const SplitUrl url = split_origin(path);
    if (url.origin.empty()) {
      Json location{{"uri", uri_of_path(path)}};
      if (!path.starts_with('/')) {
        location["uriBaseId"] = kRoot;
        bases_.emplace(kRoot,
                       Json{{"description", {{"text", "The working directory of the run."}}}});
      }
      return location;
    }
    std::string& base = base_of_origin_[url.origin];
    if (base.empty()) {
      base =
          base_of_origin_.size() == 1 ? "TARGET" : fmt::format("TARGET{}", base_of_origin_.size());
      bases_[base] = {{"uri", url.origin}};
    }
    return {{"uri", url.rest.empty() ? "./" : url.rest}, {"uriBaseId", base}};
  }

  Json artifact(const DocumentSummary& d) {
    Json properties = Json::object();
    if (!d.kind.empty()) properties["kind"] = d.kind;
    if (!d.dialect.empty()) properties["dialect"] = d.dialect;
    for (const ConsumerVerdict& v : d.verdicts)
      properties["verdicts"][std::string(name(v.consumer))] = name(v.verdict);
    return {{"location", artifact_location(d.path)},
            {"length", d.bytes},
            {"roles", Json::array({"analysisTarget"})},
            {"properties", std::move(properties)}};
  }

  Json location(const Location& where) {
    const Range& r = where.range;
    Json artifact = artifact_location(where.path);
    if (const auto at = artifact_index_.find(where.path); at != artifact_index_.end())
      artifact["index"] = at->second;
    Json out{{"physicalLocation",
              {{"artifactLocation", std::move(artifact)},
               {"region",
                {{"startLine", r.start.line},
                 {"startColumn", r.start.column},
                 {"endLine", r.end.line},
                 {"endColumn", r.end.column},
                 {"byteOffset", r.start.offset},
                 {"byteLength", r.end.offset - r.start.offset}}}}}};
    if (!where.pointer.empty())
      out["logicalLocations"] = Json::array({{{"fullyQualifiedName", sarif_text(where.pointer)}}});
    return out;
  }

  // The n-th finding of the same rule and fingerprint in the same place gets its own.
  Json fingerprints(std::string_view place, std::string_view rule, std::string_view print) {
    const std::size_t n = ++seen_[fmt::format("{}\n{}\n{}", place, rule, print)];
    const std::string text = fmt::format("{}:{}", print.empty() ? hex64(hash64(rule)) : print, n);
    // The first is the name that GitHub knows; it would else hash the line itself.
    return {{"primaryLocationLineHash", text}, {"cardlint/v1", text}};
  }

  Json result(const Diagnostic& d) {
    std::string text = d.message;
    if (!d.fix.empty()) text += ". Fix: " + d.fix;
    Json out{{"ruleId", d.rule}, {"ruleIndex", rules_.index(d.rule)}};
    // §3.27.10: a level only where the kind is "fail".
    out["kind"] = d.notice ? "informational" : "fail";
    out["level"] = d.notice ? "none" : sarif_level(d.severity);
    out["message"] = {{"text", sarif_message(text)}};
    out["locations"] = Json::array({location(d.where)});
    Json related = Json::array();
    for (const Related& r : d.related) {
      Json place = location(r.where);
      place["id"] = related.size() + 1;
      place["message"] = {{"text", sarif_message(r.message)}};
      related.push_back(std::move(place));
    }
    if (!related.empty()) out["relatedLocations"] = std::move(related);
    out["partialFingerprints"] = fingerprints(d.where.path, d.rule, d.fingerprint);
    // §3.27.23: on every result or on none.
    if (suppresses_) out["suppressions"] = Json::array();
    if (d.suppressed) {
      Json suppression{{"kind", "external"}};
      if (!d.suppressed->empty()) suppression["justification"] = sarif_text(*d.suppressed);
      out["suppressions"].push_back(std::move(suppression));
    }
    out["properties"] = {{"confidence", name(d.confidence)}};
    return out;
  }

  Json result(const ProbeResult& p) {
    std::string text = fmt::format("{}: {}", p.target, p.message);
    if (!p.expected.empty()) text += fmt::format(". Expected: {}", p.expected);
    if (p.observed) text += fmt::format(". Observed: {}", observed_text(*p.observed));
    if (!p.fix.empty()) text += fmt::format(". Fix: {}", p.fix);
    const std::string_view url = p.url.empty() ? p.target : p.url;
    Json place{
        {"physicalLocation",
         {{"artifactLocation", artifact_location(url)},
          {"region", {{"startLine", 1}, {"startColumn", 1}, {"endLine", 1}, {"endColumn", 1}}}}},
        {"logicalLocations",
         Json::array({{{"fullyQualifiedName",
                        sarif_text(p.method.empty() ? std::string(url)
                                                    : fmt::format("{} {}", p.method, url))},
                       {"kind", "resource"}}})}};
    Json out{{"ruleId", p.check},
             {"ruleIndex", rules_.index(p.check)},
             {"kind", "fail"},
             {"level", sarif_level(p.severity)},
             {"message", {{"text", sarif_message(text)}}},
             {"locations", Json::array({std::move(place)})},
             {"partialFingerprints", fingerprints(p.target, p.check, p.fingerprint)}};
    if (suppresses_) out["suppressions"] = Json::array();
    out["properties"] = {{"target", sarif_text(p.target)}, {"reason", sarif_text(p.reason)}};
    return out;
  }

  static Json notification(std::string_view what, std::string_view why, bool operational) {
    return {{"descriptor", {{"id", "not-assessed"}, {"index", 0}}},
            {"level", operational ? "error" : "note"},
            {"message", {{"text", sarif_message(fmt::format("{}: {}", what, why))}}}};
  }

  Json invocation() const {
    Json notifications = Json::array();
    bool successful = true;
    for (const NotAssessed& n : report_.not_assessed) {
      notifications.push_back(notification(n.what, n.reason, n.operational));
      successful = successful && !n.operational;
    }
    for (const ProbeResult& p : report_.probes) {
      if (p.outcome != Outcome::NotAssessed) continue;
      notifications.push_back(notification(fmt::format("{} of {}", p.check, p.target),
                                           p.message.empty() ? p.reason : p.message,
                                           p.operational));
      successful = successful && !p.operational;
    }
    return {{"executionSuccessful", successful},
            {"toolExecutionNotifications", std::move(notifications)}};
  }

  const CheckReport& report_;
  const ReportOptions& options_;
  SarifRules rules_;
  bool suppresses_ = false;
  Json bases_ = Json::object();
  std::map<std::string, std::string> base_of_origin_;
  std::map<std::string, std::size_t> artifact_index_;
  std::map<std::string, std::size_t> seen_;
};

}  // namespace

void write_sarif(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  SarifWriter writer(report, options);
  const Json whole{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({writer.run()})}};
  out << whole.dump(2, ' ', true, Json::error_handler_t::replace) << '\n';
}

}  // namespace cardlint
