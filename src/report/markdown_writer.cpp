// Markdown for a job summary or a comment: tables, the long parts folded.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "report/markdown_text.h"
#include "report/probe_text.h"
#include "report/writer.h"

namespace cardlint {
namespace {

// A summary may hold 1 MiB, a comment 64 KiB; this many rows fit the first.
constexpr std::size_t kMostRows = 200;

std::string plural(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}
std::string text(std::string_view raw) {
  return markdown_text(raw, MarkdownPlace::Text);
}
std::string code(std::string_view raw) {
  return markdown_code(raw, MarkdownPlace::Text);
}
std::string text_cell(std::string_view raw) {
  return markdown_text(raw, MarkdownPlace::Cell);
}
std::string code_cell(std::string_view raw) {
  return markdown_code(raw, MarkdownPlace::Cell);
}

std::string level(Severity severity) {
  return severity == Severity::Error ? "**error**" : std::string(name(severity));
}

class MarkdownWriter {
 public:
  MarkdownWriter(std::ostream& out, const ReportOptions& options) : out_(out), options_(options) {}

  void write(const CheckReport& report) {
    headline(report);
    findings(report);
    for (const TargetResults& target : results_by_target(report)) probed(target);
    unjudged(report);
    verdicts(report);
  }

 private:
  void headline(const CheckReport& report) {
    const Counts counts = count(report);
    out_ << fmt::format("## cardlint: {}, {}, {}\n\n", plural(counts.errors, "error"),
                        plural(counts.warnings, "warning"), plural(counts.infos, "note"));
    out_ << plural(report.documents.size(), "document") << " checked";
    if (!report.targets.empty())
      out_ << ", " << plural(report.targets.size(), "target") << " probed";
    if (counts.suppressed > 0) out_ << fmt::format(", {} suppressed", counts.suppressed);
    if (counts.not_assessed > 0) out_ << fmt::format(", {} not assessed", counts.not_assessed);
    const auto hidden =
        std::count_if(report.diagnostics.begin(), report.diagnostics.end(),
                      [&](const Diagnostic& d) { return !d.suppressed && !is_shown(d, options_); });
    if (hidden > 0) {
      out_ << "; " << plural(static_cast<std::size_t>(hidden), "note")
           << " on what the documents are not shown";
    }
    out_ << ".\n";
  }

  // Calls `row` on the first items and says how many were left out.
  template <class List, class Row>
  void rows(const List& list, const Row& row) {
    std::size_t n = 0;
    for (const auto& item : list) {
      if (n++ < kMostRows) row(item);
    }
    if (n > kMostRows) out_ << fmt::format("\n… and {} more.\n", n - kMostRows);
  }

  void fold(std::string_view title, const std::string& body) {
    if (!body.empty())
      out_ << fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n", title, body);
  }

  void findings(const CheckReport& report) {
    std::vector<const Diagnostic*> shown;
    for (const Diagnostic& d : report.diagnostics) {
      if (is_shown(d, options_)) shown.push_back(&d);
    }
    if (shown.empty()) return;
    out_ << "\n| level | place | rule | finding |\n|---|---|---|---|\n";
    rows(shown, [&](const Diagnostic* d) {
      const Position& start = d->where.range.start;
      out_ << fmt::format(
          "| {} | {} | {} | {} |\n", level(d->severity),
          code_cell(fmt::format("{}:{}:{}", d->where.path, start.line, start.column)),
          code_cell(d->rule), text_cell(d->message));
    });
    std::set<std::pair<std::string, std::string>> fixes;
    for (const Diagnostic* d : shown) {
      if (!d->fix.empty() && fixes.size() < kMostRows) fixes.emplace(d->rule, d->fix);
    }
    std::string body;
    for (const auto& [rule, fix] : fixes) body += fmt::format("- {}: {}\n", code(rule), text(fix));
    fold("How to mend them", body);
  }

  void probed(const TargetResults& target) {
    out_ << fmt::format("\n### {}\n\n", code(target.url));
    out_ << fmt::format("{} passed, {} failed, {} not assessed",
                        plural(target.count(Outcome::Pass), "check"), target.count(Outcome::Fail),
                        target.count(Outcome::NotAssessed));
    if (target.summary != nullptr) out_ << "; " << text(target_text(*target.summary));
    out_ << ".\n";
    std::vector<const ProbeResult*> shown;
    for (const ProbeResult* p : target.results) {
      if (p->outcome != Outcome::Pass || options_.verbose) shown.push_back(p);
    }
    if (!shown.empty()) out_ << "\n| outcome | check | reason | what |\n|---|---|---|---|\n";
    rows(shown, [&](const ProbeResult* p) {
      const bool failed = p->outcome == Outcome::Fail;
      out_ << fmt::format("| {} | {} | {} | {} |\n",
                          failed ? level(p->severity) : std::string(name(p->outcome)),
                          code_cell(p->check), text_cell(p->reason),
                          text_cell(p->outcome == Outcome::Pass ? p->title : p->message));
    });
    std::string body;
    for (const ProbeResult* p : shown) {
      if (p->outcome == Outcome::Fail && body.size() < 200'000) body += evidence(*p);
    }
    fold("What was asked, expected and observed", body);
    if (target.summary == nullptr || target.summary->clients.empty()) return;
    out_ << "\n| client | |\n|---|---|\n";
    for (const TargetSummary::Client& client : target.summary->clients)
      out_ << fmt::format("| {} | {} |\n", code_cell(client.name), text_cell(client_text(client)));
  }

  static std::string evidence(const ProbeResult& p) {
    std::string body = fmt::format("- {}\n", code(p.check));
    const auto add = [&](std::string_view what, std::string_view raw) {
      if (!raw.empty()) body += fmt::format("  - {}: {}\n", what, text(raw));
    };
    add("asked", request_text(p));
    add("expected", p.expected);
    if (p.observed) {
      add("observed", observed_text(*p.observed));
      for (const auto& [header, value] : p.observed->headers)
        add("header", fmt::format("{}: {}", header, value));
      add("body", p.observed->body_start);
    }
    add("fix", p.fix);
    return body;
  }

  void unjudged(const CheckReport& report) {
    std::vector<const NotAssessed*> shown;
    for (const NotAssessed& n : report.not_assessed) {
      if (n.operational || options_.verbose) shown.push_back(&n);
    }
    if (shown.empty()) return;
    out_ << "\n| not assessed | why |\n|---|---|\n";
    rows(shown, [&](const NotAssessed* n) {
      out_ << fmt::format("| {} | {} |\n", code_cell(n->what), text_cell(n->reason));
    });
  }

  void verdicts(const CheckReport& report) {
    std::string body;
    std::size_t n = 0;
    for (const DocumentSummary& d : report.documents) {
      for (const ConsumerVerdict& v : d.verdicts) {
        if (n++ >= kMostRows) continue;
        const bool bad = v.verdict == Verdict::Ignores || v.verdict == Verdict::Rejects;
        std::vector<std::string> because;
        for (const std::string& rule : v.because) because.push_back(code_cell(rule));
        body +=
            fmt::format("| {} | {} | {} | {} |\n", code_cell(d.path), name(v.consumer),
                        bad ? fmt::format("**{}**", name(v.verdict)) : std::string(name(v.verdict)),
                        join(because, ", "));
      }
    }
    if (body.empty()) return;
    body.insert(0, "| document | reader | does | because of |\n|---|---|---|---|\n");
    if (n > kMostRows) body += fmt::format("\n… and {} more.\n", n - kMostRows);
    fold("Who reads it", body);
  }

  std::ostream& out_;
  const ReportOptions& options_;
};

}  // namespace

void write_markdown(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  MarkdownWriter(out, options).write(report);
}

}  // namespace cardlint
