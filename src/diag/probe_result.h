// What one probe check said of one target, as plain data. Everything in it is already free of
// credentials and shortened; printers escape it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/severity.h"

namespace cardlint {

enum class Outcome { Pass, Fail, NotAssessed };
std::string_view name(Outcome outcome);  // "pass", "fail", "not-assessed"

struct ProbeObservation {
  int status = 0;  // 0: no answer
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;  // the few that checks speak of
  std::string body_start;
  double ms = 0;
  int attempts = 0;
  std::string remote;  // the address that answered
};

// Its texts are views into the words of the report that it belongs to.
struct ProbeResult {
  std::string_view target;  // the MCP URL
  std::string_view check;   // "probe-mcp-unauth-status"
  std::string_view title;   // of the check
  Outcome outcome = Outcome::Pass;
  Severity severity = Severity::Off;  // of a failure; Off otherwise
  // Of a failure or of what was not assessed: a stable word, see rules/README.md. "" for a pass.
  std::string_view reason;
  bool operational = false;        // not assessed for want of an answer: makes the exit code 3
  std::string_view method, url;    // what was asked; empty for a check that asks nothing itself
  std::string_view auth = "none";  // "none", "bearer", "header"
  std::string_view expected;
  std::shared_ptr<const ProbeObservation> observed;  // several results can rest on one; may be null
  std::string_view message;                          // of a failure or of what was not assessed
  std::string_view fix;
  std::string_view page;  // where the check is explained; may be empty
  std::string_view fingerprint;
  std::vector<std::string> rules;  // of the diagnostics that this result sums up
};

// What became of one target.
struct TargetSummary {
  std::string url;
  std::string posture;
  bool posture_declared = false;
  std::string era;  // "modern", "legacy", "dual", "http-sse", "unknown"
  std::size_t exchanges = 0;
  double seconds = 0;                               // from the first request to the last answer
  std::optional<std::int64_t> certificate_expires;  // seconds since 1970, of the MCP URL's host
  // Per client: where a strict one stops and what its user reads; empty `stops` means it comes
  // through.
  struct Client {
    std::string name;
    std::string stops;    // the step, in words
    std::string message;  // as the user sees it
  };
  std::vector<Client> clients;
};

}  // namespace cardlint
