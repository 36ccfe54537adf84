// GitHub Actions reads `::error file=…::message` from the log. Every value is escaped as the runner
// unescapes it, so no text of a checked file can begin a command of its own.
#include <fmt/format.h>

#include "base/text.h"
#include "report/writer.h"

namespace cardlint {
namespace {

// `property` also escapes ':' and ',' which separate properties.
std::string escape(std::string_view text, bool property) {
  std::string out;
  for (const char c : printable(text, 2000)) {
    const bool separator = property && (c == ':' || c == ',');
    if (c == '%' || separator) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string_view command(Severity severity) {
  if (severity == Severity::Error) return "error";
  return severity == Severity::Warning ? "warning" : "notice";
}

}  // namespace

void write_github(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  for (const Diagnostic& d : report.diagnostics) {
    if (!is_shown(d, options)) continue;
    const Range& range = d.where.range;
    out << fmt::format("::{} file={},line={},endLine={},col={},endColumn={},title={}::{}{}\n",
                       command(d.severity), escape(d.where.path, true), range.start.line,
                       range.end.line, range.start.column, range.end.column,
                       escape("cardlint " + d.rule, true), escape(d.message, false),
                       d.fix.empty() ? std::string() : escape(". Fix: " + d.fix, false));
  }
  for (const ProbeResult& p : report.probes) {
    if (p.outcome == Outcome::Pass || (p.outcome == Outcome::NotAssessed && !p.operational))
      continue;
    const bool failed = p.outcome == Outcome::Fail;
    out << fmt::format(
        "::{} title={}::{}{}\n", failed ? command(p.severity) : "warning",
        escape((failed ? "cardlint " : "cardlint: not assessed: ") + std::string(p.check), true),
        escape(fmt::format("{}: {}", p.target, p.message), false),
        p.fix.empty() ? std::string() : escape(fmt::format(". Fix: {}", p.fix), false));
  }
  for (const NotAssessed& n : report.not_assessed) {
    if (!n.operational) continue;
    out << fmt::format("::warning title=cardlint%3A not assessed::{}\n",
                       escape(n.what + ": " + n.reason, false));
  }
}

}  // namespace cardlint
