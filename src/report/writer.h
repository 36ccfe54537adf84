// Turns a CheckReport into text of one format. Each writer has one sink through which every
// untrusted character goes.
#pragma once

#include <optional>
#include <ostream>
#include <string_view>

#include "diag/check_report.h"

namespace cardlint {

enum class Format { Text, Json, Github };
std::optional<Format> parse_format(std::string_view word);

struct ReportOptions {
  std::string_view version;
  bool color = false;      // ANSI colours, text only
  bool consumers = false;  // the table of verdicts, text only
  bool quiet = false;      // text: findings and summary without fix, excerpt and notes
  bool verbose =
      false;  // text: also why each finding's page is, info notes of what was not assessed
};

void write_report(std::ostream& out, Format format, const CheckReport& report,
                  const ReportOptions& options);

void write_text(std::ostream& out, const CheckReport& report, const ReportOptions& options);
// The contract of schemas/report.schema.json.
void write_json(std::ostream& out, const CheckReport& report, const ReportOptions& options);
// Workflow commands of GitHub Actions: one annotation a finding.
void write_github(std::ostream& out, const CheckReport& report, const ReportOptions& options);

}  // namespace cardlint
