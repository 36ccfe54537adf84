// Where clients of the real world stop.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "probe/checks/table.h"
#include "probe/client_verdict.h"

namespace cardlint::probe_checks {
namespace {

// The errors that the linter found in the document a client stops at.
std::vector<std::string> rules_at(const ProbeView& view, const std::string& role) {
  std::vector<std::string> rules;
  for (const Diagnostic* diagnostic : view.findings(role)) {
    if (diagnostic->severity == Severity::Error && !diagnostic->suppressed &&
        std::find(rules.begin(), rules.end(), diagnostic->rule) == rules.end())
      rules.push_back(diagnostic->rule);
  }
  return rules;
}

void client_stops(const ProbeView& view, const Args&, ProbeReporter& report) {
  for (const ClientPath& path : client_paths(view)) {
    if (!path.unknown.empty()) {
      report.not_assessed(path.role, path.unknown);
    } else if (path.stops.empty()) {
      report.pass(path.role);
    } else {
      ProbeFinding finding{Outcome::Fail,       path.role, std::string(path.client),
                           "every step passes", {},        {}};
      const std::string told =
          path.message.empty() ? std::string() : fmt::format("; its user reads: {}", path.message);
      finding.params = {
          {"client", std::string(path.client)}, {"stops", path.stops}, {"told", told}};
      finding.rules = rules_at(view, path.role);
      report.add(std::move(finding));
    }
  }
}

constexpr std::array kTable{
    ProbeCheckEntry{
        "client-stops", "a client of the real world does not get through", {}, client_stops},
};

}  // namespace

ProbeCheckTable verdict_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
