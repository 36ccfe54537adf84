#include "report/writer.h"

namespace cardlint {

std::optional<Format> parse_format(std::string_view word) {
  if (word == "text") return Format::Text;
  if (word == "json") return Format::Json;
  if (word == "github") return Format::Github;
  return std::nullopt;
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
  }
}

}  // namespace cardlint
