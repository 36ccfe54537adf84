#include "probe/checks/table.h"

#include <algorithm>

namespace cardlint {

std::vector<ProbeCheckEntry> probe_check_table() {
  using namespace probe_checks;
  std::vector<ProbeCheckEntry> all;
  for (const ProbeCheckTable table :
       {answer_checks(), host_checks(), traffic_checks(), mcp_checks(), challenge_checks(),
        oauth_checks(), card_checks(), catalog_checks(), parity_checks(), row_checks(),
        verdict_checks()})
    all.insert(all.end(), table.begin(), table.end());
  std::sort(all.begin(), all.end(),
            [](const ProbeCheckEntry& a, const ProbeCheckEntry& b) { return a.name < b.name; });
  return all;
}

namespace probe_checks {

const Exchange* answered(const ProbeView& view, std::string_view role, ProbeReporter& report) {
  const Exchange* exchange = view.exchange(role);
  if (exchange == nullptr) {
    report.not_assessed(role, view.why_not_sent(role));
    return nullptr;
  }
  if (!exchange->answered()) {
    report.not_assessed(role, name(exchange->fault));
    return nullptr;
  }
  return exchange;
}

}  // namespace probe_checks
}  // namespace cardlint
