#include "probe/examples.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "doc/load.h"
#include "probe/evaluate.h"
#include "probe/sound_cards.h"
#include "probe/sound_server.h"

namespace cardlint {
namespace {

constexpr std::int64_t kNow = 1'800'000'000;  // any day: examples know no clock

// Of a member that should be there: "" when it is not.
std::string_view text_of(Value value) {
  return value ? value.text() : std::string_view();
}

// Of a number from nothing to `most`; 0 for any other.
double number_of(Value value, double most) {
  const double number = value.number().value_or(0);
  return number >= 0 && number <= most ? number : 0;
}

std::vector<std::string> texts(Value list) {
  std::vector<std::string> items;
  if (list.is_string()) items.emplace_back(list.text());
  for (const Value item : list) items.emplace_back(item.text());
  return items;
}

std::shared_ptr<const Document> local(Value value, const std::string& path, Kind kind) {
  if (!value) return nullptr;
  return std::make_shared<const Document>(
      make_document(std::make_shared<SourceFile>(path, to_json(value)), path, Limits{}, kind));
}

class Runner {
 public:
  Runner(const RuleInfo& rule, const ProbeRuleSet& rules, const Linter& linter)
      : rule_(rule), rules_(rules), linter_(linter) {}

  ExampleReport run() {
    const SourceFile source(std::string(rule_.id) + ".yaml", std::string(rule_.text));
    const Loaded loaded = load_yaml(source, Limits{});
    const Value examples = loaded.tree.root()["examples"];
    each(examples, "bad", &Runner::bad);
    each(examples, "good", &Runner::good);
    each(examples, "unknown", &Runner::unknown);
    report_.bad = examples["bad"].size();
    report_.good = examples["good"].size();
    if (report_.bad == 0 || report_.good == 0)
      report_.faults.emplace_back("a rule needs at least one bad and one good example");
    return std::move(report_);
  }

 private:
  void each(Value examples, const char* list, void (Runner::*run_one)(Value)) {
    std::size_t number = 0;
    for (const Value example : examples[list]) {
      name_ = fmt::format("{} example {}", list, ++number);
      (this->*run_one)(example);
    }
  }

  void complain(std::string_view what) {
    report_.faults.push_back(fmt::format("{}: {}", name_, what));
  }

  ProbeTarget target_of(Value example) {
    ProbeTarget target;
    target.url =
        example["url"] ? std::string(example["url"].text()) : "https://mcp.example.com/mcp";
    if (!example["declared"] || example["declared"].is_true()) target.posture = posture(example);
    for (const std::string& word : texts(example["consumers"])) {
      if (const auto consumer = parse_consumer(word)) target.consumers.add(*consumer);
    }
    target.browsers = example["browsers"].is_true();
    target.card = local(example["card"], ".well-known/mcp/server-card.json", Kind::ServerCard);
    target.card_declared = example["card-declared"].is_true();
    target.manifest = local(example["manifest"], "smithery.yaml", Kind::SmitheryManifest);
    target.registry = local(example["registry"], "server.json", Kind::RegistryServer);
    target.tools = local(example["tools"], "tools.json", Kind::ToolsList);
    if (example["future-issuer"]) target.future_issuer = example["future-issuer"].text();
    if (example["client-id"]) target.client_id = example["client-id"].text();
    if (example["auth"]) {
      target.credentials = {{"Authorization", "Bearer 0123456789abcdef"}};
      target.auth = example["auth"].text();
    }
    for (const Value row : example["rows"]) target.rows.push_back(row_of(row));
    return target;
  }

  static std::vector<HttpHeader> headers_of(Value object) {
    std::vector<HttpHeader> headers;
    for (const Value header : object)
      headers.push_back({std::string(header.key()), std::string(header.text())});
    return headers;
  }

  static ExpectationRow row_of(Value row) {
    ExpectationRow made;
    if (row["id"]) made.id = row["id"].text();
    made.url = text_of(row["url"]);
    if (row["method"])
      made.method = parse_http_method(row["method"].text()).value_or(HttpMethod::Get);
    made.authenticated = row["authenticated"].is_true();
    made.headers = headers_of(row["send"]);
    made.statuses = texts(row["statuses"]);
    made.media_types = texts(row["media-types"]);
    made.expected_headers = headers_of(row["headers"]);
    made.body = local(row["body"], "expected.json", Kind::ServerCard);
    if (row["severity"])
      made.severity = parse_severity(row["severity"].text()).value_or(Severity::Error);
    made.replaces = texts(row["replaces"]);
    return made;
  }

  static Posture posture(Value example) {
    const Value word = example["posture"];
    return word.is_string() ? parse_posture(word.text()).value_or(Posture::None) : Posture::None;
  }

  static Era era(Value example) {
    if (example["era"].is_text("modern")) return Era::Modern;
    return example["era"].is_text("dual") ? Era::Dual : Era::Legacy;
  }

  // A handshake that is asked again is answered as before, unless the example says otherwise.
  static Value answer_to(Value answers, std::string_view role, const Journal& journal) {
    if (const Value own = answer_for(answers, role)) return own;
    const bool again = (role.starts_with("agent-") && role.ends_with("-mcp")) ||
                       role.starts_with("active-flap-mcp-") || role == "mcp-slash" ||
                       role == "mcp-accept";
    return again ? answer_for(answers, post_role(journal)) : Value();
  }

  // The last pattern that fits wins, so an example can name all and then one.
  static Value answer_for(Value answers, std::string_view role) {
    Value found;
    for (const Value answer : answers) {
      const std::string_view key = answer.key();
      const bool fits =
          key.ends_with('*') ? role.starts_with(key.substr(0, key.size() - 1)) : role == key;
      if (fits) found = answer;
    }
    return found;
  }

  void fill(Exchange& exchange, Value answer) {
    if (answer["fault"]) {
      Exchange silent;
      silent.request = std::move(exchange.request);
      silent.authenticated = exchange.authenticated;
      exchange = std::move(silent);
      exchange.fault = parse_http_fault(answer["fault"].text()).value_or(HttpFault::None);
      exchange.attempts = 2;
      if (exchange.fault == HttpFault::None)
        complain(fmt::format("'{}' is no fault", answer["fault"].text()));
    }
    // Another status or body is another answer: the sound one's headers go with it.
    if (answer["status"] || answer["body"]) {
      exchange.headers.clear();
      exchange.body.clear();
    }
    if (answer["status"].is_number())
      exchange.status = static_cast<int>(number_of(answer["status"], 999));
    else if (answer["body"])
      exchange.status = 200;
    if (const Value body = answer["body"]) {
      exchange.body = body.is_string() ? std::string(body.text()) : to_json(body);
      if (!body.is_string()) exchange.headers.push_back({"Content-Type", "application/json"});
    }
    for (const Value header : answer["headers"]) {
      exchange.headers.erase(std::remove_if(exchange.headers.begin(), exchange.headers.end(),
                                            [&](const HttpHeader& h) {
                                              return to_lower_ascii(h.name) ==
                                                     to_lower_ascii(header.key());
                                            }),
                             exchange.headers.end());
      for (const std::string& value : texts(header))
        exchange.headers.push_back({std::string(header.key()), value});
    }
    for (const Value hop : answer["hops"]) {
      exchange.hops.push_back({exchange.url, 302, std::string(hop.text())});
      exchange.url = hop.text();
    }
    if (answer["addresses"]) exchange.addresses = texts(answer["addresses"]);
    if (answer["ms"].is_number()) exchange.timing.total = number_of(answer["ms"], 1e9);
    if (answer["certificate-days"].is_number()) {
      exchange.at = kNow;
      exchange.certificate = HttpCertificate{
          "CN=mcp.example.com", "CN=Example CA", kNow - 86400,
          kNow + static_cast<std::int64_t>(number_of(answer["certificate-days"], 1e6) * 86400)};
    }
  }

  ProbeVerdict judge(Value example) {
    const ProbeTarget target = target_of(example);
    ProbeSettings settings;
    settings.active = example["active"].is_true();
    settings.allow_private = example["allow-private"].is_true();
    settings.register_client = example["register"].is_true();
    Journal journal;
    std::set<std::string> used;
    for (bool more = true; more;) {
      more = false;
      for (const Step& step : next_steps(target, settings, journal).steps) {
        Exchange exchange = sound_answer(step.role, step.request, posture(example), era(example));
        serve_sound_card(exchange, target);
        exchange.authenticated = !step.request.credentials.empty();
        Value answer = answer_to(example["answers"], step.role, journal);
        // A sound server makes no difference between agents.
        if (!answer && step.role.starts_with("agent-") && step.role.ends_with("-card"))
          answer = answer_for(example["answers"], "card");
        if (answer) {
          fill(exchange, answer);
          used.insert(std::string(answer.key()));
        }
        journal.add(step.role, std::move(exchange));
        more = true;
      }
    }
    for (const Value answer : example["answers"]) {
      if (used.count(std::string(answer.key())) == 0)
        complain(fmt::format("nothing was asked under the role '{}'", answer.key()));
    }
    const std::string_view spec = example["spec"] ? example["spec"].text() : std::string_view();
    return evaluate(target, settings, journal, {rules_, linter_, {}, spec}, words_);
  }

  static std::string told(const ProbeResult& r) {
    return fmt::format("{} {} [{}] {} {}: {}", r.check, name(r.severity), r.reason, r.method, r.url,
                       r.message);
  }

  void others_are_silent(const ProbeVerdict& verdict, Value example) {
    const std::vector<std::string> also = texts(example["also"]);
    for (const ProbeResult& result : verdict.probes) {
      if (result.outcome != Outcome::Fail || result.check == rule_.id ||
          result.severity < Severity::Warning)
        continue;
      if (std::find(also.begin(), also.end(), result.check) == also.end())
        complain("fires too: " + told(result));
    }
  }

  std::vector<const ProbeResult*> of_rule(const ProbeVerdict& verdict) const {
    std::vector<const ProbeResult*> results;
    for (const ProbeResult& result : verdict.probes) {
      if (result.check == rule_.id) results.push_back(&result);
    }
    return results;
  }

  void bad(Value example) {
    const ProbeVerdict verdict = judge(example);
    std::size_t fails = 0;
    for (const ProbeResult* result : of_rule(verdict)) {
      if (result->outcome != Outcome::Fail) continue;
      ++fails;
      if (example["reason"] && result->reason != example["reason"].text())
        complain("another reason: " + told(*result));
      if (example["severity"] && name(result->severity) != example["severity"].text())
        complain("another severity: " + told(*result));
      if (result->message.find('{') != std::string::npos)
        complain(fmt::format("the message holds a name that nobody fills: {}", result->message));
      if (example["says"] && result->message.find(example["says"].text()) == std::string::npos)
        complain(fmt::format("the message does not say it: {}", result->message));
    }
    const std::size_t expected = example["count"].is_number()
                                     ? static_cast<std::size_t>(number_of(example["count"], 1e6))
                                     : 1;
    if (fails != expected) {
      complain(fmt::format("fails {} times, expected {}", fails, expected));
      for (const ProbeResult* result : of_rule(verdict))
        complain(fmt::format("{} {}", name(result->outcome), told(*result)));
    }
    others_are_silent(verdict, example);
  }

  void good(Value example) {
    const ProbeVerdict verdict = judge(example);
    const auto results = of_rule(verdict);
    const bool passes = std::any_of(results.begin(), results.end(), [](const ProbeResult* r) {
      return r->outcome == Outcome::Pass;
    });
    if (!passes) complain("the rule does not pass");
    for (const ProbeResult* result : results) {
      if (result->outcome != Outcome::Pass)
        complain(fmt::format("{} {}", name(result->outcome), told(*result)));
    }
    others_are_silent(verdict, example);
  }

  void unknown(Value example) {
    const ProbeVerdict verdict = judge(example);
    const auto results = of_rule(verdict);
    if (results.size() != 1 || results[0]->outcome != Outcome::NotAssessed)
      return complain("the rule is assessed, or does not apply at all");
    if (results[0]->reason != text_of(example["reason"]))
      complain(fmt::format("the reason is '{}'", results[0]->reason));
    others_are_silent(verdict, example);
  }

  const RuleInfo& rule_;
  const ProbeRuleSet& rules_;
  const Linter& linter_;
  WordPool words_;
  ExampleReport report_;
  std::string name_;
};

}  // namespace

ExampleReport run_probe_examples(const RuleInfo& rule, const ProbeRuleSet& rules,
                                 const Linter& linter) {
  return Runner(rule, rules, linter).run();
}

}  // namespace cardlint
