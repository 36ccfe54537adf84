#include "probe/evaluate.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/secret_masker.h"
#include "probe/client_verdict.h"
#include "probe/well_known.h"
#include "rules/message.h"

namespace cardlint {
namespace {

constexpr std::size_t kBodyStart = 200;
constexpr std::string_view kShownHeaders[] = {"content-type",
                                              "www-authenticate",
                                              "location",
                                              "allow",
                                              "retry-after",
                                              "cache-control",
                                              "etag",
                                              "access-control-allow-origin",
                                              "access-control-allow-headers",
                                              "access-control-expose-headers",
                                              "cf-mitigated",
                                              "server"};

// Roles whose bodies are linted. Copies that nobody asked for (origin-as) are not.
bool is_linted(const Journal& journal, std::string_view role) {
  if (role.starts_with("as-")) {
    const std::size_t issuers_count = issuers(journal).size();
    for (std::size_t i = 1; i <= issuers_count; ++i) {
      if (as_role(journal, i) == role) return true;
    }
    return false;
  }
  return kind_of_role(role).has_value() && !role.starts_with("origin-");
}

class Evaluation {
 public:
  Evaluation(const ProbeTarget& target, const ProbeSettings& settings, const Journal& journal,
             const ProbeJudge& judge, WordPool& words)
      : judge_(judge),
        words_(words),
        walk_(next_steps(target, settings, journal)),
        view_(target, settings, journal, walk_) {
    if (target.card != nullptr) masker_.add_source(target.card->source->text());
    for (const Journal::Entry& entry : journal.entries()) {
      masker_.add_source(entry.exchange.body);
      for (const HttpHeader& header : entry.exchange.headers) masker_.add_source(header.value);
    }
  }

  ProbeVerdict run() {
    lint();
    for (const ProbeRule& rule : judge_.rules.rules()) {
      if (!is_off(rule.info->id)) run_rule(rule);
    }
    std::stable_sort(verdict_.probes.begin(), verdict_.probes.end(),
                     [](const ProbeResult& a, const ProbeResult& b) {
                       return std::tie(a.check, a.url, a.method) <
                              std::tie(b.check, b.url, b.method);
                     });
    verdict_.probes.shrink_to_fit();
    summarise();
    verdict_.documents = std::move(view_.lint.documents);
    verdict_.diagnostics = std::move(view_.lint.diagnostics);
    verdict_.not_assessed = std::move(view_.lint.not_assessed);
    return std::move(verdict_);
  }

 private:
  struct Leveled {
    ProbeFinding finding;
    Severity severity;
    std::string_view message;
  };

  void lint() {
    project_.root = view_.target.url;
    std::vector<std::pair<std::string, std::string>> paths;  // role, path of its document
    const auto add = [&](const std::string& role, Document document) {
      const std::string path = document.source->path();
      const bool again = std::any_of(paths.begin(), paths.end(),
                                     [&](const auto& known) { return known.second == path; });
      paths.emplace_back(role, path);
      if (!again) project_.documents.push_back(std::move(document));
    };
    for (const Journal::Entry& entry : view_.journal.entries()) {
      if (is_linted(view_.journal, entry.role) && entry.exchange.status == 200 &&
          entry.exchange.body_whole && brings_json(entry.exchange))
        add(entry.role, identified(entry.role, document_of(entry.role, entry.exchange)));
      if (entry.role.find("-tools") != std::string::npos && entry.exchange.status == 200)
        if (auto list = tools_list(entry.role)) add(entry.role, std::move(*list));
    }
    std::vector<Document>& documents = project_.documents;
    std::sort(documents.begin(), documents.end(), [](const Document& x, const Document& y) {
      return x.source->path() < y.source->path();
    });
    for (const auto& [role, shown] : paths) {
      // clang 14 captures no structured binding.
      view_.documents[role] =
          &*std::find_if(documents.begin(), documents.end(),
                         [&path = shown](const Document& d) { return d.source->path() == path; });
    }
    view_.lint = judge_.linter.lint(project_);
  }

  static bool brings_json(const Exchange& exchange) {
    const std::string_view body = trim(exchange.body);
    return body.starts_with('{') || body.starts_with('[');
  }

  // What the client asked for when it got the document (RFC 9728 §3.3, RFC 8414 §3.3).
  Document identified(std::string_view role, Document document) const {
    if (role == "prm-pointer") document.fetched_for = view_.target.url;
    if (role.starts_with("as-")) {
      const std::size_t number =
          static_cast<std::size_t>(std::atoi(std::string(role.substr(3)).c_str()));
      const std::vector<std::string> all = issuers(view_.journal);
      if (number >= 1 && number <= all.size()) document.fetched_for = all[number - 1];
    }
    if (role.starts_with("future-")) document.fetched_for = view_.target.future_issuer;
    return document;
  }

  std::optional<Document> tools_list(const std::string& role) const {
    const McpAnswer& answer = view_.answer(role);
    if (!answer.result()["tools"]) return std::nullopt;
    const std::size_t page = role.rfind("-tools-");
    std::string suffix =
        page == std::string::npos ? "" : fmt::format(" page {}", role.substr(page + 7));
    if (role.starts_with("auth-")) suffix += " with credentials";
    return make_document(std::make_shared<SourceFile>(
                             fmt::format("{}#tools/list{}", view_.target.url, suffix), answer.text),
                         "tools-list.json", Limits{}, Kind::ToolsList);
  }

  // Off: the case does not apply here.
  Severity level(const RuleInfo& rule, const CaseInfo& c) const {
    Severity severity = c.severity;
    const auto posture = std::find_if(c.postures.begin(), c.postures.end(),
                                      [&](const auto& p) { return p.posture == view_.posture; });
    if (posture != c.postures.end()) {
      severity = posture->severity;
    } else if (const auto pinned = pinned_severity(c, judge_.spec)) {
      severity = *pinned;
    } else if (!c.consumers.empty()) {
      const bool concerned =
          std::any_of(c.consumers.begin(), c.consumers.end(),
                      [&](const ConsumerEffect& e) { return view_.consumers.has(e.consumer); });
      severity = concerned ? c.severity : c.otherwise;
    }
    const auto own = judge_.severities.find(rule.id);
    return own == judge_.severities.end() || severity == Severity::Off ? severity : own->second;
  }

  // By the user's word, or because a row of his says the same otherwise.
  bool is_off(std::string_view rule) const {
    const auto has = [&](const std::vector<std::string>& ids) {
      return std::find(ids.begin(), ids.end(), rule) != ids.end();
    };
    const auto& rows = view_.target.rows;
    return has(view_.target.off) ||
           std::any_of(rows.begin(), rows.end(),
                       [&](const ExpectationRow& row) { return has(row.replaces); });
  }

  void run_rule(const ProbeRule& rule) {
    std::vector<Leveled> findings;
    for (const ProbeCase& c : rule.cases) {
      const Severity severity = level(*rule.info, *c.info);
      if (severity == Severity::Off) continue;
      std::vector<ProbeFinding> found;
      ProbeReporter report(found);
      c.entry->run(view_, Args(c.arguments->root()), report);
      for (ProbeFinding& finding : found)
        findings.push_back({std::move(finding), severity, c.info->message});
    }
    if (findings.empty()) return;
    const auto failed = [](const Leveled& l) { return l.finding.outcome == Outcome::Fail; };
    if (std::any_of(findings.begin(), findings.end(), failed)) {
      for (const Leveled& finding : findings) {
        if (failed(finding)) add(*rule.info, finding);
      }
      return;
    }
    // One line for all that went well, or for all that could not be judged.
    const auto rank = [](const Leveled& l) {
      if (l.finding.outcome == Outcome::Pass) return 0;
      return is_operational(l.finding.reason) ? 1 : 2;
    };
    add(*rule.info,
        *std::min_element(findings.begin(), findings.end(),
                          [&](const Leveled& a, const Leveled& b) { return rank(a) < rank(b); }));
  }

  // Words of faults of the network: somebody could look again.
  static bool is_operational(std::string_view reason) {
    const auto fault = parse_http_fault(reason);
    return fault && *fault != HttpFault::None && *fault != HttpFault::BlockedAddress;
  }

  void add(const RuleInfo& rule, const Leveled& leveled) {
    const ProbeFinding& finding = leveled.finding;
    ProbeResult result;
    result.target = words_.keep(view_.target.url);
    result.check = words_.keep(rule.id);
    result.title = words_.keep(rule.title);
    result.outcome = finding.outcome;
    result.reason = words_.keep(finding.reason);
    result.expected = words_.keep(finding.expected);
    result.rules = finding.rules;
    if (const Exchange* exchange = view_.exchange(finding.role)) {
      result.method = name(exchange->request.method);
      result.url = words_.keep(masker_.mask(exchange->request.url));
      result.auth = words_.keep(exchange->authenticated ? view_.target.auth : "none");
      result.observed = observation(finding.role, *exchange, finding.outcome == Outcome::Pass);
    }
    if (finding.outcome == Outcome::Fail) {
      result.severity = finding.severity.value_or(leveled.severity);
      const Params params = params_of(finding, result);
      const auto mask = [this](std::string_view text) { return masker_.mask(text); };
      result.message =
          words_.keep(masker_.mask(render_message(leveled.message, Value(), params, mask)));
      result.fix = words_.keep(render_message(rule.fix, Value(), params, mask));
    } else if (finding.outcome == Outcome::NotAssessed) {
      result.operational = is_operational(finding.reason);
      result.message = words_.keep(not_assessed_message(finding));
    }
    result.fingerprint = words_.keep(hex64(hash64(
        fmt::format("{}\n{}\n{}\n{}", result.check, result.target, finding.role, result.reason))));
    verdict_.probes.push_back(std::move(result));
  }

  std::string not_assessed_message(const ProbeFinding& finding) const {
    const Exchange* exchange = view_.exchange(finding.role);
    if (exchange == nullptr || exchange->fault == HttpFault::None) return {};
    return masker_.mask(printable(exchange->detail, 300));
  }

  Params params_of(const ProbeFinding& finding, const ProbeResult& result) const {
    Params params = finding.params;
    params.emplace_back("url", printable(result.url, 300));
    params.emplace_back("method", std::string(result.method));
    params.emplace_back("expected", finding.expected);
    const bool observed = result.observed != nullptr;
    params.emplace_back("status", observed ? std::to_string(result.observed->status) : "nothing");
    params.emplace_back("type", observed && !result.observed->content_type.empty()
                                    ? fmt::format("'{}'", printable(result.observed->content_type))
                                    : "no media type");
    params.emplace_back("target", printable(view_.target.url, 300));
    params.emplace_back("posture", std::string(name(view_.posture)));
    return params;
  }

  // One for all results of a role. `brief`: a run of many targets passes most checks, and their
  // evidence is that the request was answered.
  std::shared_ptr<const ProbeObservation> observation(const std::string& role,
                                                      const Exchange& exchange, bool brief) {
    std::shared_ptr<const ProbeObservation>& known = observations_[{role, brief}];
    if (known == nullptr)
      known = std::make_shared<const ProbeObservation>(observe(exchange, brief));
    return known;
  }

  ProbeObservation observe(const Exchange& exchange, bool brief) const {
    ProbeObservation seen;
    seen.status = exchange.status;
    if (const std::string* type = exchange.header("content-type"))
      seen.content_type = masker_.mask(*type);
    seen.ms = exchange.timing.total;
    seen.attempts = exchange.attempts;
    seen.remote = exchange.remote;
    if (brief) return seen;
    for (const std::string_view shown : kShownHeaders) {
      for (const std::string_view value : header_values(exchange.headers, shown))
        seen.headers.emplace_back(shown, masker_.mask(printable(value, 300)));
    }
    seen.body_start = printable(masker_.mask(exchange.body.substr(0, 4 * kBodyStart)), kBodyStart);
    return seen;
  }

  void summarise() {
    verdict_.target.url = view_.target.url;
    verdict_.target.posture = name(view_.posture);
    verdict_.target.posture_declared = view_.target.posture.has_value();
    verdict_.target.era = name(view_.era);
    verdict_.target.exchanges = view_.journal.entries().size();
    say_when_silent();
    for (const ClientPath& path : client_paths(view_)) {
      // Empty would mean that the client comes through.
      const std::string stops =
          path.unknown.empty() ? path.stops : fmt::format("not assessed: {}", path.unknown);
      verdict_.target.clients.push_back(
          {std::string(path.client), masker_.mask(stops), masker_.mask(path.message)});
    }
  }

  // A host that answers nothing is never clean, whatever the rules are.
  void say_when_silent() {
    const auto& entries = view_.journal.entries();
    const bool silent = std::none_of(entries.begin(), entries.end(),
                                     [](const Journal::Entry& e) { return e.exchange.answered(); });
    if (!silent || entries.empty()) return;
    const Exchange& first = entries.front().exchange;
    view_.lint.not_assessed.push_back(
        {printable(view_.target.url, 400),
         fmt::format("no request was answered: {}{}{}", name(first.fault),
                     first.detail.empty() ? "" : ": ", masker_.mask(printable(first.detail, 300))),
         true});
  }

  const ProbeJudge& judge_;
  WordPool& words_;
  std::map<std::pair<std::string, bool>, std::shared_ptr<const ProbeObservation>> observations_;
  Walk walk_;
  Project project_;  // what was served; outlives the view that points into it
  ProbeView view_;
  SecretMasker masker_;
  ProbeVerdict verdict_;
};

}  // namespace

ProbeVerdict evaluate(const ProbeTarget& target, const ProbeSettings& settings,
                      const Journal& journal, const ProbeJudge& judge, WordPool& words) {
  return Evaluation(target, settings, journal, judge, words).run();
}

}  // namespace cardlint
