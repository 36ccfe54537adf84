// What any answer can be asked: its status, media type, headers, and what the linter says of its
// body.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/table.h"

namespace cardlint::probe_checks {
namespace {

using Type = ArgSpec::Type;

// "200", "4xx".
bool is_status(int status, std::string_view pattern) {
  const std::string text = std::to_string(status);
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (pattern[i] != 'x' && pattern[i] != text[i]) return false;
  }
  return true;
}

bool is_one_of(int status, const std::vector<std::string_view>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](std::string_view pattern) { return is_status(status, pattern); });
}

// Calls `judge` with each answer of the roles in 'of'; says why where there is none. With 'when',
// answers of other statuses are left to other rules.
template <class Judge>
void each_answer(const ProbeView& view, const Args& args, ProbeReporter& report, Judge&& judge) {
  const std::vector<std::string_view> when = args.texts("when");
  for (const std::string_view pattern : args.texts("of")) {
    const std::vector<std::string_view> roles = view.roles(pattern);
    if (roles.empty()) report.not_assessed(pattern, view.why_not_sent(pattern));
    for (const std::string_view role : roles) {
      const Exchange* exchange = answered(view, role, report);
      if (exchange == nullptr) continue;
      if (exchange->status == 429) {
        report.not_assessed(role, "rate-limited");
      } else if (!when.empty() && !is_one_of(exchange->status, when)) {
        report.not_assessed(role, "other-status");
      } else {
        judge(role, *exchange);
      }
    }
  }
}

// 'allow' or 'not': statuses.
void status(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::vector<std::string_view> allow = args.texts("allow");
  const std::vector<std::string_view> refuse = args.texts("not");
  each_answer(view, args, report, [&](std::string_view role, const Exchange& exchange) {
    const bool fits =
        allow.empty() ? !is_one_of(exchange.status, refuse) : is_one_of(exchange.status, allow);
    if (fits) return report.pass(role);
    report.fail(role, "status",
                allow.empty() ? fmt::format("not {}", fmt::join(refuse, ", "))
                              : fmt::format("{}", fmt::join(allow, " or ")));
  });
}

// 'allow' or 'not': media types.
void media_type_check(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::vector<std::string_view> allow = args.texts("allow");
  const std::vector<std::string_view> refuse = args.texts("not");
  each_answer(view, args, report, [&](std::string_view role, const Exchange& exchange) {
    const std::string type = media_type(exchange);
    const auto has = [&](const std::vector<std::string_view>& list) {
      return std::find(list.begin(), list.end(), type) != list.end();
    };
    if (allow.empty() ? !has(refuse) : has(allow)) return report.pass(role);
    report.fail(role, "media-type",
                allow.empty() ? fmt::format("not {}", fmt::join(refuse, ", "))
                              : fmt::format("{}", fmt::join(allow, " or ")));
  });
}

// The answer has the header 'name', with 'contains' in its value where that is given.
void header(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view wanted = args.text("name-of");
  each_answer(view, args, report, [&](std::string_view role, const Exchange& exchange) {
    const std::string* value = exchange.header(wanted);
    const std::vector<std::string_view> words = args.texts("contains");
    const auto lacks = std::find_if(words.begin(), words.end(), [&](std::string_view word) {
      return value == nullptr ||
             to_lower_ascii(*value).find(to_lower_ascii(word)) == std::string::npos;
    });
    if (value != nullptr && lacks == words.end()) return report.pass(role);
    report.fail(role, "header",
                words.empty() ? fmt::format("a header '{}'", wanted)
                              : fmt::format("'{}' with {}", wanted, fmt::join(words, ", ")),
                {{"header", std::string(wanted)},
                 {"missing", lacks == words.end() ? std::string() : std::string(*lacks)}});
  });
}

// The linter finds no error in the document, or, with 'rules', nothing by these rules (ids or
// groups ending in '-') of level 'level' or above; 'except' are left to others.
void lint(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::vector<std::string_view> only = args.texts("rules");
  const std::vector<std::string_view> except = args.texts("except");
  const Severity least = parse_severity(args.text("level", "error")).value_or(Severity::Error);
  const auto names = [](const std::vector<std::string_view>& list, std::string_view rule) {
    return std::any_of(list.begin(), list.end(), [&](std::string_view word) {
      return word == rule || (word.ends_with('-') && rule.starts_with(word));
    });
  };
  each_answer(view, args, report, [&](std::string_view role, const Exchange&) {
    if (view.document(role) == nullptr) return report.not_assessed(role, "no-document");
    ProbeFinding finding{Outcome::Fail, std::string(role), "schema", "", {}, {}};
    for (const Diagnostic* diagnostic : view.findings(role)) {
      if (diagnostic->severity < least || diagnostic->suppressed) continue;
      if ((!only.empty() && !names(only, diagnostic->rule)) || names(except, diagnostic->rule))
        continue;
      if (finding.rules.empty()) finding.params.emplace_back("first", diagnostic->message);
      if (std::find(finding.rules.begin(), finding.rules.end(), diagnostic->rule) ==
          finding.rules.end())
        finding.rules.push_back(diagnostic->rule);
    }
    if (finding.rules.empty()) return report.pass(role);
    finding.expected = only.empty() ? "no error" : fmt::format("no {}", fmt::join(only, ", "));
    finding.params.emplace_back("rules", fmt::format("{}", fmt::join(finding.rules, ", ")));
    report.add(std::move(finding));
  });
}

constexpr std::array kStatusArgs{
    ArgSpec{"of", Type::Texts, true}, ArgSpec{"when", Type::Texts, false},
    ArgSpec{"allow", Type::Texts, false}, ArgSpec{"not", Type::Texts, false}};
constexpr std::array kHeaderArgs{
    ArgSpec{"of", Type::Texts, true}, ArgSpec{"when", Type::Texts, false},
    ArgSpec{"name-of", Type::Text, true}, ArgSpec{"contains", Type::Texts, false}};
constexpr std::array kLintArgs{
    ArgSpec{"of", Type::Texts, true}, ArgSpec{"when", Type::Texts, false},
    ArgSpec{"rules", Type::Texts, false}, ArgSpec{"except", Type::Texts, false},
    ArgSpec{"level", Type::Text, false}};

constexpr std::array kTable{
    ProbeCheckEntry{"status", "an answer's status is not one of 'allow', or one of 'not'",
                    kStatusArgs, status},
    ProbeCheckEntry{"media-type", "an answer's media type is not one of 'allow', or one of 'not'",
                    kStatusArgs, media_type_check},
    ProbeCheckEntry{"header", "an answer lacks a header, or some word in its value", kHeaderArgs,
                    header},
    ProbeCheckEntry{"lint", "the linter finds errors in the document that an answer brings",
                    kLintArgs, lint},
};

}  // namespace

ProbeCheckTable answer_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
