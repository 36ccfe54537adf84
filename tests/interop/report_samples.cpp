// Writes reports made by hand, ordinary and hostile ones, in every format:
// `report_samples FOLDER` makes FOLDER/<report>.<format>.
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "report/writer.h"
#include "support/reports.h"

using namespace cardlint;

namespace {

void write(const std::string& folder, const std::string& stem, const CheckReport& report) {
  ReportOptions options;
  options.version = "0.1.0";
  options.consumers = options.verbose = true;
  options.now = 1800000000;
  for (const Format format : kAllFormats) {
    std::ofstream out(fmt::format("{}/{}.{}", folder, stem, name(format)), std::ios::binary);
    write_report(out, format, report, options);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: report_samples FOLDER\n";
    return 2;
  }
  write(argv[1], "empty", CheckReport{});
  write(argv[1], "full", full_report());
  int n = 0;
  for (const std::string& text : hostile_texts())
    // The unit tests have the megabytes; they would only slow the validators down.
    write(argv[1], fmt::format("hostile-{:02}", ++n), full_report(text.substr(0, 20'000), true));
  return 0;
}
