#include "report/text_targets.h"

#include <map>

#include <fmt/format.h>

#include "report/probe_text.h"

namespace cardlint {
namespace {

void failure(const TextSink& sink, const ProbeResult& result, bool quiet) {
  sink.line(fmt::format("  {} {} [{}] {}", sink.paint(result.severity, "✗"),
                        sink.paint(result.severity, name(result.severity)),
                        TextSink::safe(result.check), TextSink::safe(result.reason)));
  sink.wrapped("    ", result.message);
  if (quiet) return;
  if (const std::string asked = request_text(result); !asked.empty())
    sink.wrapped("    asked:    ", asked);
  if (!result.expected.empty()) sink.wrapped("    expected: ", result.expected);
  if (const auto& observed = result.observed) {
    sink.wrapped("    observed: ", observed_text(*observed));
    for (const auto& [header, value] : observed->headers)
      sink.wrapped("              ", fmt::format("{}: {}", header, value));
    if (!observed->body_start.empty())
      sink.wrapped("    body:     ", printable(observed->body_start, 200));
  }
  if (!result.fix.empty()) sink.wrapped("    fix:      ", result.fix);
  if (!result.rules.empty()) sink.wrapped("    rules:    ", join(result.rules, ", "));
}

void passed(const TextSink& sink, const TargetResults& target, bool verbose) {
  const std::size_t n = target.count(Outcome::Pass);
  if (n == 0) return;
  if (!verbose) {
    sink.line(fmt::format("  {} {} check{} passed (--verbose lists them)", sink.paint("32", "✓"), n,
                          n == 1 ? "" : "s"));
    return;
  }
  for (const ProbeResult* result : target.results) {
    if (result->outcome != Outcome::Pass) continue;
    sink.wrapped(fmt::format("  {} ", sink.paint("32", "✓")),
                 fmt::format("{}: {}", result->check, result->title), 4);
  }
}

// For want of an answer: always, each. For want of a declaration, a flag, a document: their number.
void not_assessed(const TextSink& sink, const TargetResults& target, bool verbose) {
  std::map<std::string_view, std::size_t> reasons;
  for (const ProbeResult* result : target.results) {
    if (result->outcome != Outcome::NotAssessed) continue;
    if (!verbose && !result->operational) {
      ++reasons[result->reason];
      continue;
    }
    sink.wrapped(fmt::format("  {} ", sink.paint("1;35", "?")),
                 fmt::format("not assessed [{}] {}{}{}", result->check, result->reason,
                             result->message.empty() ? "" : ": ", result->message),
                 4);
  }
  if (reasons.empty()) return;
  std::vector<std::string> parts;
  std::size_t n = 0;
  for (const auto& [reason, count] : reasons) {
    parts.push_back(fmt::format("{} {}", reason, count));
    n += count;
  }
  sink.wrapped(fmt::format("  {} ", sink.paint("1;35", "?")),
               fmt::format("{} not assessed: {} (--verbose lists them)", n, join(parts, ", ")), 4);
}

void target_block(const TextSink& sink, const TargetResults& target, const ReportOptions& options) {
  sink.line(sink.paint("1", TextSink::safe(target.url)));
  if (target.summary != nullptr && !options.quiet) sink.wrapped("  ", target_text(*target.summary));
  for (const ProbeResult* result : target.results) {
    if (result->outcome == Outcome::Fail) failure(sink, *result, options.quiet);
  }
  passed(sink, target, options.verbose);
  not_assessed(sink, target, options.verbose);
  if (target.summary != nullptr && !options.quiet) {
    for (const TargetSummary::Client& client : target.summary->clients)
      sink.wrapped("  ", fmt::format("{} {}", client.name, client_text(client)), 4);
  }
  sink.line("");
}

}  // namespace

void write_targets(const TextSink& sink, const CheckReport& report, const ReportOptions& options) {
  for (const TargetResults& target : results_by_target(report)) target_block(sink, target, options);
}

}  // namespace cardlint
