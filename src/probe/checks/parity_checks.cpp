// A served card against the server that runs: its tools, its name and version, its endpoint.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/address/endpoints.h"
#include "probe/checks/table.h"

namespace cardlint::probe_checks {
namespace {

using Type = ArgSpec::Type;

// The card that readers find: Smithery's, else that of SEP-2127.
std::string_view card_role(const ProbeView& view) {
  return view.document("card") == nullptr && view.document("card-2127") != nullptr ? "card-2127"
                                                                                   : "card";
}

// Null, and says why, when no card is served.
const Document* served_card(const ProbeView& view, ProbeReporter& report) {
  const std::string_view role = card_role(view);
  const Document* card = view.document(role);
  if (card == nullptr || !card->root().is_object()) {
    if (answered(view, role, report) != nullptr) report.not_assessed(role, "no-document");
    return nullptr;
  }
  return card;
}

struct LiveTools {
  std::string_view role;  // of the first page; "" when there is no list
  std::set<std::string> names;
  bool whole = false;
};

LiveTools live_tools(const ProbeView& view) {
  LiveTools live;
  for (const std::string_view head :
       {std::string_view("auth-tools"), std::string_view("mcp-tools")}) {
    if (!view.answer(head).result()["tools"].is_array()) continue;
    live.role = head;
    for (const std::string_view role : view.roles(fmt::format("{}*", head))) {
      const Value result = view.answer(role).result();
      for (const Value tool : result["tools"]) {
        if (tool["name"].is_string()) live.names.emplace(tool["name"].text());
      }
      live.whole = result["tools"].is_array() && !result["nextCursor"].is_string();
    }
    break;
  }
  return live;
}

// At most five names.
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> shown;
  for (const std::string& name : names) {
    if (shown.size() < kShown) shown.push_back(fmt::format("'{}'", printable(name, 60)));
  }
  const std::string more =
      names.size() > kShown ? fmt::format(" and {} more", names.size() - kShown) : "";
  return join(shown, ", ") + more;
}

std::vector<std::string> missing_from(const std::set<std::string>& there,
                                      const std::set<std::string>& wanted) {
  std::vector<std::string> missing;
  std::set_difference(wanted.begin(), wanted.end(), there.begin(), there.end(),
                      std::back_inserter(missing));
  return missing;
}

void tools(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view role = card_role(view);
  const std::vector<std::string_view> dialects = args.texts("dialects");
  const Document* there = view.document(role);
  if (there != nullptr &&
      std::find(dialects.begin(), dialects.end(), name(there->dialect)) == dialects.end())
    return;
  const Document* card = served_card(view, report);
  if (card == nullptr) return;
  const Value list = card->root()["tools"];
  if (card->dialect == Dialect::Sep2127 || !list.is_array())
    return report.not_assessed(role, "not-declared");
  std::set<std::string> in_card;
  for (const Value tool : list) {
    if (tool.is_text("dynamic")) return report.not_assessed(role, "dynamic");
    if (tool["name"].is_string()) in_card.emplace(tool["name"].text());
  }
  const LiveTools live = live_tools(view);
  if (live.role.empty()) return report.not_assessed("mcp-tools", "no-document");
  const auto unknown = live.whole ? missing_from(live.names, in_card) : std::vector<std::string>();
  const auto unlisted = missing_from(in_card, live.names);
  if (unknown.empty() && unlisted.empty())
    return live.whole ? report.pass(role) : report.not_assessed(live.role, "incomplete");
  std::vector<std::string> said;
  if (!unlisted.empty()) said.push_back("the card lacks " + listed(unlisted));
  if (!unknown.empty()) said.push_back("the server lacks " + listed(unknown));
  report.fail(role, "mismatch", "the tools of tools/list", {{"what", join(said, "; ")}});
}

struct Runtime {
  std::string_view role;  // "" when no handshake succeeded
  Value info;
  std::string newest;               // of the protocol, as answered
  std::vector<std::string> others;  // supportedVersions
};

Runtime runtime_of(const ProbeView& view) {
  Runtime runtime;
  for (const std::string_view role :
       {std::string_view("auth-discover"), std::string_view("mcp-discover"),
        std::string_view("auth-initialize"), std::string_view("mcp-initialize")}) {
    const Value result = view.answer(role).result();
    if (!result.is_object()) continue;
    const Value meta = result["_meta"]["io.modelcontextprotocol/serverInfo"];
    const Value info = result["serverInfo"].is_object() ? result["serverInfo"] : meta;
    if (runtime.role.empty() || !runtime.info) {
      runtime.role = role;
      runtime.info = info;
    }
    if (result["protocolVersion"].is_string())
      runtime.newest = std::max(runtime.newest, std::string(result["protocolVersion"].text()));
    for (const Value version : result["supportedVersions"]) {
      if (!version.is_string()) continue;
      runtime.others.emplace_back(version.text());
      runtime.newest = std::max(runtime.newest, runtime.others.back());
    }
  }
  return runtime;
}

// A name of SEP-2127, "com.example/weather", counts whole or without its namespace.
bool same_name(std::string_view card, std::string_view live) {
  const std::string_view tail = card.substr(card.rfind('/') + 1);
  return card == live || tail == live;
}

// What the card says of the server and the server says otherwise; "" when they agree.
std::string contradiction(const Document& card, const Runtime& runtime) {
  const Value root = card.root();
  const Value info = root["serverInfo"].is_object() ? root["serverInfo"] : root;
  for (const char* member : {"name", "version", "title"}) {
    const Value said = info[member], is = runtime.info[member];
    if (!said.is_string() || !is.is_string()) continue;
    const bool same = std::string_view(member) == "name" ? same_name(said.text(), is.text())
                                                         : said.text() == is.text();
    if (!same)
      return fmt::format("{} is {} in the card, the server says {}", member, describe(said),
                         describe(is));
  }
  // A server need not name all that it speaks, but it never speaks what is newer than its newest.
  std::vector<Value> promised;
  if (root["protocolVersion"].is_string()) promised.push_back(root["protocolVersion"]);
  for (const Value remote : root["remotes"]) {
    for (const Value version : remote["supportedProtocolVersions"]) {
      if (version.is_string()) promised.push_back(version);
    }
  }
  for (const Value version : promised) {
    if (!runtime.newest.empty() && version.text() > runtime.newest)
      return fmt::format(
          "the card promises protocol version {}, the newest the server speaks is "
          "'{}'",
          describe(version), printable(runtime.newest, 40));
  }
  return {};
}

void runtime(const ProbeView& view, const Args&, ProbeReporter& report) {
  const Document* card = served_card(view, report);
  if (card == nullptr) return;
  const Runtime live = runtime_of(view);
  if (live.role.empty()) return report.not_assessed("mcp-post", "no-document");
  const std::string what = contradiction(*card, live);
  if (what.empty()) return report.pass(card_role(view));
  report.fail(card_role(view), "mismatch", "what the server says of itself", {{"what", what}});
}

// Whether somebody who speaks MCP is behind an answer.
bool is_alive(const ProbeView& view, std::string_view role) {
  const Exchange& exchange = *view.exchange(role);
  if (exchange.status == 401) return true;
  const Value message = view.answer(role).message();
  return message.is_object() && (message["result"] || message["error"] || message["jsonrpc"]);
}

void endpoint(const ProbeView& view, const Args&, ProbeReporter& report) {
  const Document* card = view.document("card");
  if (card == nullptr) {
    if (answered(view, "card", report) != nullptr) report.not_assessed("card", "no-document");
    return;
  }
  std::string_view role = "mcp-endpoint";
  const Exchange* exchange = view.exchange(role);
  if (exchange == nullptr) {
    const auto named = checks::endpoints_of(*card);
    const bool ours = std::any_of(named.begin(), named.end(), [&](const checks::Mention& m) {
      return checks::plain_endpoint(m.value.text()) == checks::plain_endpoint(view.target.url);
    });
    if (!ours)
      return report.not_assessed(role, named.empty() ? view.why_not_sent(role) : "other-origin");
    // It names the URL that was asked anyway; what is wrong there other rules say.
    exchange = answered(view, "mcp-post", report);
    if (exchange == nullptr) return;
    return is_alive(view, "mcp-post") ? report.pass("mcp-post")
                                      : report.not_assessed("mcp-post", "other-status");
  }
  const auto fail = [&](std::string_view reason, std::string what) {
    report.fail(role, reason, "an answer of MCP, or 401", {{"what", std::move(what)}});
  };
  if (exchange->fault == HttpFault::Connect) return fail("connect", "refuses connections");
  if (answered(view, role, report) == nullptr) return;
  if (is_alive(view, role)) return report.pass(role);
  if (exchange->status == 429 || exchange->status / 100 == 5)
    return report.not_assessed(role, exchange->status == 429 ? "rate-limited" : "other-status");
  fail(exchange->status / 100 == 2 ? "body" : "status",
       fmt::format("answers {} and no MCP", exchange->status));
}

constexpr std::array kToolsArgs{ArgSpec{"dialects", Type::Texts, true}};

constexpr std::array kTable{
    ProbeCheckEntry{"card-tools", "a card of 'dialects' names other tools than the server",
                    kToolsArgs, tools},
    ProbeCheckEntry{
        "card-runtime", "a card says of the server what the server denies", {}, runtime},
    ProbeCheckEntry{
        "card-endpoint", "nobody speaks MCP at the endpoint that a card names", {}, endpoint},
};

}  // namespace

ProbeCheckTable parity_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
