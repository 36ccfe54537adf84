// GitLab's Code Quality report: a list of what its documentation asks for, and no more.
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/writer.h"

namespace cardlint {
namespace {

using Json = nlohmann::ordered_json;

// Its page shows these as text; two findings with one fingerprint would be shown as one.
class GitlabWriter {
 public:
  void add(std::string_view rule, Severity severity, std::string_view message, std::string_view fix,
           std::string_view place, std::uint32_t line, std::string_view print) {
    const std::string text =
        fix.empty() ? std::string(message) : fmt::format("{}. Fix: {}", message, fix);
    list_.push_back(
        {{"description", printable(text, 1000)},
         {"check_name", rule},
         {"fingerprint", unique(fmt::format("{}\n{}\n{}", place, rule, print))},
         {"severity", word(severity)},
         {"location", {{"path", printable(place, 4000)}, {"lines", {{"begin", line}}}}}});
  }

  const Json& list() const { return list_; }

 private:
  // An error is a promise that something breaks; "critical" and "blocker" are no words of ours.
  static std::string_view word(Severity severity) {
    if (severity == Severity::Error) return "major";
    return severity == Severity::Warning ? "minor" : "info";
  }

  std::string unique(const std::string& identity) {
    const std::size_t n = seen_[identity]++;
    const std::string text = n == 0 ? identity : fmt::format("{}\n{}", identity, n);
    // Two halves, each from another seed: 128 bits.
    return hex64(hash64(text)) + hex64(hash64(text, 0x9e3779b97f4a7c15u));
  }

  Json list_ = Json::array();
  std::map<std::string, std::size_t> seen_;
};

}  // namespace

void write_gitlab(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  GitlabWriter writer;
  for (const Diagnostic& d : report.diagnostics) {
    if (is_shown(d, options))
      writer.add(d.rule, d.severity, d.message, d.fix, d.where.path, d.where.range.start.line,
                 d.fingerprint);
  }
  for (const ProbeResult& p : report.probes) {
    if (p.outcome == Outcome::Fail)
      writer.add(p.check, p.severity, p.message, p.fix, p.target, 1,
                 fmt::format("{}{}", p.url, p.fingerprint));
  }
  out << writer.list().dump(2, ' ', true, Json::error_handler_t::replace) << '\n';
}

}  // namespace cardlint
