// Predicates on comments that suppress findings. What became of them the linter knows, when every
// other rule has run.
#include <algorithm>

#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

void suppression_fault(const Target& target, const Args& args, const Reporter& report) {
  const std::vector<std::string_view> wanted = args.texts("faults");
  const Document& document = target.document();
  for (const SuppressionFault& fault : target.facts->suppression_faults()) {
    if (std::find(wanted.begin(), wanted.end(), fault.code) == wanted.end()) continue;
    report.span(document, document.root(), fault.span, fault.params);
  }
}

constexpr std::array kFaults{ArgSpec{"faults", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"suppression-fault",
               "a comment that suppresses findings has one of 'faults': malformed, "
               "unknown-rule, unused, expired",
               kFaults, false, make_simple<suppression_fault>},
};

}  // namespace

CheckTable suppression_checks() {
  return kTable;
}

}  // namespace cardlint::checks
