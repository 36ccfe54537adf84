// What writers share on probes: results by target, and sentences on one of them. The sentences are
// raw; the sink of the format escapes them.
#pragma once

#include <string>
#include <vector>

#include "diag/check_report.h"

namespace cardlint {

struct TargetResults {
  std::string url;
  const TargetSummary* summary = nullptr;  // null when the report has results only
  std::vector<const ProbeResult*> results;

  std::size_t count(Outcome outcome) const;
};
// In the order of the report.
std::vector<TargetResults> results_by_target(const CheckReport& report);

// "POST https://a.example/mcp, no credential"; "" for a check that asks nothing itself.
std::string request_text(const ProbeResult& result);
// "403, text/html, 12 ms, 2 attempts, from 192.0.2.7"
std::string observed_text(const ProbeObservation& observed);
// "posture apikey, era modern, 14 requests"
std::string target_text(const TargetSummary& summary);
// "stops at reading the card: its user reads \"…\"" or "comes through"
std::string client_text(const TargetSummary::Client& client);

}  // namespace cardlint
