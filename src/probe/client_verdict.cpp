#include "probe/client_verdict.h"

#include <fmt/format.h>

#include "base/text.h"
#include "probe/checks/mcp_answers.h"
#include "probe/checks/oauth_places.h"
#include "probe/client_oauth.h"

namespace cardlint {
namespace {

using probe_checks::places;
using probe_checks::Sort;

// The first of these roles that was asked.
std::string_view asked(const ProbeView& view, std::initializer_list<std::string_view> roles) {
  for (const std::string_view role : roles) {
    if (view.exchange(role) != nullptr) return role;
  }
  return *(roles.end() - 1);
}

// The list after a handshake that went well. Who offers no tools is not asked for them.
void list_tools(const ProbeView& view, ClientPath& path) {
  const Exchange* list = view.exchange("mcp-tools");
  if (list == nullptr || !probe_checks::offers_tools(view, "mcp-tools")) return;
  path.role = "mcp-tools";
  if (!list->answered()) {
    path.unknown = name(list->fault);
  } else if (list->status == 401) {
    // Sound where calls alone need a sign-in; the walk sees no more without credentials.
    path.unknown = "no-credential";
  } else if (list->status != 200) {
    path.stops = fmt::format("tools/list is answered {}", list->status);
  } else if (!view.answer("mcp-tools").result()["tools"].is_array()) {
    path.stops = "tools/list brings no list";
  }
}

struct Manner {
  std::string_view client;
  OauthManner oauth;
  std::string_view agent;  // the role that was asked with its user agent; "" for none
};

// The text of the official SDK when its POST is refused: it ends with the body.
std::string refused_post(const Manner& manner, const Exchange& post) {
  if (manner.oauth != OauthManner::TypeScript || manner.client != "ts-sdk") return {};
  return fmt::format("Streamable HTTP error: Error POSTing to endpoint: {}",
                     printable(post.body, 80));
}

// HTTP+SSE of 2024-11-05: the SDKs have a client of its own for it, which the user's program must
// choose. The vendors say that they speak it too, but how they find out is not public.
void old_transport(const Manner& manner, const Exchange& post, ClientPath& path) {
  if (manner.client != "ts-sdk" && manner.client != "py-sdk") {
    path.unknown = "http-sse";
    return;
  }
  path.stops = fmt::format(
      "the handshake is answered {}: the server speaks HTTP+SSE, for which there is another "
      "transport",
      post.status);
  path.message = refused_post(manner, post);
}

ClientPath mcp_client(const ProbeView& view, const Manner& manner) {
  ClientPath path{manner.client, "", "", "", ""};
  const std::string_view role =
      manner.agent.empty() ? "mcp-post" : asked(view, {manner.agent, "mcp-post"});
  const Exchange* post = view.exchange(role);
  path.role = role;
  if (post == nullptr || !post->answered()) {
    path.unknown = post == nullptr ? "not-sent" : name(post->fault);
    return path;
  }
  if (post->status == 429) {
    path.unknown = "rate-limited";
  } else if (post->status == 401 && view.posture == Posture::ApiKey) {
    // With the key in its configuration such a client goes on.
    const Exchange* known = view.exchange(asked(view, {"auth-discover", "auth-initialize"}));
    if (known == nullptr) {
      path.unknown = "no-credential";
    } else if (known->status != 200 && view.era == Era::Unknown) {
      path.stops = fmt::format("the handshake with credentials is answered {}", known->status);
    }
  } else if (post->status == 401) {
    follow_oauth(view, role, manner.oauth, path);
  } else if (view.era == Era::HttpSse) {
    old_transport(manner, *post, path);
  } else if (post->status != 200) {
    path.stops = fmt::format("the handshake is answered {}", post->status);
    path.message = refused_post(manner, *post);
  } else if (!view.answer(role).result()) {
    path.stops = "the handshake is answered 200 without a result";
    const std::string type = media_type(*post);
    if (manner.client == "ts-sdk" && type != "application/json" && type != "text/event-stream")
      path.message = fmt::format("Streamable HTTP error: Unexpected content type: {}",
                                 printable(type.empty() ? "null" : type));
  } else {
    list_tools(view, path);
  }
  return path;
}

// A 401: the scan looks for OAuth, and a static card spares it the sign-in.
void scan_wall(const ProbeView& view, std::string_view role, ClientPath& path) {
  for (const auto& place : places(view, "prm")) {
    if (place.sort == Sort::Object || place.sort == Sort::Missing || place.sort == Sort::Silent)
      continue;
    path.role = place.role;
    path.stops =
        fmt::format("the metadata of the resource is answered {}{}", place.exchange->status,
                    place.exchange->status == 200 ? " without JSON" : "");
    path.message = "Resource Server Metadata response (unexpected HTTP status code)";
    return;
  }
  if (brings_object(view.exchange("card"))) return;
  if (prm_role(view.journal).empty()) {
    path.stops = "the handshake needs a credential and there is no card";
    path.message = "auth_required";
    return;
  }
  follow_oauth(view, role, OauthManner::Conforming, path);
  if (!path.stops.empty()) path.message = "auth_required";
}

ClientPath smithery_scan(const ProbeView& view) {
  ClientPath path{"smithery-scan", "", "", "", ""};
  const std::string_view role =
      asked(view, {"agent-smithery-mcp", "mcp-initialize-old", "mcp-initialize"});
  const Exchange* post = view.exchange(role);
  path.role = role;
  if (post == nullptr || !post->answered()) {
    path.unknown = post == nullptr ? "not-sent" : name(post->fault);
    return path;
  }
  if (post->status == 429) {
    path.unknown = "rate-limited";
  } else if (post->status == 401) {
    scan_wall(view, role, path);
  } else if (post->status == 200 && view.answer(role).result()) {
    list_tools(view, path);
  } else if (!brings_object(view.exchange("card"))) {
    path.stops = fmt::format("the handshake is answered {}{} and there is no card", post->status,
                             post->status == 200 ? " without a result" : "");
    path.message = post->status == 200
                       ? std::string("Failed to initialize connection with server")
                       : fmt::format("Initialization failed with status {}", post->status);
  }
  return path;
}

// From the catalogue to a card; it never guesses the address of one.
ClientPath card_client(const ProbeView& view) {
  ClientPath path{"sep-2127", "", "", "catalog", ""};
  const Exchange* catalog = view.exchange("catalog");
  if (catalog == nullptr || !catalog->answered()) {
    path.unknown = catalog == nullptr ? "not-sent" : name(catalog->fault);
    return path;
  }
  if (!brings_object(catalog)) {
    path.stops = fmt::format("the catalogue is answered {}{}", catalog->status,
                             catalog->status == 200 ? " without a JSON object" : "");
    return path;
  }
  const std::string_view card = asked(view, {"catalog-1"});
  const Exchange* answer = view.exchange(card);
  if (answer == nullptr) {
    const std::string_view why = view.why_not_sent(card);
    if (why == "no-document") {
      path.stops = "the catalogue has no entry with a card";
    } else {
      path.unknown = why;
    }
    return path;
  }
  path.role = card;
  if (!answer->answered()) {
    path.unknown = name(answer->fault);
  } else if (!brings_object(answer)) {
    path.stops = fmt::format("the card is answered {}", answer->status);
  }
  return path;
}

}  // namespace

std::vector<ClientPath> client_paths(const ProbeView& view) {
  std::vector<ClientPath> paths{smithery_scan(view)};
  for (const Manner& manner :
       {Manner{"ts-sdk", OauthManner::TypeScript, ""}, Manner{"py-sdk", OauthManner::Python, ""},
        Manner{"claude", OauthManner::Conforming, "agent-claude-mcp"},
        Manner{"openai", OauthManner::Conforming, ""}})
    paths.push_back(mcp_client(view, manner));
  if (view.consumers.has(Consumer::Sep2127)) paths.push_back(card_client(view));
  return paths;
}

}  // namespace cardlint
