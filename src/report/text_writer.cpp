// For people: a block a finding, made to read well at 80 columns and in a CI log.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "report/text_sink.h"
#include "report/text_targets.h"
#include "report/writer.h"

namespace cardlint {
namespace {

class TextWriter {
 public:
  TextWriter(std::ostream& out, const ReportOptions& options)
      : out_(out), sink_(out, options.color), options_(options) {}

  void write(const CheckReport& report) {
    for (const Diagnostic& d : report.diagnostics) {
      if (is_shown(d, options_)) finding(d);
    }
    write_targets(sink_, report, options_);
    for (const NotAssessed& n : report.not_assessed) {
      if (n.operational || options_.verbose) {
        out_ << sink_.paint("1;35", "not assessed: ") << TextSink::safe(n.what) << ": "
             << TextSink::safe(n.reason) << "\n";
      }
    }
    if (options_.consumers) verdicts(report);
    summary(report);
  }

  void finding(const Diagnostic& d) {
    constexpr std::string_view kFix = "  fix: ";
    std::string block;
    block.reserve(1024);
    block += sink_.paint("1", place(d.where));
    block += ' ';
    block += sink_.paint(d.severity, name(d.severity));
    block += " [";
    block += TextSink::safe(d.rule);
    block += "]\n";
    TextSink::wrap(block, "  ", d.message, 2);
    if (!options_.quiet) {
      excerpt(block, d);
      if (!d.fix.empty()) TextSink::wrap(block, kFix, d.fix, kFix.size());
      for (const Related& r : d.related)
        block += fmt::format("  see {} {}\n", place(r.where), TextSink::safe(r.message));
    }
    out_ << (block += '\n');
  }

 private:
  // "path:line:column:"
  static std::string place(const Location& where) {
    std::string text = TextSink::safe(where.path);
    for (const std::uint32_t number : {where.range.start.line, where.range.start.column}) {
      text += ':';
      text += fmt::format_int(number).c_str();
    }
    return text += ':';
  }

  void excerpt(std::string& block, const Diagnostic& d) const {
    // Tabs and unprintable characters change their width when shown, so the caret is placed in the
    // shown text.
    const Excerpt& e = d.excerpt;
    std::string shown;
    std::size_t before = 0, under = 0;
    std::uint32_t column = 1;
    const bool plain = skip_printable_ascii(e.line, 0) == e.line.size();
    if (plain) {
      shown = e.line;
      before = std::min<std::size_t>(e.column - 1, shown.size());
      under = std::min<std::size_t>(before + e.width, shown.size()) - before;
    }
    for (std::size_t i = 0; !plain && i < e.line.size(); ++column) {
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
    const fmt::format_int number(d.where.range.start.line);
    // Long lines are cut around the caret.
    constexpr std::size_t kShown = 72;
    std::size_t skip = 0;
    if ((plain ? shown.size() : count_code_points(shown)) > kShown)
      skip = before > 20 ? before - 20 : 0;
    block += "  ";
    block += number.c_str();
    block += " | ";
    block += plain ? shown.substr(skip, kShown) : cut(shown, skip, kShown);
    block += '\n';
    const std::size_t carets =
        std::clamp<std::size_t>(under, 1, kShown - std::min(kShown - 1, before - skip));
    block.append(2 + number.size(), ' ');
    block += " | ";
    block.append(before - skip, ' ');
    block += sink_.paint(d.severity, "^" + std::string(carets - 1, '~'));
    block += '\n';
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
        out_ << fmt::format("  {}  {} {}{}\n", TextSink::safe(d.path), name(v.consumer),
                            sink_.paint(color, name(v.verdict)),
                            v.because.empty()
                                ? std::string()
                                : fmt::format(" ({})", TextSink::safe(join(v.because, ", "))));
      }
    }
    out_ << "\n";
  }

  static std::string plural(std::size_t n, std::string_view noun) {
    return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
  }

  void summary(const CheckReport& report) {
    const Counts counts = count(report);
    std::vector<std::string> seen;
    if (!report.documents.empty() || report.targets.empty())
      seen.push_back(plural(report.documents.size(), "document"));
    if (!report.targets.empty()) seen.push_back(plural(report.targets.size(), "target"));
    std::string line =
        fmt::format("{} checked: {}, {}, {}", join(seen, " and "), plural(counts.errors, "error"),
                    plural(counts.warnings, "warning"), plural(counts.infos, "note"));
    if (counts.suppressed > 0) line += fmt::format(", {} suppressed", counts.suppressed);
    if (counts.not_assessed > 0) line += fmt::format(", {} not assessed", counts.not_assessed);
    const std::string_view color = counts.errors > 0     ? "1;31"
                                   : counts.warnings > 0 ? "1;33"
                                                         : "1;32";
    out_ << sink_.paint(color, line) << "\n";
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
  TextSink sink_;
  const ReportOptions& options_;
};

}  // namespace

void write_finding(std::ostream& out, const Diagnostic& diagnostic, const ReportOptions& options) {
  TextWriter(out, options).finding(diagnostic);
}

void write_text(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  TextWriter(out, options).write(report);
}

}  // namespace cardlint
