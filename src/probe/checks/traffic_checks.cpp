// What any request of the walk may meet: redirects, logins, trouble on the server, limits.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "address/web_url.h"
#include "base/text.h"
#include "doc/load.h"
#include "probe/checks/table.h"
#include "probe/well_known.h"

namespace cardlint::probe_checks {
namespace {

using Type = ArgSpec::Type;

bool begins_with_one(std::string_view role, const std::vector<std::string_view>& heads) {
  return std::any_of(heads.begin(), heads.end(), [&](std::string_view head) {
    return head.ends_with('-') ? role.starts_with(head) : role == head;
  });
}

// Asks each exchange of the walk; one finding for all at which `judge` finds something (it fills
// the finding and says true), since one cause is behind them. Roles of 'except' are left to others.
template <class Judge>
void whole_walk(const ProbeView& view, const Args& args, ProbeReporter& report, Judge&& judge) {
  const std::vector<std::string_view> except = args.texts("except");
  ProbeFinding first{Outcome::Fail, "", "", "", {}, {}};
  std::size_t count = 0;
  std::string_view fine, silent;
  for (const Journal::Entry& entry : view.journal.entries()) {
    if (begins_with_one(entry.role, except) || entry.role.starts_with("row-")) continue;
    ProbeFinding finding{Outcome::Fail, entry.role, "", "", {}, {}};
    if (judge(entry.exchange, finding)) {
      if (count++ == 0) first = std::move(finding);
    } else if (!entry.exchange.answered()) {
      silent = silent.empty() ? std::string_view(entry.role) : silent;
    } else if (fine.empty()) {
      fine = entry.role;
    }
  }
  if (count > 0) {
    first.params.emplace_back("more", count == 1 ? "" : fmt::format(" (and {} more)", count - 1));
    return report.add(std::move(first));
  }
  if (!fine.empty()) return report.pass(fine);
  report.not_assessed(silent, silent.empty() ? "not-sent" : name(view.exchange(silent)->fault));
}

// The words of a host and a path: letters and digits between other characters.
std::set<std::string> words_of(std::string_view url) {
  std::set<std::string> words;
  const WebUrl parsed = parse_web_url(url);
  const std::string text = to_lower_ascii(parsed.host + path_of(url).substr(0, 2000));
  std::string word;
  for (const char c : text.substr(0, text.find('?')) + "/") {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::move(word));
      word.clear();
    }
  }
  return words;
}

void login(const ProbeView& view, const Args& args, ProbeReporter& report) {
  whole_walk(view, args, report, [](const Exchange& exchange, ProbeFinding& finding) {
    const auto leads_to_login = [&](const std::string& from, const std::string& location) {
      const std::string to = resolve_reference(location, from);
      return is_login_redirect(from, to);
    };
    const std::string* location =
        exchange.status >= 300 && exchange.status < 400 ? exchange.header("location") : nullptr;
    std::string found;
    for (const HttpHop& hop : exchange.hops) {
      if (found.empty() && leads_to_login(hop.url, hop.location)) found = hop.location;
    }
    if (found.empty() && location != nullptr && leads_to_login(exchange.url, *location))
      found = *location;
    if (found.empty()) return false;
    finding.reason = "redirect";
    finding.expected = "no redirect to a login page";
    finding.params = {{"location", printable(found, 200)}};
    return true;
  });
}

void server_error(const ProbeView& view, const Args& args, ProbeReporter& report) {
  whole_walk(view, args, report, [](const Exchange& exchange, ProbeFinding& finding) {
    if (exchange.status < 500 || exchange.status > 599) return false;
    finding.reason = "status";
    finding.expected = "not 5xx";
    finding.params = {{"attempts", exchange.attempts > 1
                                       ? fmt::format(" in {} attempts", exchange.attempts)
                                       : std::string()}};
    return true;
  });
}

void rate_limited(const ProbeView& view, const Args& args, ProbeReporter& report) {
  whole_walk(view, args, report, [](const Exchange& exchange, ProbeFinding& finding) {
    if (exchange.status != 429) return false;
    const std::string* wait = exchange.header("retry-after");
    finding.reason = "status";
    finding.expected = "not 429";
    finding.params = {{"wait", wait == nullptr
                                   ? std::string("without Retry-After")
                                   : fmt::format("with Retry-After '{}'", printable(*wait, 40))}};
    return true;
  });
}

// A fault of the network among 'faults'.
void fault(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::vector<std::string_view> faults = args.texts("faults");
  const bool begun = args.flag("answered");
  whole_walk(view, args, report, [&](const Exchange& exchange, ProbeFinding& finding) {
    const std::string_view word = name(exchange.fault);
    if (word.empty() || std::find(faults.begin(), faults.end(), word) == faults.end()) return false;
    if (begun && !exchange.answered()) return false;
    finding.reason = word;
    finding.params = {{"fault", std::string(word)},
                      {"detail", exchange.detail.empty() ? std::string()
                                                         : ": " + printable(exchange.detail, 200)}};
    return true;
  });
}

// More redirects than 'most', or one to another host.
void long_redirect(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const auto most = static_cast<std::size_t>(args.number("most", 3));
  whole_walk(view, args, report, [&](const Exchange& exchange, ProbeFinding& finding) {
    if (exchange.hops.empty() || !exchange.answered()) return false;
    const bool abroad =
        parse_web_url(exchange.url).host != parse_web_url(exchange.request.url).host;
    if (!abroad && exchange.hops.size() <= most) return false;
    finding.reason = "redirect";
    finding.expected = fmt::format("at most {} redirects, all on one host", most);
    finding.params = {
        {"what", abroad ? fmt::format("to '{}', on another host", printable(exchange.url, 200))
                        : fmt::format("{} times", exchange.hops.size())}};
    return true;
  });
}

// A body of more than 'bytes', or an answer that takes more than 'ms'.
void heavy(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const double bytes = args.number("bytes", 262144);
  const double ms = args.number("ms", 3000);
  whole_walk(view, args, report, [&](const Exchange& exchange, ProbeFinding& finding) {
    if (exchange.fault != HttpFault::None) return false;
    const bool large = static_cast<double>(exchange.body.size()) > bytes;
    if (!large && exchange.timing.total <= ms) return false;
    finding.reason = large ? "too-large" : "slow";
    finding.expected = large ? fmt::format("at most {:.0f} KiB", bytes / 1024)
                             : fmt::format("at most {:.0f} s", ms / 1000);
    finding.params = {{"what", large ? fmt::format("is {} KiB long", exchange.body.size() / 1024)
                                     : fmt::format("took {:.1f} s", exchange.timing.total / 1000)}};
    return true;
  });
}

// A body that is neither empty nor a JSON object, of an answer with a status of 'when'.
void json_or_empty(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::vector<std::string_view> when = args.texts("when");
  std::string_view seen, bad;
  for (const std::string_view pattern : args.texts("of")) {
    for (const std::string_view role : view.roles(pattern)) {
      const Exchange& exchange = *view.exchange(role);
      const std::string status = std::to_string(exchange.status);
      if (std::find(when.begin(), when.end(), status) == when.end()) continue;
      seen = seen.empty() ? role : seen;
      if (trim(exchange.body).empty()) continue;
      const SourceFile source("", exchange.body);
      if (!load_json(source, Limits{}).tree.root().is_object() && bad.empty()) bad = role;
    }
  }
  if (seen.empty()) return report.not_assessed("", "other-status");
  if (bad.empty()) return report.pass(seen);
  report.fail(bad, "body", "an empty body or a JSON object",
              {{"body", fmt::format("'{}'", printable(view.exchange(bad)->body, 60))}});
}

// The same request, asked again and again: other statuses, or slower than 'ms'.
void repeats(const ProbeView& view, const Args& args, ProbeReporter& report) {
  for (const std::string_view pattern : args.texts("of")) {
    std::set<int> statuses;
    std::string_view last, slow;
    std::size_t answers = 0;
    bool limited = false;
    for (const std::string_view role : view.roles(pattern)) {
      const Exchange& exchange = *view.exchange(role);
      if (!exchange.answered()) continue;
      ++answers;
      last = role;
      limited = limited || exchange.status == 429;
      statuses.insert(exchange.status);
      if (exchange.timing.total > args.number("ms", 10000)) slow = role;
    }
    if (view.roles(pattern).empty()) {
      report.not_assessed(pattern, view.why_not_sent(pattern));
    } else if (limited) {
      report.not_assessed(last, "rate-limited");
    } else if (answers < 3) {
      report.not_assessed(last, "too-few");
    } else if (statuses.size() > 1) {
      report.fail(last, "mismatch", "the same status each time",
                  {{"what", fmt::format("answered {}", fmt::join(statuses, ", "))}});
    } else if (!slow.empty()) {
      report.fail(
          slow, "slow", "an answer within 10 s",
          {{"what", fmt::format("slow ({:.1f} s)", view.exchange(slow)->timing.total / 1000)}});
    } else {
      report.pass(last);
    }
  }
}

constexpr std::array kExceptArgs{ArgSpec{"except", Type::Texts, false}};
constexpr std::array kFaultArgs{ArgSpec{"except", Type::Texts, false},
                                ArgSpec{"faults", Type::Texts, true},
                                ArgSpec{"answered", Type::Flag, false}};
constexpr std::array kHopArgs{ArgSpec{"except", Type::Texts, false},
                              ArgSpec{"most", Type::Number, false}};
constexpr std::array kHeavyArgs{ArgSpec{"except", Type::Texts, false},
                                ArgSpec{"bytes", Type::Number, false},
                                ArgSpec{"ms", Type::Number, false}};
constexpr std::array kBodyArgs{ArgSpec{"of", Type::Texts, true},
                               ArgSpec{"when", Type::Texts, true}};
constexpr std::array kRepeatArgs{ArgSpec{"of", Type::Texts, true},
                                 ArgSpec{"ms", Type::Number, false}};

constexpr std::array kTable{
    ProbeCheckEntry{"login", "any request is redirected to a login page", kExceptArgs, login},
    ProbeCheckEntry{"server-error", "any request is answered 5xx", kExceptArgs, server_error},
    ProbeCheckEntry{"rate-limited", "any request is answered 429", kExceptArgs, rate_limited},
    ProbeCheckEntry{"fault", "any request ends by one of 'faults' ('answered': once it has begun)",
                    kFaultArgs, fault},
    ProbeCheckEntry{"long-redirect", "more than 'most' redirects, or one to another host", kHopArgs,
                    long_redirect},
    ProbeCheckEntry{"heavy", "an answer is longer than 'bytes' or takes longer than 'ms'",
                    kHeavyArgs, heavy},
    ProbeCheckEntry{"json-or-empty", "a body is neither empty nor a JSON object", kBodyArgs,
                    json_or_empty},
    ProbeCheckEntry{"repeats", "the same request is answered otherwise when it is repeated",
                    kRepeatArgs, repeats},
};

}  // namespace

bool is_login_redirect(std::string_view from, std::string_view to) {
  constexpr std::string_view kWords[] = {"login", "signin", "logon", "sso", "auth", "authorize"};
  // Metadata that lies on the authorization server's host is no page.
  if (to.empty() || path_of(to).starts_with("/.well-known/")) return false;
  const std::set<std::string> here = words_of(from), there = words_of(to);
  const bool sign_in = there.count("sign") != 0 && there.count("in") != 0;
  return sign_in || std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) {
           return there.count(std::string(word)) != 0 && here.count(std::string(word)) == 0;
         });
}

ProbeCheckTable traffic_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
