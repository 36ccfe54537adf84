// The MCP route: which era it speaks, the handshake, the tool list.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "probe/mcp_message.h"
#include "probe/walk_parts.h"
#include "probe/well_known.h"

namespace cardlint {
namespace {

constexpr std::size_t kMaxPages = 20;

void add_credentials(const Walker& walker, HttpRequest& request, bool authenticated) {
  if (authenticated) request.credentials = walker.target.credentials;
}

// Whether the answer of that role opens a session of the legacy kind.
bool opens(const Walker& walker, std::string_view role) {
  const Exchange* exchange = walker.done(role);
  return exchange != nullptr && exchange->status == 200 &&
         read_answer(*exchange, 1).result()["protocolVersion"].is_string();
}

bool discovers(const Walker& walker, std::string_view role) {
  const Exchange* exchange = walker.done(role);
  return exchange != nullptr && exchange->status == 200 &&
         read_answer(*exchange, 1).result()["supportedVersions"].is_array();
}

std::string page_role(const std::string& head, std::size_t page) {
  return page == 1 ? head + "-tools" : fmt::format("{}-tools-{}", head, page);
}

// tools/list, page by page, as far as there are cursors.
void walk_pages(Walker& walker, const std::string& head, const McpCall& call, bool authenticated,
                const std::string& after) {
  std::string params;
  std::set<std::string, std::less<>> cursors;
  for (std::size_t page = 1; page <= kMaxPages; ++page) {
    McpCall list = call;
    list.method = "tools/list";
    list.id = static_cast<int>(page) + 1;
    list.params = params;
    HttpRequest request = mcp_post(walker.target.url, list);
    add_credentials(walker, request, authenticated);
    walker.want(page_role(head, page), std::move(request), page == 1 ? after : "a cursor");
    const Exchange* answer = walker.done(page_role(head, page));
    if (answer == nullptr || answer->status != 200) return;
    const McpAnswer read = read_answer(*answer, list.id);
    const Value cursor = read.result()["nextCursor"];
    // A cursor that comes again would only bring the same pages again.
    if (!cursor.is_string() || cursor.text().empty() || !cursors.emplace(cursor.text()).second)
      return;
    params = fmt::format("\"cursor\":{}", quoted_json(cursor.text()));
  }
}

// Some servers of the legacy kind list their tools to whoever asks, scanners among them.
void walk_sessionless(Walker& walker, const McpCall& call) {
  if (call.session.empty()) return walker.skip("mcp-sessionless", "no-session");
  McpCall list = call;
  list.method = "tools/list";
  list.session.clear();
  walker.want("mcp-sessionless", mcp_post(walker.target.url, list), "the session is open");
}

// What stays empty because the handshake did not open anything.
void skip_session(Walker& walker, const std::string& head) {
  const Exchange* refused = walker.done(head + "-initialize");
  if (refused == nullptr) return;
  const char* why = refused->status == 401 ? "no-credential" : "no-session";
  walker.skip(head + "-initialized", why);
  walker.skip(head + "-tools*", why);
  if (head == "mcp") walker.skip("mcp-sessionless", why);
}

// The steps after `discover` and `initialize` of that head ("mcp" or "auth") are answered.
void walk_lists(Walker& walker, const std::string& head, bool authenticated) {
  if (discovers(walker, head + "-discover")) {
    McpCall call;
    call.revision = kModernRevision;
    walker.skip(head + "-initialized", "other-era");
    if (!authenticated) walker.skip("mcp-sessionless", "other-era");
    return walk_pages(walker, head, call, authenticated, "server/discover answers");
  }
  if (!opens(walker, head + "-initialize")) return skip_session(walker, head);
  McpCall call;
  call.session = session_of(walker.journal, head + "-initialize");
  const McpAnswer opened = read_answer(*walker.done(head + "-initialize"), 1);
  const std::string version(opened.result()["protocolVersion"].text());
  // An unknown version goes into no header: it is the server's text.
  const bool known = is_mcp_revision(version);
  if (known) call.header = *std::find(kMcpRevisions.begin(), kMcpRevisions.end(), version);
  McpCall initialized = call;
  initialized.method = "notifications/initialized";
  initialized.id = 0;
  HttpRequest note = mcp_post(walker.target.url, initialized);
  add_credentials(walker, note, authenticated);
  walker.want(head + "-initialized", std::move(note), "initialize answers");
  if (walker.done(head + "-initialized") == nullptr) return;
  if (!authenticated) walk_sessionless(walker, call);
  walk_pages(walker, head, call, authenticated, "the session is open");
}

void walk_handshake(Walker& walker, const std::string& head, bool authenticated) {
  McpCall discover;
  discover.method = "server/discover";
  discover.revision = kModernRevision;
  HttpRequest first = mcp_post(walker.target.url, discover);
  add_credentials(walker, first, authenticated);
  walker.want(head + "-discover", std::move(first));
  if (walker.done(head + "-discover") == nullptr) return;
  McpCall initialize;
  initialize.method = "initialize";
  HttpRequest second = mcp_post(walker.target.url, initialize);
  add_credentials(walker, second, authenticated);
  walker.want(head + "-initialize", std::move(second), "server/discover is answered");
}

}  // namespace

void walk_mcp(Walker& walker) {
  const std::string& url = walker.target.url;
  walk_handshake(walker, "mcp", false);
  HttpRequest get = get_request(url, "text/event-stream", 0);
  get.enough = [](const Exchange& exchange) { return exchange.answered(); };
  walker.want("mcp-get", std::move(get));
  if (walker.done("mcp-initialize") == nullptr) return;

  McpCall old;
  old.method = "initialize";
  old.revision = kScannerRevision;
  old.client_name = "smithery-scanner";
  walker.want("mcp-initialize-old", mcp_post(url, old), "the first handshake");

  const bool modern = post_role(walker.journal) == "mcp-discover";
  McpCall again;
  again.method = modern ? "server/discover" : "initialize";
  again.revision = modern ? kModernRevision : kLegacyRevision;
  const std::string slash = other_slash(url);
  if (slash.empty()) {
    walker.skip("mcp-slash", "root-path");
  } else {
    walker.want("mcp-slash", mcp_post(slash, again), "the first handshake");
  }
  if (walker.target.browsers) {
    HttpRequest page = mcp_post(url, again);
    page.headers.push_back({"Origin", std::string(kPageOrigin)});
    walker.want("mcp-cors", std::move(page), "the first handshake");
  } else {
    walker.skip("mcp-cors", "not-declared");
  }
  McpCall plain = again;
  plain.both_accept_types = false;
  walker.want("mcp-accept", mcp_post(url, plain), "the first handshake");
}

void walk_session(Walker& walker) {
  walk_lists(walker, "mcp", false);
  if (walker.target.credentials.empty()) {
    walker.skip("auth-*", "no-credential");
    return;
  }
  walk_handshake(walker, "auth", true);
  walk_lists(walker, "auth", true);
}

}  // namespace cardlint
