// For people: a block a finding, made to read well at 80 columns and in a CI log.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "report/writer.h"

namespace cardlint {
namespace {

constexpr std::size_t kWidth = 80;

class TextWriter {
 public:
  TextWriter(std::ostream& out, const ReportOptions& options) : out_(out), options_(options) {}

  void write(const CheckReport& report) {
    for (const Diagnostic& d : report.diagnostics) {
      if (!d.suppressed && (!d.notice || options_.verbose)) finding(d);
    }
    for (const NotAssessed& n : report.not_assessed) {
      if (n.operational || options_.verbose) {
        out_ << paint("1;35", "not assessed: ") << safe(n.what) << ": " << safe(n.reason) << "\n";
      }
    }
    if (options_.consumers) verdicts(report);
    summary(report);
  }

 private:
  static std::string safe(std::string_view text) { return printable(text, 2000); }

  std::string paint(std::string_view code, std::string_view text) const {
    return options_.color ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
  }

  static std::string_view color_of(Severity severity) {
    if (severity == Severity::Error) return "1;31";
    return severity == Severity::Warning ? "1;33" : "1;36";
  }

  void finding(const Diagnostic& d) {
    const Position& start = d.where.range.start;
    out_ << paint("1", fmt::format("{}:{}:{}:", safe(d.where.path), start.line, start.column))
         << " " << paint(color_of(d.severity), name(d.severity)) << " [" << d.rule << "]\n";
    wrapped("  ", d.message);
    if (!options_.quiet) {
      excerpt(d);
      if (!d.fix.empty()) wrapped("  fix: ", d.fix);
      for (const Related& r : d.related) {
        out_ << fmt::format("  see {}:{}:{}: {}\n", safe(r.where.path), r.where.range.start.line,
                            r.where.range.start.column, safe(r.message));
      }
    }
    out_ << "\n";
  }

  // Breaks at spaces; the following lines are indented like the text of the first.
  void wrapped(std::string_view lead, std::string_view text) {
    const std::string indent(lead.size(), ' ');
    std::string line(lead);
    std::size_t width = line.size();
    bool empty = true;
    const std::string shown = safe(text);
    for (const std::string_view word : split(shown, ' ')) {
      const std::size_t length = count_code_points(word);
      if (!empty && width + 1 + length > kWidth) {
        out_ << line << "\n";
        line = indent, width = indent.size(), empty = true;
      }
      if (!empty) line += ' ', ++width;
      line += word, width += length, empty = false;
    }
    out_ << line << "\n";
  }

  void excerpt(const Diagnostic& d) {
    // Tabs and unprintable characters change their width when shown, so the caret is placed in the
    // shown text.
    const Excerpt& e = d.excerpt;
    std::string shown;
    std::size_t before = 0, under = 0;
    std::uint32_t column = 1;
    for (std::size_t i = 0; i < e.line.size(); ++column) {
      const CodePoint c = decode_utf8(e.line, i);
      const std::string cell =
          e.line[i] == '\t' ? " " : printable(std::string_view(e.line).substr(i, c.length));
      const std::size_t width = count_code_points(cell);
      if (column < e.column) before += width;
      if (column >= e.column && column < e.column + e.width) under += width;
      shown += cell;
      i += c.length;
    }
    if (trim(shown).empty()) return;
    const std::string number = fmt::format("{}", d.where.range.start.line);
    const std::string margin(number.size(), ' ');
    // Long lines are cut around the caret.
    constexpr std::size_t kShown = 72;
    std::size_t skip = 0;
    if (count_code_points(shown) > kShown) skip = before > 20 ? before - 20 : 0;
    out_ << fmt::format("  {} | {}\n", number, cut(shown, skip, kShown));
    const std::size_t carets =
        std::clamp<std::size_t>(under, 1, kShown - std::min(kShown - 1, before - skip));
    out_ << fmt::format("  {} | {}{}\n", margin, std::string(before - skip, ' '),
                        paint(color_of(d.severity), "^" + std::string(carets - 1, '~')));
  }

  static std::string cut(std::string_view text, std::size_t skip, std::size_t most) {
    std::string out;
    std::size_t n = 0;
    for (std::size_t i = 0; i < text.size() && n < skip + most; ++n) {
      const std::uint32_t length = decode_utf8(text, i).length;
      if (n >= skip) out += text.substr(i, length);
      i += length;
    }
    return out;
  }

  void verdicts(const CheckReport& report) {
    out_ << "who reads it:\n";
    for (const DocumentSummary& d : report.documents) {
      for (const ConsumerVerdict& v : d.verdicts) {
        const std::string_view color = v.verdict == Verdict::Accepts ? "32" : "31";
        out_ << fmt::format(
            "  {}  {} {}{}\n", safe(d.path), name(v.consumer), paint(color, name(v.verdict)),
            v.because.empty() ? std::string() : fmt::format(" ({})", fmt::join(v.because, ", ")));
      }
    }
    out_ << "\n";
  }

  static std::string plural(std::size_t n, std::string_view noun) {
    return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
  }

  void summary(const CheckReport& report) {
    const Counts counts = count(report.diagnostics);
    std::string line =
        fmt::format("{} checked: {}, {}, {}", plural(report.documents.size(), "document"),
                    plural(counts.errors, "error"), plural(counts.warnings, "warning"),
                    plural(counts.infos, "note"));
    if (counts.suppressed > 0) line += fmt::format(", {} suppressed", counts.suppressed);
    if (!report.not_assessed.empty())
      line += fmt::format(", {} not assessed", report.not_assessed.size());
    const std::string_view color = counts.errors > 0     ? "1;31"
                                   : counts.warnings > 0 ? "1;33"
                                                         : "1;32";
    out_ << paint(color, line) << "\n";
    if (!options_.verbose) hidden(report);
  }

  // What --verbose would have shown.
  void hidden(const CheckReport& report) {
    const auto notices = static_cast<std::size_t>(
        std::count_if(report.diagnostics.begin(), report.diagnostics.end(),
                      [](const Diagnostic& d) { return d.notice && !d.suppressed; }));
    const auto unjudged = static_cast<std::size_t>(
        std::count_if(report.not_assessed.begin(), report.not_assessed.end(),
                      [](const NotAssessed& n) { return !n.operational; }));
    std::vector<std::string> parts;
    if (notices > 0)
      parts.push_back(fmt::format("{} on what the documents are", plural(notices, "note")));
    if (unjudged > 0) parts.emplace_back("what was not assessed and why");
    if (!parts.empty()) out_ << fmt::format("(--verbose shows {})\n", join(parts, " and "));
  }

  std::ostream& out_;
  const ReportOptions& options_;
};

}  // namespace

void write_text(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  TextWriter(out, options).write(report);
}

}  // namespace cardlint
