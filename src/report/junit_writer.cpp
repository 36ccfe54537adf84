// JUnit XML as Jenkins' schema has it, which GitLab and others read as well. A case for each rule
// that fails in a document: names that hold lines would make each run a new test.
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "report/probe_text.h"
#include "report/writer.h"

namespace cardlint {
namespace {

// What printable() leaves are characters that XML 1.0 allows.
std::string escape(std::string_view text) {
  std::string out;
  for (const char c : printable(text, 2000)) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

// The lines of a text, each escaped.
std::string escape_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += escape(line) + "\n";
  return out;
}

struct Suite {
  std::string name;
  std::string cases;
  std::vector<std::string> notes;
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

  // `content` is XML.
  void add(std::string_view classname, std::string_view test, double seconds,
           std::string_view content) {
    ++tests;
    const std::string head = fmt::format(R"(    <testcase classname="{}" name="{}" time="{:.3f}")",
                                         escape(classname), escape(test), seconds);
    cases += content.empty() ? head + "/>\n"
                             : fmt::format("{}>\n      {}\n    </testcase>\n", head, content);
  }

  std::string xml() const {
    std::string out = fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n{}",
        escape(name), tests, failures, errors, skipped, cases);
    if (!notes.empty())
      out += fmt::format("    <system-out>{}</system-out>\n", escape_lines(notes));
    return out + "  </testsuite>\n";
  }
};

std::string failed(std::string_view element, std::string_view type, std::string_view message,
                   const std::vector<std::string>& lines) {
  return fmt::format(R"(<{0} type="{1}" message="{2}">{3}</{0}>)", element, escape(type),
                     escape(message), escape_lines(lines));
}

class JunitWriter {
 public:
  explicit JunitWriter(const ReportOptions& options) : options_(options) {}

  void write(std::ostream& out, const CheckReport& report) {
    documents(report);
    for (const TargetResults& target : results_by_target(report)) probed(target);
    unjudged(report);
    Suite all;
    for (const Suite& suite : suites_) {
      all.tests += suite.tests;
      all.failures += suite.failures;
      all.errors += suite.errors;
    }
    out << fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"cardlint\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
        all.tests, all.failures, all.errors);
    for (const Suite& suite : suites_) out << suite.xml();
    out << "</testsuites>\n";
  }

 private:
  using Findings = std::vector<const Diagnostic*>;

  void documents(const CheckReport& report) {
    std::map<std::string, Findings> by_path;
    for (const DocumentSummary& d : report.documents) by_path[d.path];
    for (const Diagnostic& d : report.diagnostics) {
      if (is_shown(d, options_)) by_path[d.where.path].push_back(&d);
    }
    std::map<std::string_view, const DocumentSummary*> summaries;
    for (const DocumentSummary& d : report.documents) summaries[d.path] = &d;
    for (const auto& [path, findings] : by_path) {
      const auto at = summaries.find(path);
      suites_.push_back(document(path, findings, at == summaries.end() ? nullptr : at->second));
    }
  }

  static std::string place(const Diagnostic& d) {
    return fmt::format("{}:{}:{}", d.where.path, d.where.range.start.line,
                       d.where.range.start.column);
  }

  Suite document(const std::string& path, const Findings& findings,
                 const DocumentSummary* summary) const {
    Suite suite;
    suite.name = path;
    std::map<std::string, Findings> failing;
    for (const Diagnostic* d : findings) {
      if (d->severity >= options_.fail_on) {
        failing[d->rule].push_back(d);
      } else {
        suite.notes.push_back(
            fmt::format("{}: {} [{}] {}", place(*d), name(d->severity), d->rule, d->message));
      }
    }
    for (const auto& [rule, found] : failing) {
      std::vector<std::string> lines;
      for (const Diagnostic* d : found) {
        lines.push_back(fmt::format("{}: {}", place(*d), d->message));
        if (!d->fix.empty()) lines.push_back("  fix: " + d->fix);
      }
      ++suite.failures;
      suite.add(path, rule, 0,
                failed("failure", name(found.front()->severity), found.front()->message, lines));
    }
    if (failing.empty())
      suite.add(path, fmt::format("nothing of level {} or above", name(options_.fail_on)), 0, {});
    if (summary == nullptr) return suite;
    for (const ConsumerVerdict& v : summary->verdicts) {
      if (v.verdict == Verdict::Ignores || v.verdict == Verdict::Rejects)
        suite.notes.push_back(fmt::format("{} {} the document ({})", name(v.consumer),
                                          name(v.verdict), join(v.because, ", ")));
    }
    return suite;
  }

  void probed(const TargetResults& target) {
    Suite suite;
    suite.name = target.url;
    for (const ProbeResult* p : target.results) {
      const double seconds = p->observed ? p->observed->ms / 1000 : 0;
      // One check can ask several places.
      const std::string test = p->url.empty() || p->url == target.url
                                   ? std::string(p->check)
                                   : fmt::format("{} {}", p->check, p->url);
      std::string content;
      if (p->outcome == Outcome::NotAssessed) {
        content = not_assessed(suite, p->message.empty() ? p->reason : p->message, p->reason,
                               p->operational);
      } else if (p->outcome == Outcome::Fail && p->severity >= options_.fail_on) {
        ++suite.failures;
        content = failed("failure", name(p->severity), p->message, lines(*p));
      } else if (p->outcome == Outcome::Fail) {
        suite.notes.push_back(fmt::format("{} [{}] {}", name(p->severity), p->check, p->message));
      }
      suite.add(target.url, test, seconds, content);
    }
    if (target.summary != nullptr) {
      suite.notes.push_back(target_text(*target.summary));
      for (const TargetSummary::Client& client : target.summary->clients)
        suite.notes.push_back(fmt::format("{} {}", client.name, client_text(client)));
    }
    suites_.push_back(std::move(suite));
  }

  static std::vector<std::string> lines(const ProbeResult& p) {
    std::vector<std::string> list{std::string(p.message)};
    if (const std::string asked = request_text(p); !asked.empty())
      list.push_back("asked: " + asked);
    if (!p.expected.empty()) list.push_back(fmt::format("expected: {}", p.expected));
    if (p.observed) list.push_back("observed: " + observed_text(*p.observed));
    if (!p.fix.empty()) list.push_back(fmt::format("fix: {}", p.fix));
    return list;
  }

  // What makes the exit code 3 is an error here, so that a job that only reads this file fails too.
  static std::string not_assessed(Suite& suite, std::string_view message, std::string_view type,
                                  bool operational) {
    ++(operational ? suite.errors : suite.skipped);
    if (operational) return failed("error", type, message, {});
    return fmt::format("<skipped>{}</skipped>", escape(message));
  }

  void unjudged(const CheckReport& report) {
    if (report.not_assessed.empty()) return;
    Suite suite;
    suite.name = "not assessed";
    for (const NotAssessed& n : report.not_assessed)
      suite.add("cardlint", n.what, 0,
                not_assessed(suite, n.reason, "not-assessed", n.operational));
    suites_.push_back(std::move(suite));
  }

  const ReportOptions& options_;
  std::vector<Suite> suites_;
};

}  // namespace

void write_junit(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  JunitWriter(options).write(out, report);
}

}  // namespace cardlint
