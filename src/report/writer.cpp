#include "report/writer.h"

namespace cardlint {

std::string_view name(Format format) {
  switch (format) {
    case Format::Text:
      return "text";
    case Format::Json:
      return "json";
    case Format::Github:
      return "github";
    case Format::Sarif:
      return "sarif";
    case Format::Junit:
      return "junit";
    case Format::Gitlab:
      return "gitlab";
    case Format::Markdown:
      return "markdown";
    case Format::Prometheus:
      return "prometheus";
  }
  return {};
}

std::optional<Format> parse_format(std::string_view word) {
  for (const Format format : kAllFormats) {
    if (name(format) == word) return format;
  }
  return std::nullopt;
}

std::vector<std::string_view> format_words() {
  std::vector<std::string_view> words;
  words.reserve(std::size(kAllFormats));
  for (const Format format : kAllFormats) words.push_back(name(format));
  return words;
}

bool is_shown(const Diagnostic& diagnostic, const ReportOptions& options) {
  return !diagnostic.suppressed && (!diagnostic.notice || options.verbose);
}

void write_report(std::ostream& out, Format format, const CheckReport& report,
                  const ReportOptions& options) {
  switch (format) {
    case Format::Text:
      return write_text(out, report, options);
    case Format::Json:
      return write_json(out, report, options);
    case Format::Github:
      return write_github(out, report, options);
    case Format::Sarif:
      return write_sarif(out, report, options);
    case Format::Junit:
      return write_junit(out, report, options);
    case Format::Gitlab:
      return write_gitlab(out, report, options);
    case Format::Markdown:
      return write_markdown(out, report, options);
    case Format::Prometheus:
      return write_prometheus(out, report, options);
  }
}

}  // namespace cardlint
