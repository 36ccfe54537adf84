// The catalogue, the places where cards used to lie, and small files beside them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/address/endpoints.h"
#include "doc/load.h"
#include "probe/checks/table.h"

namespace cardlint::probe_checks {
namespace {

using Type = ArgSpec::Type;

bool is_gone(int status) {
  return status == 404 || status == 410;
}

// Says "not assessed" of an answer that tells nothing about a document.
bool says_nothing(const Exchange& exchange, std::string_view role, ProbeReporter& report) {
  if (exchange.status == 429) {
    report.not_assessed(role, "rate-limited");
  } else if (exchange.status / 100 == 5) {
    report.not_assessed(role, "other-status");
  } else {
    return false;
  }
  return true;
}

void catalog(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view role = "catalog";
  const Exchange* exchange = answered(view, role, report);
  if (exchange == nullptr || says_nothing(*exchange, role, report)) return;
  const auto fail = [&](std::string_view reason, std::string what) {
    report.fail(role, reason, "200 with an AI catalogue", {{"what", std::move(what)}});
  };
  if (exchange->status != 200) {
    if (!view.consumers.has(Consumer::Sep2127))
      return report.not_assessed(role, is_gone(exchange->status) ? "not-declared" : "other-status");
    return fail("status", fmt::format("is answered {}", exchange->status));
  }
  const std::vector<std::string_view> types = args.texts("types");
  const std::string type = media_type(*exchange);
  if (std::find(types.begin(), types.end(), type) == types.end())
    return fail("media-type", type.empty() ? std::string("comes without a media type")
                                           : fmt::format("comes as '{}'", printable(type)));
  if (!exchange->body_whole) return report.not_assessed(role, "no-document");
  if (view.document(role) == nullptr) return fail("body", "is no JSON");
  for (const Diagnostic* diagnostic : view.findings(role)) {
    if (diagnostic->severity == Severity::Error && !diagnostic->suppressed)
      return fail("schema", fmt::format("has errors: {}", diagnostic->message));
  }
  report.pass(role);
}

struct Link {
  std::string_view reason;  // "" when it leads to a card
  std::string what;
};

Link judge_link(const ProbeView& view, std::string_view role, const Exchange& exchange) {
  if (exchange.status != 200) return {"status", fmt::format("is answered {}", exchange.status)};
  const Document* card = view.document(role);
  if (card == nullptr) return {"body", "brings no JSON"};
  for (const Diagnostic* diagnostic : view.findings(role)) {
    if (diagnostic->severity == Severity::Error && !diagnostic->suppressed)
      return {"schema", fmt::format("brings a card with errors: {}", diagnostic->message)};
  }
  return {};
}

bool names_target(const ProbeView& view, const Document& card) {
  const auto endpoints = checks::endpoints_of(card);
  return std::any_of(endpoints.begin(), endpoints.end(), [&](const checks::Mention& endpoint) {
    return checks::plain_endpoint(endpoint.value.text()) == checks::plain_endpoint(view.target.url);
  });
}

// Each card of the catalogue is there and sound, and one of them names this server: a catalogue
// may list others beside it.
void links(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::vector<std::string_view> roles = view.roles("catalog-*");
  if (roles.empty()) return report.not_assessed("catalog-1", view.why_not_sent("catalog-1"));
  std::string_view last;
  bool named = false, all = true;
  for (const std::string_view role : roles) {
    const Exchange& exchange = *view.exchange(role);
    if (exchange.fault == HttpFault::BlockedAddress) {
      report.not_assessed(role, "refused-address");
      all = false;
      continue;
    }
    if (answered(view, role, report) == nullptr || says_nothing(exchange, role, report)) {
      all = false;
      continue;
    }
    const Link link = judge_link(view, role, exchange);
    if (!link.reason.empty()) {
      report.fail(role, link.reason, "a card", {{"what", link.what}});
      all = false;
      continue;
    }
    named = named || names_target(view, *view.document(role));
    last = role;
  }
  if (named) {
    report.pass(last);
  } else if (all && !last.empty()) {
    report.fail(last, "mismatch", "a card that names this server",
                {{"what", "and no other names the MCP URL that was asked"}});
  }
}

std::string version_of(Value card) {
  const Value info = card["serverInfo"]["version"];
  const Value version = info ? info : card["version"];
  return version.is_string() ? std::string(version.text()) : std::string();
}

// A place where cards used to lie still has one, of another version.
void old_path(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::vector<std::string_view> roles = view.roles("active-card-old-*");
  if (roles.empty()) return report.not_assessed("", view.why_not_sent("active-card-old-1"));
  const Document* current = view.document("card");
  if (current == nullptr) current = view.document("card-2127");
  const std::string version = current == nullptr ? "" : version_of(current->root());
  for (const std::string_view role : roles) {
    const Exchange* exchange = answered(view, role, report);
    if (exchange == nullptr || says_nothing(*exchange, role, report)) continue;
    if (exchange->status != 200) {
      report.pass(role);
      continue;
    }
    const SourceFile source("", exchange->body);
    const Loaded loaded = load_json(source, Limits{});
    const std::string old = version_of(loaded.tree.root());
    if (version.empty() || old.empty()) {
      report.not_assessed(role, view.soft_404() ? "soft-404" : "no-document");
    } else if (old == version) {
      report.pass(role);
    } else {
      report.fail(role, "mismatch", "404, or the same version",
                  {{"version", printable(old, 40)}, {"current", printable(version, 40)}});
    }
  }
}

// The answer is a JSON object: a file of an older contract is still there.
void left_over(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view role = args.text("of");
  const Exchange* exchange = answered(view, role, report);
  if (exchange == nullptr || says_nothing(*exchange, role, report)) return;
  if (exchange->status != 200) return report.pass(role);
  if (view.soft_404() || !brings_object(exchange)) return report.not_assessed(role, "soft-404");
  report.fail(role, "status", "404");
}

bool is_base64(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=';
  });
}

// "v=MCPv1; k=ed25519; p=<base64>" in one line.
bool is_proof(std::string_view line) {
  const std::vector<std::string_view> parts = split(line, ';');
  if (parts.size() != 3 || trim(parts[0]) != "v=MCPv1") return false;
  const std::string_view algorithm = trim(parts[1]), key = trim(parts[2]);
  return (algorithm == "k=ed25519" || algorithm == "k=ecdsap384") && key.starts_with("p=") &&
         is_base64(key.substr(2));
}

void registry_proof(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string_view role = "registry-auth";
  const Exchange* exchange = answered(view, role, report);
  if (exchange == nullptr || says_nothing(*exchange, role, report)) return;
  if (is_gone(exchange->status)) return report.pass(role);
  if (exchange->status != 200) return report.not_assessed(role, "other-status");
  if (is_proof(trim(exchange->body))) return report.pass(role);
  report.fail(role, "body", "one line 'v=MCPv1; k=ed25519; p=…'",
              {{"body", fmt::format("'{}'", printable(trim(exchange->body), 60))}});
}

constexpr std::array kCatalogArgs{ArgSpec{"types", Type::Texts, true}};
constexpr std::array kOfArgs{ArgSpec{"of", Type::Text, true}};

constexpr std::array kTable{
    ProbeCheckEntry{"catalog", "the AI catalogue is not there, or cannot be read", kCatalogArgs,
                    catalog},
    ProbeCheckEntry{"catalog-links",
                    "a card of the catalogue is not there, or none is this server's",
                    {},
                    links},
    ProbeCheckEntry{"old-card-path", "a place of old has a card of another version", {}, old_path},
    ProbeCheckEntry{"left-over", "a document of an older contract is still served", kOfArgs,
                    left_over},
    ProbeCheckEntry{
        "registry-proof", "the proof for the registry has another form", {}, registry_proof},
};

}  // namespace

ProbeCheckTable catalog_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
