#include "probe/mcp_message.h"

#include <fmt/format.h>

#include "base/text.h"
#include "doc/load.h"

namespace cardlint {
namespace {

constexpr std::string_view kBothTypes = "application/json, text/event-stream";
constexpr std::string_view kMetaPrefix = "io.modelcontextprotocol/";

std::string client_info(const McpCall& call) {
  return fmt::format(R"({{"name":{},"version":"{}"}})", quoted_json(call.client_name),
                     CARDLINT_VERSION);
}

// MCP 2026-07-28, basic: every request carries protocolVersion and clientCapabilities, and should
// carry clientInfo.
std::string meta(const McpCall& call) {
  return fmt::format(
      R"("_meta":{{"{0}protocolVersion":{1},"{0}clientInfo":{2},"{0}clientCapabilities":{{}}}})",
      kMetaPrefix, quoted_json(call.revision), client_info(call));
}

std::string params(const McpCall& call) {
  std::string members = call.params;
  if (call.method == "initialize") {
    members = fmt::format(R"("protocolVersion":{},"capabilities":{{}},"clientInfo":{})",
                          quoted_json(call.revision), client_info(call));
  }
  if (is_modern(call.revision) && call.meta)
    members = meta(call) + (members.empty() ? "" : ",") + members;
  return members;
}

std::string body(const McpCall& call) {
  std::string text = R"({"jsonrpc":"2.0")";
  if (call.id != 0) text += fmt::format(R"(,"id":{})", call.id);
  text += fmt::format(R"(,"method":{})", quoted_json(call.method));
  const std::string members = params(call);
  if (!members.empty()) text += fmt::format(R"(,"params":{{{}}})", members);
  return text + "}";
}

bool answers(Value message, int id) {
  if (!message.is_object() || (!message["result"] && !message["error"])) return false;
  if (id == 0) return true;
  const Value given = message["id"];
  // An error that could not tell the request has a null id (JSON-RPC 2.0 §5).
  return !given || given.is(NodeType::Null) || (given.is_number() && given.number() == id);
}

struct Event {
  std::string name;
  std::string data;
};

// HTML Standard §9.2.6: lines end with CR, LF or both; an empty line dispatches what has data. An
// event that the stream's end cuts off does not count, unless `cut` takes it.
std::vector<Event> events_of(std::string_view body) {
  std::vector<Event> events;
  Event event;
  bool has_data = false;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  while (!body.empty()) {
    const std::size_t end = body.find_first_of("\r\n");
    if (end == std::string_view::npos) break;
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(end + (body.substr(end).starts_with("\r\n") ? 2 : 1));
    if (line.empty()) {
      if (has_data) events.push_back(std::move(event));
      event = {};
      has_data = false;
      continue;
    }
    const std::size_t colon = line.find(':');
    std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    const std::string_view field = line.substr(0, colon);
    if (field == "event") event.name = value;
    if (field != "data") continue;
    if (has_data) event.data += '\n';
    event.data += value;
    has_data = true;
  }
  return events;
}

void take_text(McpAnswer& answer, std::string text) {
  answer.text = std::move(text);
  answer.source = std::make_shared<const SourceFile>("", answer.text);
  answer.tree = load_json(*answer.source, Limits{}).tree;
}

void read_stream(McpAnswer& answer, const Exchange& exchange, int id) {
  const std::vector<Event> events = events_of(exchange.body);
  answer.events = events.size();
  if (!events.empty()) answer.first_event = events.front().name;
  if (events.empty()) {
    const std::string_view body = trim(exchange.body);
    answer.bare_json = body.starts_with('{') || body.starts_with('[');
  }
  for (const Event& event : events) {
    if (!event.name.empty() && event.name != "message") continue;
    McpAnswer candidate;
    take_text(candidate, event.data);
    if (!answers(candidate.message(), id)) continue;
    answer.text = std::move(candidate.text);
    answer.source = std::move(candidate.source);
    answer.tree = std::move(candidate.tree);
    return;
  }
}

// Says when a stream has brought the answer. Looks at each byte once, however finely a server
// slices its stream.
class StreamWatch {
 public:
  explicit StreamWatch(int id) : id_(id) {}

  bool operator()(const Exchange& exchange) {
    if (media_type(exchange) != "text/event-stream") return false;
    const std::string_view body = exchange.body;
    std::size_t boundary = std::string_view::npos;
    for (; looked_ < body.size(); ++looked_) {
      const char c = body[looked_];
      const bool line_end = c == '\n' || c == '\r';
      const bool pair = c == '\n' && looked_ > 0 && body[looked_ - 1] == '\r';
      if (line_end && !pair && empty_line_) boundary = looked_ + 1;
      if (!pair) empty_line_ = line_end;
    }
    if (boundary == std::string_view::npos) return false;
    Exchange piece;
    piece.headers = exchange.headers;
    // A byte order mark counts at the beginning of the stream only: an empty line hides later ones.
    piece.body = event_ > 0 ? "\n" : "";
    piece.body.append(body.substr(event_, boundary - event_)).append("\n");
    event_ = boundary;
    return !read_answer(piece, id_).text.empty();
  }

 private:
  int id_;
  std::size_t looked_ = 0;   // bytes seen
  std::size_t event_ = 0;    // where the events begin that were not read yet
  bool empty_line_ = false;  // the byte before ended a line
};

}  // namespace

bool is_modern(std::string_view revision) {
  return revision >= kModernRevision;
}

HttpRequest mcp_post(std::string url, const McpCall& call) {
  HttpRequest request;
  request.method = HttpMethod::Post;
  request.url = std::move(url);
  request.headers = {
      {"Content-Type", "application/json"},
      {"Accept", std::string(call.both_accept_types ? kBothTypes : "application/json")}};
  // A legacy client sends the version once it is negotiated, so not with `initialize`.
  const std::string_view revision = call.header.empty() ? call.revision : call.header;
  if (call.method != "initialize" || !call.header.empty())
    request.headers.push_back({"MCP-Protocol-Version", std::string(revision)});
  if (is_modern(call.revision)) request.headers.push_back({"Mcp-Method", std::string(call.method)});
  if (!call.session.empty()) request.headers.push_back({"Mcp-Session-Id", call.session});
  request.body = body(call);
  request.enough = StreamWatch(call.id);
  return request;
}

std::optional<int> McpAnswer::error_code() const {
  const auto code = error()["code"].is_number() ? error()["code"].number() : std::nullopt;
  return code && *code >= -1e6 && *code <= 1e6 ? std::optional<int>(static_cast<int>(*code))
                                               : std::nullopt;
}

std::string media_type(const Exchange& exchange) {
  const std::string* type = exchange.header("content-type");
  if (type == nullptr) return {};
  return to_lower_ascii(trim(std::string_view(*type).substr(0, type->find(';'))));
}

McpAnswer read_answer(const Exchange& exchange, int id) {
  McpAnswer answer;
  answer.stream = media_type(exchange) == "text/event-stream";
  if (answer.stream) {
    read_stream(answer, exchange, id);
  } else if (!exchange.body.empty()) {
    take_text(answer, exchange.body);
  }
  return answer;
}

}  // namespace cardlint
