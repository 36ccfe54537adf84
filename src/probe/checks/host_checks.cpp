// The name, its addresses, its certificate, plain HTTP, and what other user agents are told.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "address/uri.h"
#include "address/web_url.h"
#include "base/text.h"
#include "probe/checks/table.h"
#include "probe/well_known.h"

namespace cardlint::probe_checks {
namespace {

using Type = ArgSpec::Type;

constexpr std::string_view kHandshakes[] = {"mcp-discover", "mcp-initialize"};

bool is_local(const WebUrl& url) {
  if (url.address) return classify(*url.address).sort == AddressSort::Loopback;
  return url.host == "localhost" || url.host.ends_with(".localhost");
}

// The exchange with the target's own host that knows its addresses, else the first one.
std::string_view first_contact(const ProbeView& view) {
  std::string_view role = kHandshakes[0];
  for (const std::string_view candidate : kHandshakes) {
    const Exchange* exchange = view.exchange(candidate);
    if (exchange != nullptr && !exchange->addresses.empty()) return candidate;
    if (exchange != nullptr && view.exchange(role) == nullptr) role = candidate;
  }
  return role;
}

// The first contact, if the name of a target that has one was looked up; else says why not.
const Exchange* resolved(const ProbeView& view, std::string_view role, ProbeReporter& report) {
  const Exchange* exchange = view.exchange(role);
  if (exchange == nullptr) {
    report.not_assessed(role, view.why_not_sent(role));
  } else if (exchange->addresses.empty()) {
    report.not_assessed(role, exchange->fault == HttpFault::None ? std::string_view("no-address")
                                                                 : name(exchange->fault));
    return nullptr;
  }
  return exchange;
}

void dns(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = first_contact(view);
  if (parse_web_url(view.target.url).address) return report.not_assessed(role, "ip-literal");
  const Exchange* exchange = view.exchange(role);
  if (exchange != nullptr && exchange->fault == HttpFault::Dns) {
    return report.fail(role, "dns", "an address",
                       {{"host", printable(parse_web_url(view.target.url).host)}});
  }
  if (resolved(view, role, report) != nullptr) report.pass(role);
}

void public_address(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = first_contact(view);
  if (view.settings.allow_private) return report.not_assessed(role, "allowed-private");
  // Who types localhost knows that it is his own machine.
  if (is_local(parse_web_url(view.target.url))) return report.not_assessed(role, "local-target");
  const Exchange* exchange = resolved(view, role, report);
  if (exchange == nullptr) return;
  for (const std::string& text : exchange->addresses) {
    const auto address = parse_ip_address(text);
    const AddressRange range = address ? classify(*address) : AddressRange{};
    if (range.is_public()) continue;
    return report.fail(role, "address", "public addresses only",
                       {{"host", printable(parse_web_url(view.target.url).host)},
                        {"address", to_text(*address)},
                        {"range", std::string(range.name)}});
  }
  report.pass(role);
}

void ipv4(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = first_contact(view);
  const WebUrl url = parse_web_url(view.target.url);
  if (url.address) return report.not_assessed(role, "ip-literal");
  const Exchange* exchange = resolved(view, role, report);
  if (exchange == nullptr) return;
  const bool has = std::any_of(
      exchange->addresses.begin(), exchange->addresses.end(),
      [](const std::string& text) { return parse_ip_address(text).value_or(IpAddress{}).is_v4; });
  if (has) return report.pass(role);
  report.fail(role, "address", "an IPv4 address", {{"host", printable(url.host)}});
}

bool is_tls(HttpFault fault) {
  return fault == HttpFault::Tls || fault == HttpFault::TlsExpired || fault == HttpFault::TlsHost ||
         fault == HttpFault::TlsUntrusted;
}

void tls(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = kHandshakes[0];
  if (parse_web_url(view.target.url).scheme != "https")
    return report.not_assessed(role, "plain-target");
  const Exchange* exchange = view.exchange(role);
  if (exchange == nullptr) return report.not_assessed(role, view.why_not_sent(role));
  if (is_tls(exchange->fault)) {
    const std::string detail = printable(exchange->detail, 200);
    return report.fail(role, name(exchange->fault), "a connection with TLS 1.2 or later",
                       {{"detail", detail.empty() ? std::string(name(exchange->fault)) : detail}});
  }
  if (exchange->answered()) return report.pass(role);
  report.not_assessed(role, name(exchange->fault));
}

// Fewer than 'least' days are left to the certificate.
void certificate_days(const ProbeView& view, const Args& args, ProbeReporter& report) {
  constexpr double kDay = 86400;
  const std::string_view first = kHandshakes[0];
  if (parse_web_url(view.target.url).scheme != "https")
    return report.not_assessed(first, "plain-target");
  // Only the exchange that made the connection saw the certificate.
  for (const Journal::Entry& entry : view.journal.entries()) {
    const Exchange& exchange = entry.exchange;
    if (!exchange.certificate || !exchange.hops.empty() ||
        origin_of(exchange.request.url) != origin_of(view.target.url))
      continue;
    // What is over, or not trusted, is the handshake's fault.
    if (is_tls(exchange.fault)) return report.not_assessed(entry.role, name(exchange.fault));
    const double days = static_cast<double>(exchange.certificate->not_after - exchange.at) / kDay;
    if (days >= args.number("least", 14)) return report.pass(entry.role);
    return report.fail(entry.role, "certificate",
                       fmt::format("{:.0f} days or more", args.number("least", 14)),
                       {{"days", fmt::format("{}", static_cast<long>(days))}});
  }
  report.not_assessed(first, "no-certificate");
}

struct Plain {
  Outcome outcome = Outcome::Pass;
  std::string_view reason;
  std::string what;
};

Plain judge_plain(const Exchange& exchange) {
  if (!exchange.answered()) {
    // Nobody listens there, or a wall drops it.
    const bool closed = exchange.fault == HttpFault::Connect ||
                        exchange.fault == HttpFault::Timeout || exchange.fault == HttpFault::Reset;
    return closed ? Plain{} : Plain{Outcome::NotAssessed, name(exchange.fault), {}};
  }
  if ((exchange.status >= 200 && exchange.status < 300) || exchange.status == 401)
    return {Outcome::Fail, "status", fmt::format("answered {} in clear", exchange.status)};
  if (exchange.status < 300 || exchange.status >= 400) return {};
  const std::string* location = exchange.header("location");
  const std::string to =
      location == nullptr ? "" : resolve_reference(*location, exchange.request.url);
  const WebUrl there = parse_web_url(to);
  const WebUrl here = parse_web_url(exchange.request.url);
  if (there.scheme == "https" && there.host == here.host) return {};
  return {Outcome::Fail, "redirect",
          fmt::format("redirected to '{}'",
                      location == nullptr ? std::string() : printable(*location, 200))};
}

void plain_http(const ProbeView& view, const Args&, ProbeReporter& report) {
  const WebUrl target = parse_web_url(view.target.url);
  std::vector<std::string_view> roles = {"http-mcp", "http-card"};
  if (target.scheme == "http") {
    const bool meant = is_local(target) || view.settings.allow_private;
    if (meant) return report.not_assessed("http-mcp", "plain-target");
    roles = {"mcp-initialize"};
  }
  for (const std::string_view role : roles) {
    const Exchange* exchange = view.exchange(role);
    if (exchange == nullptr) {
      report.not_assessed(role, view.why_not_sent(role));
      continue;
    }
    const Plain plain = judge_plain(*exchange);
    if (plain.outcome == Outcome::NotAssessed) report.not_assessed(role, plain.reason);
    if (plain.outcome == Outcome::Pass) report.pass(role);
    // One listener, one fault.
    if (plain.outcome == Outcome::Fail)
      return report.fail(role, plain.reason, "no listener, or 301 or 308 to https on this host",
                         {{"what", plain.what}});
  }
}

bool is_blocked(const Exchange& exchange) {
  return exchange.status == 403 || exchange.status == 429 || exchange.status == 503 ||
         exchange.header("cf-mitigated") != nullptr;
}

// What the agent 'who' gets at the MCP URL or for the card is of another class than what this
// program gets.
void agent(const ProbeView& view, const Args& args, ProbeReporter& report) {
  for (const std::string_view who : args.texts("who")) {
    for (const std::string_view place : {std::string_view("mcp"), std::string_view("card")}) {
      const std::string role = fmt::format("agent-{}-{}", who, place);
      const Exchange* ours = view.exchange(place == "mcp" ? "mcp-post" : "card");
      const Exchange* theirs = answered(view, role, report);
      if (theirs == nullptr) continue;
      if (ours == nullptr || !ours->answered() || is_blocked(*ours)) {
        report.not_assessed(role, "no-comparison");
        continue;
      }
      const bool same = theirs->status / 100 <= ours->status / 100 && !is_blocked(*theirs);
      if (same) {
        report.pass(role);
        continue;
      }
      const std::string* sent = find_header(theirs->request.headers, "user-agent");
      const bool named = sent != nullptr && !sent->empty();
      report.fail(role, "status", fmt::format("{} as for others", ours->status),
                  {{"agent", named ? fmt::format("the agent '{}'", *sent) : "no user agent"},
                   {"ours", std::to_string(ours->status)}});
      break;
    }
  }
}

constexpr std::array kDaysArgs{ArgSpec{"least", Type::Number, false}};
constexpr std::array kAgentArgs{ArgSpec{"who", Type::Texts, true}};

constexpr std::array kTable{
    ProbeCheckEntry{"dns", "the name of the MCP URL does not resolve", {}, dns},
    ProbeCheckEntry{
        "public-address", "the name resolves to an address that is not public", {}, public_address},
    ProbeCheckEntry{"ipv4", "the name has no IPv4 address", {}, ipv4},
    ProbeCheckEntry{"tls", "the TLS handshake fails", {}, tls},
    ProbeCheckEntry{"certificate-days", "the certificate ends in fewer than 'least' days",
                    kDaysArgs, certificate_days},
    ProbeCheckEntry{
        "plain-http", "plain HTTP is answered, or redirected elsewhere", {}, plain_http},
    ProbeCheckEntry{"agent", "a user agent is answered otherwise than this program", kAgentArgs,
                    agent},
};

}  // namespace

ProbeCheckTable host_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
