// The WWW-Authenticate header of the 401 that answers a POST without a credential (RFC 9110 §11.6,
// RFC 6750, RFC 9728 §5.1, MCP authorization).
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "address/web_url.h"
#include "base/text.h"
#include "probe/checks/mcp_answers.h"

namespace cardlint::probe_checks {
namespace {

constexpr std::size_t kManyScopes = 4;  // fewer may well be what one call needs

bool has_oauth(const ProbeView& view) {
  return view.posture == Posture::OAuth || view.posture == Posture::Mixed;
}

// The role of the first 401; "" when there is none, and said why.
std::string_view refused_role(const ProbeView& view, ProbeReporter& report) {
  const std::string_view post = handshake(view);
  for (const std::string_view role :
       {post, std::string_view("mcp-discover"), std::string_view("mcp-initialize"),
        std::string_view("mcp-tools")}) {
    const Exchange* exchange = view.exchange(role);
    if (exchange != nullptr && exchange->status == 401) return role;
  }
  if (judged(view, post, report) != nullptr) report.not_assessed(post, "other-status");
  return {};
}

// Of that answer: its challenges, and whether they can be relied on. Empty role: said why.
struct Refusal {
  std::string_view role;
  const Challenges* challenges = nullptr;
};

const Challenge* bearer(const Challenges& challenges) {
  const auto at = std::find_if(challenges.list.begin(), challenges.list.end(),
                               [](const Challenge& c) { return c.is("Bearer"); });
  return at == challenges.list.end() ? nullptr : &*at;
}

// A parameter of any challenge.
const std::string* parameter(const Challenges& challenges, std::string_view name) {
  for (const Challenge& challenge : challenges.list) {
    if (const std::string* value = challenge.parameter(name)) return value;
  }
  return nullptr;
}

std::string twice(const Challenges& challenges) {
  for (const Challenge& challenge : challenges.list) {
    std::set<std::string_view> names;
    for (const auto& [name, value] : challenge.parameters) {
      if (!names.insert(name).second)
        return fmt::format("the parameter '{}' stands twice", printable(name, 40));
    }
  }
  return {};
}

// What breaks the header; "" when clients of this posture can read it.
std::string syntax_fault(const ProbeView& view, const Challenges& challenges) {
  if (!challenges.fault.empty()) return challenges.fault;
  if (std::string fault = twice(challenges); !fault.empty()) return fault;
  if (!has_oauth(view)) return {};
  const Challenge* found = bearer(challenges);
  if (found == nullptr) return "there is no 'Bearer' challenge";
  return found->parameters.empty() ? "'Bearer' has no parameters" : "";
}

// A header with a challenge; nothing is assessed without one.
Refusal present(const ProbeView& view, ProbeReporter& report) {
  const std::string_view role = refused_role(view, report);
  if (role.empty()) return {};
  const Challenges& challenges = view.challenges(role);
  if (!challenges.list.empty() || !challenges.fault.empty()) return {role, &challenges};
  report.not_assessed(role, "no-challenge");
  return {};
}

// One that reads as it should: what it lacks is then not a matter of its form.
Refusal sound(const ProbeView& view, ProbeReporter& report) {
  const Refusal refusal = present(view, report);
  if (refusal.challenges == nullptr || syntax_fault(view, *refusal.challenges).empty())
    return refusal;
  report.not_assessed(refusal.role, "challenge");
  return {};
}

void challenge_present(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = refused_role(view, report);
  if (role.empty()) return;
  const Challenges& challenges = view.challenges(role);
  if (!challenges.list.empty() || !challenges.fault.empty()) return report.pass(role);
  report.fail(role, "header", "a header 'WWW-Authenticate' with a challenge");
}

void challenge_syntax(const ProbeView& view, const Args&, ProbeReporter& report) {
  const Refusal refusal = present(view, report);
  if (refusal.challenges == nullptr) return;
  const std::string fault = syntax_fault(view, *refusal.challenges);
  if (fault.empty()) return report.pass(refusal.role);
  report.fail(refusal.role, "challenge",
              has_oauth(view) ? "a 'Bearer' challenge with parameters" : "challenges",
              {{"fault", fault}});
}

void challenge_order(const ProbeView& view, const Args&, ProbeReporter& report) {
  const Refusal refusal = sound(view, report);
  if (refusal.challenges == nullptr) return;
  const auto& list = refusal.challenges->list;
  if (list.size() < 2) return report.not_assessed(refusal.role, "one-challenge");
  if (bearer(*refusal.challenges) == nullptr) return report.not_assessed(refusal.role, "challenge");
  if (list.front().is("Bearer")) return report.pass(refusal.role);
  report.fail(refusal.role, "challenge", "'Bearer' first",
              {{"scheme", printable(list.front().scheme, 40)}});
}

// With 'prm': only where the metadata is found at a well-known place ("found") or not ("missing").
void challenge_pointer_check(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const bool found =
      brings_object(view.exchange("prm-path")) || brings_object(view.exchange("prm-root"));
  if (found != (args.text("prm") == "found")) return;
  const Refusal refusal = sound(view, report);
  if (refusal.challenges == nullptr) return;
  if (parameter(*refusal.challenges, "resource_metadata") != nullptr)
    return report.pass(refusal.role);
  report.fail(refusal.role, "challenge", "a parameter 'resource_metadata'");
}

struct PointerFault {
  std::string_view reason;
  std::string what;
};

bool same_origin(const WebUrl& a, const WebUrl& b) {
  const auto port = [](const WebUrl& url) {
    if (!url.port.empty()) return url.port;
    return std::string(url.scheme == "https" ? "443" : "80");
  };
  return a.scheme == b.scheme && a.host == b.host && port(a) == port(b);
}

// What the URL itself breaks.
std::optional<PointerFault> url_fault(const ProbeView& view, const std::string& pointer) {
  const WebUrl url = parse_web_url(pointer);
  const WebUrl own = parse_web_url(view.target.url);
  if (!url.valid) return PointerFault{"url", "is no absolute URL"};
  if (is_loopback(pointer) && !is_loopback(view.target.url))
    return PointerFault{"url", "leads to the server's own loopback address"};
  if (url.scheme == "http" && own.scheme == "https")
    return PointerFault{"url", "is http, so whoever stands between can put another one in place"};
  if (url.scheme != "https" && !same_origin(url, own)) return PointerFault{"url", "is not https"};
  return std::nullopt;
}

// What came of following it. Faults of the network that may pass are none.
std::optional<PointerFault> answer_fault(const Exchange& exchange) {
  switch (exchange.fault) {
    case HttpFault::BlockedAddress:
      return PointerFault{name(exchange.fault), "leads to an address that is not public"};
    case HttpFault::RedirectLoop:
    case HttpFault::RedirectDowngrade:
    case HttpFault::RedirectRefused:
    case HttpFault::TooManyRedirects:
      return PointerFault{"redirect", "is redirected to where no client follows"};
    default:
      break;
  }
  const int status = exchange.status;
  // 401, 403, 5xx and HTML have rules of their own.
  if (status == 0 || status == 200 || status == 401 || status == 403 || status >= 500)
    return std::nullopt;
  return PointerFault{"status", fmt::format("is answered {}", status)};
}

// With 'other-origin': only whether it leads away from the MCP server.
void challenge_pointer_url(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const Refusal refusal = sound(view, report);
  if (refusal.challenges == nullptr) return;
  const std::string* pointer = parameter(*refusal.challenges, "resource_metadata");
  if (pointer == nullptr) return report.not_assessed(refusal.role, "no-pointer");
  auto fault = url_fault(view, *pointer);
  constexpr std::string_view kRole = "prm-pointer";
  const Exchange* exchange = view.exchange(kRole);
  std::string_view evidence = refusal.role;
  if (!fault && exchange != nullptr) {
    fault = answer_fault(*exchange);
    evidence = kRole;
  }
  const Params params{{"pointer", printable(*pointer, 200)},
                      {"fault", fault ? fault->what : "leads to another origin"}};
  if (args.flag("other-origin")) {
    if (fault) return report.not_assessed(evidence, "other-status");
    if (same_origin(parse_web_url(*pointer), parse_web_url(view.target.url)))
      return judged(view, kRole, report) == nullptr ? void() : report.pass(kRole);
    return report.fail(evidence, "mismatch", "a URL of the server's own origin", params);
  }
  if (fault)
    return report.fail(evidence, fault->reason, "an absolute https URL that answers 200", params);
  exchange = judged(view, kRole, report);
  if (exchange == nullptr) return;
  if (exchange->status != 200) return report.not_assessed(kRole, "other-status");
  report.pass(kRole);
}

std::set<std::string_view> words_of(std::string_view text) {
  std::set<std::string_view> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.insert(word);
  }
  return words;
}

// Every scope that the metadata lists.
std::set<std::string_view> offered_scopes(const ProbeView& view) {
  std::set<std::string_view> scopes;
  const std::string_view role = prm_role(view.journal);
  const Document* metadata = role.empty() ? nullptr : view.document(role);
  if (metadata == nullptr) return scopes;
  for (const Value scope : metadata->root()["scopes_supported"]) {
    if (scope.is_string()) scopes.insert(scope.text());
  }
  return scopes;
}

// With 'broad': whether it asks for too much; else whether it asks at all.
void challenge_scope(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const Refusal refusal = sound(view, report);
  if (refusal.challenges == nullptr) return;
  const std::string* scope = parameter(*refusal.challenges, "scope");
  if (!args.flag("broad")) {
    if (scope != nullptr && !trim(*scope).empty()) return report.pass(refusal.role);
    return report.fail(refusal.role, "challenge", "a parameter 'scope'",
                       {{"fault", "names no scope"}});
  }
  if (scope == nullptr) return report.not_assessed(refusal.role, "no-scope");
  const std::set<std::string_view> asked = words_of(*scope);
  std::string fault;
  if (asked.count("*") != 0) {
    fault = "asks for the scope '*'";
  } else if (asked.count("offline_access") != 0) {
    fault = "asks for 'offline_access', which no call needs";
  } else if (asked.size() >= kManyScopes && asked == offered_scopes(view)) {
    fault = fmt::format("asks for all {} scopes that there are", asked.size());
  }
  if (fault.empty()) return report.pass(refusal.role);
  report.fail(refusal.role, "challenge", "the scopes that the call needs", {{"fault", fault}});
}

void challenge_error_code(const ProbeView& view, const Args&, ProbeReporter& report) {
  const Refusal refusal = present(view, report);
  if (refusal.challenges == nullptr) return;
  const std::string* error = parameter(*refusal.challenges, "error");
  if (error == nullptr) return report.pass(refusal.role);
  report.fail(refusal.role, "challenge", "no 'error' where no credential was sent",
              {{"error", printable(*error, 60)}});
}

using Type = ArgSpec::Type;
constexpr std::array kPointerArgs{ArgSpec{"prm", Type::Text, true}};
constexpr std::array kUrlArgs{ArgSpec{"other-origin", Type::Flag, false}};
constexpr std::array kScopeArgs{ArgSpec{"broad", Type::Flag, false}};

constexpr std::array kTable{
    ProbeCheckEntry{"challenge-present", "a 401 has no challenge", {}, challenge_present},
    ProbeCheckEntry{"challenge-syntax",
                    "the challenges do not fit the grammar; with OAuth: none is a 'Bearer' with "
                    "parameters",
                    {},
                    challenge_syntax},
    ProbeCheckEntry{
        "challenge-order", "another challenge stands before 'Bearer'", {}, challenge_order},
    ProbeCheckEntry{"challenge-pointer",
                    "no challenge has 'resource_metadata'; 'prm' (found or missing) says whether "
                    "the metadata is found without it",
                    kPointerArgs, challenge_pointer_check},
    ProbeCheckEntry{"challenge-pointer-url",
                    "'resource_metadata' is a URL that clients cannot follow; with 'other-origin': "
                    "that leads to another origin",
                    kUrlArgs, challenge_pointer_url},
    ProbeCheckEntry{"challenge-scope",
                    "no challenge has 'scope'; with 'broad': it asks for too much", kScopeArgs,
                    challenge_scope},
    ProbeCheckEntry{"challenge-error-code",
                    "a challenge has 'error' although no credential was sent",
                    {},
                    challenge_error_code},
};

}  // namespace

ProbeCheckTable challenge_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
