// Every writer, on a report that holds the text in every free place.
#include "fuzz/report_checks.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "support/reports.h"

namespace cardlint::fuzz {

void run_report(std::string_view input) {
  Input in(input);
  const std::uint8_t choice = in.byte();
  const std::string text(in.rest());
  CheckReport report = full_report(text, (choice & 1) != 0);
  if (choice & 2) report.targets.clear();
  if (choice & 4) report.documents.clear();
  if (choice & 8) report.rules.clear();
  if (choice & 16) report.diagnostics.front().excerpt.column = static_cast<std::uint32_t>(choice);
  if (choice & 32) report.diagnostics.front().excerpt.width = 100'000;
  if (choice & 64) report.probes.clear();
  check_formats(report);
  for (const Format format : kAllFormats)
    promise(written(format, report) == written(format, report), "a writer writes the same twice");
}

}  // namespace cardlint::fuzz
