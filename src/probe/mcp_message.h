// The messages of MCP over HTTP: requests as a conforming client sends them, answers as JSON or as
// events of a stream.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/tree.h"
#include "http/exchange.h"

namespace cardlint {

inline constexpr std::string_view kModernRevision = "2026-07-28";
inline constexpr std::string_view kLegacyRevision = "2025-11-25";
inline constexpr std::string_view kScannerRevision = "2024-11-05";

// What is not said is as a conforming client does it.
struct McpCall {
  std::string_view method;
  std::string_view revision = kLegacyRevision;  // header and body; modern from 2026-07-28 on
  int id = 1;                                   // 0: a notification
  std::string params = {};                      // members of "params", without braces
  std::string_view client_name = "cardlint";
  std::string session = {};  // Mcp-Session-Id
  bool both_accept_types = true;
  bool meta = true;              // of a modern call: its _meta
  std::string_view header = {};  // MCP-Protocol-Version, where it differs from `revision`
};
// The POST; stops reading a stream once the response with the call's id is there.
HttpRequest mcp_post(std::string url, const McpCall& call);
bool is_modern(std::string_view revision);

// The JSON-RPC message that answers a call.
struct McpAnswer {
  bool stream = false;      // text/event-stream
  std::string text;         // the message as it came; "" when none did
  std::size_t events = 0;   // of a stream
  std::string first_event;  // its `event` field; "" is "message"
  bool bare_json = false;   // a stream type with a body that is JSON and no event
  std::shared_ptr<const SourceFile> source;
  Tree tree;  // of `text`; empty when it is no JSON
  Value message() const { return tree.root(); }
  Value result() const { return message()["result"]; }
  Value error() const { return message()["error"]; }
  std::optional<int> error_code() const;
};
// Of a stream: the first message that has `id` and "result" or "error". `id` 0: any.
McpAnswer read_answer(const Exchange& exchange, int id);

// The media type of an answer in lower case, without parameters; "" when there is none.
std::string media_type(const Exchange& exchange);

}  // namespace cardlint
