// Predicates on comments that suppress findings. What became of them the linter knows, when every
// other rule has run.
#include <algorithm>

#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

void suppression_fault(const Target& target, const Args& args, const Reporter& report) {
  const std::vector<std::string_view> codes = args.texts("codes");
  const Document& document = target.document();
  for (const SuppressionFault& fault : target.facts->suppression_faults()) {
    if (std::find(codes.begin(), codes.end(), fault.code) == codes.end()) continue;
    report.span(document, document.root(), fault.span, fault.params);
  }
}

constexpr std::array kCodes{ArgSpec{"codes", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"suppression-fault",
               "a comment that suppresses findings has one of the faults 'codes': malformed, "
               "unknown-rule, unused, expired",
               kCodes, false, make_simple<suppression_fault>},
};

}  // namespace

CheckTable suppression_checks() {
  return kTable;
}

}  // namespace cardlint::checks
