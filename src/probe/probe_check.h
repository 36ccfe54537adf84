// What a probe check sees and how it answers. A check is only the predicate: it knows neither the
// rule's id nor its severity.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/check_report.h"
#include "probe/challenge.h"
#include "probe/documents.h"
#include "probe/mcp_message.h"
#include "probe/walk.h"
#include "rules/check.h"

namespace cardlint {

// A walk that is over, with its answers read and its documents judged.
class ProbeView {
 public:
  ProbeView(const ProbeTarget& target, const ProbeSettings& settings, const Journal& journal,
            const Walk& walk);

  const ProbeTarget& target;
  const ProbeSettings& settings;
  const Journal& journal;
  const Posture posture;
  const Era era;
  const ConsumerSet consumers;  // whom the server is meant for

  // "mcp-post" is the POST of the era. Null when nothing was sent.
  const Exchange* exchange(std::string_view role) const;
  // The roles that were asked, in the order of the walk; a '*' at the end stands for any rest.
  std::vector<std::string_view> roles(std::string_view pattern) const;
  // Why nothing was sent under that role: "flag-needed", "not-declared", …; "not-sent" when the
  // walk ended before it.
  std::string_view why_not_sent(std::string_view role) const;

  // The answer of an MCP POST.
  const McpAnswer& answer(std::string_view role) const;
  // Of a 401.
  const Challenges& challenges(std::string_view role) const;
  // The body of an answer 200 as a document of its kind; null when it brings no JSON or has no
  // kind.
  const Document* document(std::string_view role) const;
  // What the linter says of that document.
  std::vector<const Diagnostic*> findings(std::string_view role) const;
  // A control request showed that unknown names are answered like known ones.
  bool soft_404() const;

  // The documents of the walk by role, and what the linter said: set by evaluate().
  std::map<std::string, const Document*, std::less<>> documents;
  CheckReport lint;

 private:
  const Walk& walk_;
  mutable std::map<std::string, McpAnswer, std::less<>> answers_;
  mutable std::map<std::string, Challenges, std::less<>> challenges_;
};

// What came of one case of a rule.
struct ProbeFinding {
  Outcome outcome = Outcome::Pass;
  std::string role;                       // whose exchange is the evidence; "" for none
  std::string reason;                     // of a failure or of what was not assessed
  std::string expected;                   // in a few words
  Params params;                          // fill the {names} of the message
  std::vector<std::string> rules;         // of the diagnostics it sums up
  std::optional<Severity> severity = {};  // stands for that of the rule: a row of the user
};

class ProbeReporter {
 public:
  explicit ProbeReporter(std::vector<ProbeFinding>& findings) : findings_(findings) {}

  void pass(std::string_view role) { add(Outcome::Pass, role, "", "", {}); }
  void fail(std::string_view role, std::string_view reason, std::string_view expected,
            Params params = {}) {
    add(Outcome::Fail, role, reason, expected, std::move(params));
  }
  void not_assessed(std::string_view role, std::string_view reason) {
    add(Outcome::NotAssessed, role, reason, "", {});
  }
  void add(ProbeFinding finding) { findings_.push_back(std::move(finding)); }

 private:
  void add(Outcome outcome, std::string_view role, std::string_view reason,
           std::string_view expected, Params params) {
    findings_.push_back({outcome,
                         std::string(role),
                         std::string(reason),
                         std::string(expected),
                         std::move(params),
                         {}});
  }
  std::vector<ProbeFinding>& findings_;
};

using ProbeCheck = void (*)(const ProbeView&, const Args&, ProbeReporter&);

struct ProbeCheckEntry {
  std::string_view name;
  std::string_view help;  // one line: when it fires
  std::span<const ArgSpec> args;
  ProbeCheck run;
};
using ProbeCheckTable = std::span<const ProbeCheckEntry>;

}  // namespace cardlint
