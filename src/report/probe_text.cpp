#include "report/probe_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace cardlint {
namespace {

std::string plural(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

}  // namespace

std::size_t TargetResults::count(Outcome outcome) const {
  return static_cast<std::size_t>(std::count_if(
      results.begin(), results.end(), [&](auto* result) { return result->outcome == outcome; }));
}

std::vector<TargetResults> results_by_target(const CheckReport& report) {
  std::vector<TargetResults> targets;
  for (const TargetSummary& summary : report.targets)
    targets.push_back({summary.url, &summary, {}});
  for (const ProbeResult& result : report.probes) {
    // Results come target by target, so the last one is nearly always right.
    auto at = targets.rbegin();
    while (at != targets.rend() && at->url != result.target) ++at;
    if (at == targets.rend()) {
      targets.push_back({std::string(result.target), nullptr, {}});
      at = targets.rbegin();
    }
    at->results.push_back(&result);
  }
  return targets;
}

std::string request_text(const ProbeResult& result) {
  if (result.url.empty()) return {};
  std::string_view credential = "no credential";
  if (result.auth == "bearer") credential = "with a bearer token";
  if (result.auth == "header") credential = "with a credential in a header";
  return fmt::format("{} {}, {}", result.method, result.url, credential);
}

std::string observed_text(const ProbeObservation& observed) {
  std::string text = observed.status == 0 ? "no answer" : fmt::format("{}", observed.status);
  if (!observed.content_type.empty()) text += fmt::format(", {}", observed.content_type);
  if (observed.status != 0) text += fmt::format(", {:.0f} ms", observed.ms);
  if (observed.attempts > 1) text += fmt::format(", {} attempts", observed.attempts);
  if (!observed.remote.empty()) text += fmt::format(", from {}", observed.remote);
  return text;
}

std::string target_text(const TargetSummary& summary) {
  std::string text = plural(summary.exchanges, "request");
  if (!summary.posture.empty()) {
    text += fmt::format(", posture {}{}", summary.posture,
                        summary.posture_declared ? "" : " (not declared)");
  }
  if (!summary.era.empty()) text += fmt::format(", protocol era {}", summary.era);
  return text;
}

std::string client_text(const TargetSummary::Client& client) {
  if (client.stops.empty()) return "comes through";
  if (client.stops.starts_with("not assessed")) return client.stops;
  std::string text = fmt::format("stops at {}", client.stops);
  if (!client.message.empty()) text += fmt::format(": its user reads \"{}\"", client.message);
  return text;
}

}  // namespace cardlint
