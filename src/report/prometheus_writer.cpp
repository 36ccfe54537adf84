// Prometheus' text format, version 0.0.4, for the textfile collector of the node exporter: no
// sample has a time, no series comes twice, and families come one after the other.
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "report/probe_text.h"
#include "report/writer.h"

namespace cardlint {
namespace {

// The value of a label.
std::string escape(std::string_view text) {
  std::string out;
  for (const char c : printable(text, 500)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

class Family {
 public:
  Family(std::string_view name, std::string_view help) : name_(name), help_(help) {}

  // Values of the same labels (after escaping) are added up.
  void add(const Labels& labels, double value) { samples_[key(labels)] += value; }
  void set(const Labels& labels, double value) { samples_[key(labels)] = value; }

  void write(std::ostream& out) const {
    if (samples_.empty()) return;
    out << fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name_, help_);
    for (const auto& [labels, value] : samples_)
      out << fmt::format("{}{} {}\n", name_, labels, value);
  }

 private:
  static std::string key(const Labels& labels) {
    std::vector<std::string> parts;
    parts.reserve(labels.size());
    for (const auto& [label, value] : labels)
      parts.push_back(fmt::format("{}=\"{}\"", label, escape(value)));
    return parts.empty() ? std::string() : fmt::format("{{{}}}", join(parts, ","));
  }

  std::string_view name_, help_;
  std::map<std::string, double> samples_;
};

constexpr std::array kLevels{Severity::Error, Severity::Warning, Severity::Info};

std::string_view word(Severity severity) {
  return severity == Severity::Off ? "none" : name(severity);
}

bool answered(const ProbeResult& result) {
  return result.outcome == Outcome::Pass || (result.observed && result.observed->status != 0);
}

void write_check(std::ostream& out, const CheckReport& report) {
  Family documents("cardlint_documents", "Documents that were checked.");
  Family findings("cardlint_findings",
                  "Findings in documents that are not suppressed, by severity.");
  Family unjudged("cardlint_not_assessed",
                  "What could not be judged; operational is what ought to be possible.");
  documents.set({}, static_cast<double>(report.documents.size()));
  for (const Severity level : kLevels) findings.add({{"severity", name(level)}}, 0);
  for (const Diagnostic& d : report.diagnostics) {
    if (!d.suppressed) findings.add({{"severity", name(d.severity)}}, 1);
  }
  for (const std::string_view operational : {"false", "true"})
    unjudged.add({{"operational", operational}}, 0);
  for (const NotAssessed& n : report.not_assessed)
    unjudged.add({{"operational", n.operational ? "true" : "false"}}, 1);
  for (const Family* family : {&documents, &findings, &unjudged}) family->write(out);
}

void write_probes(std::ostream& out, const CheckReport& report) {
  Family up("cardlint_probe_up", "1 when the target answered at least one request.");
  Family check("cardlint_probe_check",
               "Results of a check on a target, by severity of a failure, outcome and reason.");
  Family failures("cardlint_probe_failures", "Failed checks of a target, by severity.");
  Family requests("cardlint_probe_requests", "Requests sent to check a target.");
  Family duration("cardlint_probe_duration_seconds",
                  "Time from the first request to the last answer.");
  Family expiry("cardlint_probe_certificate_expiry_timestamp_seconds",
                "When the certificate of the target's host ends, in seconds since 1970.");
  Family stopped("cardlint_probe_client_stopped",
                 "1 when this client does not come through to the target.");
  for (const TargetResults& target : results_by_target(report)) {
    const Labels labels{{"target", target.url}};
    bool any = false;
    for (const Severity level : kLevels)
      failures.add({{"target", target.url}, {"severity", name(level)}}, 0);
    for (const ProbeResult* p : target.results) {
      any = any || answered(*p);
      check.add({{"target", target.url},
                 {"check", p->check},
                 {"severity", word(p->severity)},
                 {"outcome", name(p->outcome)},
                 {"reason", p->reason}},
                1);
      if (p->outcome == Outcome::Fail)
        failures.add({{"target", target.url}, {"severity", word(p->severity)}}, 1);
    }
    up.set(labels, any ? 1 : 0);
    if (target.summary == nullptr) continue;
    requests.set(labels, static_cast<double>(target.summary->exchanges));
    duration.set(labels, target.summary->seconds);
    if (const auto& ends = target.summary->certificate_expires)
      expiry.set(labels, static_cast<double>(*ends));
    for (const TargetSummary::Client& client : target.summary->clients)
      stopped.set({{"target", target.url}, {"client", client.name}}, client.stops.empty() ? 0 : 1);
  }
  for (const Family* family : {&up, &check, &failures, &requests, &duration, &expiry, &stopped})
    family->write(out);
}

}  // namespace

void write_prometheus(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  Family info("cardlint_info", "Always 1; tells the version.");
  info.set({{"version", options.version}}, 1);
  info.write(out);
  write_check(out, report);
  write_probes(out, report);
  if (!options.now) return;
  Family last(report.targets.empty() ? "cardlint_last_run_timestamp_seconds"
                                     : "cardlint_probe_last_run_timestamp_seconds",
              "When the run ended, in seconds since 1970.");
  last.set({}, static_cast<double>(*options.now));
  last.write(out);
}

}  // namespace cardlint
