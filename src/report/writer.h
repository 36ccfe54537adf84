// Turns a CheckReport into text of one format. Each writer has one sink through which every
// untrusted character goes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "diag/check_report.h"

namespace cardlint {

enum class Format : std::uint8_t { Text, Json, Github, Sarif, Junit, Gitlab, Markdown, Prometheus };

inline constexpr std::array kAllFormats{Format::Text,     Format::Json,      Format::Github,
                                        Format::Sarif,    Format::Junit,     Format::Gitlab,
                                        Format::Markdown, Format::Prometheus};

std::string_view name(Format format);  // "text", "json", …
std::optional<Format> parse_format(std::string_view word);
std::vector<std::string_view> format_words();

struct ReportOptions {
  std::string_view version;
  bool color = false;      // ANSI colours, text only
  bool consumers = false;  // the table of verdicts, text only
  bool quiet = false;      // text: findings and summary without fix, excerpt and notes
  // Also notes on what sound documents are, checks that passed, what was not assessed and why.
  bool verbose = false;
  Severity fail_on = Severity::Error;  // junit: the lowest level that is a failure
  std::optional<std::int64_t> now;     // prometheus: seconds since 1970 at the end of the run
};

void write_report(std::ostream& out, Format format, const CheckReport& report,
                  const ReportOptions& options);

void write_text(std::ostream& out, const CheckReport& report, const ReportOptions& options);
// One finding as the text format shows it.
void write_finding(std::ostream& out, const Diagnostic& diagnostic, const ReportOptions& options);
// The contract of schemas/report.schema.json.
void write_json(std::ostream& out, const CheckReport& report, const ReportOptions& options);
// Workflow commands of GitHub Actions: one annotation a finding.
void write_github(std::ostream& out, const CheckReport& report, const ReportOptions& options);
// SARIF 2.1.0, as code scanning services read it.
void write_sarif(std::ostream& out, const CheckReport& report, const ReportOptions& options);
// JUnit XML, as Jenkins and GitLab read it: a suite for each document and target.
void write_junit(std::ostream& out, const CheckReport& report, const ReportOptions& options);
// GitLab's Code Quality report.
void write_gitlab(std::ostream& out, const CheckReport& report, const ReportOptions& options);
// Markdown for a job summary or a comment.
void write_markdown(std::ostream& out, const CheckReport& report, const ReportOptions& options);
// Prometheus' text format, for the textfile collector of the node exporter.
void write_prometheus(std::ostream& out, const CheckReport& report, const ReportOptions& options);

// False for what is suppressed, and for notes on sound documents unless --verbose.
bool is_shown(const Diagnostic& diagnostic, const ReportOptions& options);

}  // namespace cardlint
