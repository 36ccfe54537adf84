// A walk whose answers differ from those of a sound server in what the input says, then its
// verdict. Each answer is told by one record of the input: a byte of choices and a text up to a
// NUL.
#include <array>

#include "fuzz/probe_parts.h"
#include "fuzz/report_checks.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "probe/recording.h"
#include "probe/sound_server.h"
#include "probe/walk.h"

namespace cardlint::fuzz {
namespace {

constexpr std::array kPostures{Posture::None, Posture::ApiKey, Posture::OAuth, Posture::Mixed,
                               Posture::Planned};
constexpr std::array kEras{Era::Legacy, Era::Modern, Era::Dual};
constexpr std::array<std::string_view, 12> kNames{
    "Content-Type", "WWW-Authenticate", "Location",   "Cache-Control",
    "ETag",         "Mcp-Session-Id",   "Set-Cookie", "Access-Control-Allow-Origin",
    "Retry-After",  "X-Powered-By",     "Allow",      "Strict-Transport-Security"};
constexpr std::array kStatuses{200, 204, 301, 302, 400, 401, 403, 404, 405, 406, 429, 500, 502, 0};
constexpr std::array kFaults{
    HttpFault::Dns,      HttpFault::BlockedAddress, HttpFault::TlsExpired,  HttpFault::Timeout,
    HttpFault::TooLarge, HttpFault::Truncated,      HttpFault::RedirectLoop};

void set_header(Exchange& exchange, std::string_view name, std::string value) {
  for (HttpHeader& header : exchange.headers) {
    if (header.name == name) {
      header.value = std::move(value);
      return;
    }
  }
  exchange.headers.push_back({std::string(name), std::move(value)});
}

// Field values are one line: what AnswerReader would have let through.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\n' || c == '\r' ? ' ' : c;
  return out;
}

void change(Exchange& answer, Input& in) {
  const std::uint8_t choice = in.byte();
  const std::string text(in.until('\0'));
  switch (choice % 8) {
    case 1:
      answer.body = text;
      break;
    case 2:
      set_header(answer, kNames[choice / 8 % kNames.size()], one_line(text));
      break;
    case 3:
      answer.status = kStatuses[choice / 8 % kStatuses.size()];
      break;
    case 4:
      answer.fault = kFaults[choice / 8 % kFaults.size()];
      answer.detail = "as the input says";
      answer.status = 0;
      break;
    case 5:
      answer.hops.push_back({answer.url, 302, text});
      answer.url = text;
      break;
    case 6:
      answer.status = 401;
      set_header(answer, "WWW-Authenticate", one_line(text));
      break;
    case 7:
      answer.status = 200;
      set_header(answer, "Content-Type",
                 (choice & 8) != 0 ? "application/json" : "text/event-stream");
      answer.body = text;
      break;
    default:
      break;
  }
}

Journal walk(const ProbeTarget& target, const ProbeSettings& settings, Era era, Input& in) {
  Journal journal;
  // No walk is longer: a step is asked once.
  for (int round = 0; round < 60; ++round) {
    const Walk walk = next_steps(target, settings, journal);
    if (walk.steps.empty()) return journal;
    for (const Step& step : walk.steps) {
      promise(journal.find(step.role) == nullptr, "no role is asked twice", step.role);
      Exchange answer =
          sound_answer(step.role, step.request, target.posture.value_or(Posture::None), era);
      if (!in.empty()) change(answer, in);
      journal.add(step.role, std::move(answer));
    }
  }
  promise(false, "a walk ends");
  return journal;
}

}  // namespace

void check_verdict(const ProbeTarget& target, const ProbeSettings& settings,
                   const Journal& journal) {
  const LintSettings lint = settings_of(0);
  const Linter linter(world().rules, world().schemas, lint);
  const ProbeJudge judge{world().probe_rules, linter, lint.severities, lint.spec};
  std::string before;
  for (int round = 0; round < 2; ++round) {
    CheckReport report;
    report.words = std::make_shared<WordPool>();
    ProbeVerdict verdict = evaluate(target, settings, journal, judge, *report.words);
    report.documents = std::move(verdict.documents);
    report.diagnostics = std::move(verdict.diagnostics);
    report.targets.push_back(std::move(verdict.target));
    report.probes = std::move(verdict.probes);
    report.not_assessed = std::move(verdict.not_assessed);
    promise(!report.probes.empty(), "every check has an outcome");
    const std::string text = written(Format::Json, report);
    promise(round == 0 || text == before, "a second verdict says the same");
    if (round == 0) check_sample(report, text);
    before = text;
  }
}

void run_probe(std::string_view input) {
  Input in(input);
  ProbeTarget target;
  target.url = "https://mcp.example.com/mcp";
  const std::uint8_t choice = in.byte();
  const Posture posture = kPostures[choice % kPostures.size()];
  const Era era = in.pick(kEras);
  if ((choice & 32) == 0) target.posture = posture;
  if (choice & 64) target.consumers = {Consumer::SmitheryScan, Consumer::Sep2127};
  target.browsers = (choice & 128) != 0;
  ProbeSettings settings;
  settings.active = (choice & 16) != 0;
  const Journal journal = walk(target, settings, era, in);
  check_verdict(target, settings, journal);

  // A recording is judged like the live answers.
  const std::string recorded = write_recording(target, settings, journal);
  const auto replayed = read_recording(as_file(recorded));
  promise(replayed.has_value(), "a recording is read");
  promise(write_recording(target, replayed->settings, replayed->journal) == recorded,
          "a recording is written as it was read");
}

}  // namespace cardlint::fuzz
