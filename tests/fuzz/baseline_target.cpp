// A baseline file: what is read is written and read the same.
#include "config/baseline.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"

namespace cardlint::fuzz {

void run_baseline(std::string_view input) {
  const auto loaded = Baseline::load(as_file(input));
  if (!loaded) {
    promise(is_visible(loaded.error().message, true), "an error is printable",
            loaded.error().message);
    return;
  }
  const std::string text = loaded->to_json();
  auto again = Baseline::load(as_file(text));
  promise(again.has_value() && again->to_json() == text, "a baseline is written as it was read",
          text);
  CheckReport report;
  for (const char* fingerprint : {"0123456789abcdef", "67b08f5dabfa23cd", "67b08f5dabfa23cd"}) {
    Diagnostic d;
    d.rule = "manifest-target-enum";
    d.where.path = "smithery.yaml";
    d.fingerprint = fingerprint;
    report.diagnostics.push_back(d);
  }
  again->apply(report);
  for (const std::string& line : again->stale(report))
    promise(is_visible(line, false), "a line on a stale entry is printable", line);
}

}  // namespace cardlint::fuzz
