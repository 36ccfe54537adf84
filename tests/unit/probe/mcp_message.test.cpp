// Requests of MCP and answers as JSON and as events, whole and in pieces.
#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "doc/load.h"
#include "probe/mcp_message.h"

using namespace cardlint;

namespace {

constexpr std::string_view kMessage = R"({"jsonrpc":"2.0","id":1,"result":{"a":1}})";

Exchange answer(std::string_view type, std::string body) {
  Exchange exchange;
  exchange.status = 200;
  if (!type.empty()) exchange.headers = {{"Content-Type", std::string(type)}};
  exchange.body = std::move(body);
  exchange.body_whole = true;
  return exchange;
}

McpAnswer stream(std::string body, int id = 1) {
  return read_answer(answer("text/event-stream", std::move(body)), id);
}

std::string data(std::string_view message) {
  return "data: " + std::string(message) + "\n\n";
}

// After how many bytes the request has enough; one more than there are when never.
std::size_t bytes_needed(const HttpRequest& request, std::string_view type, std::string_view body) {
  Exchange exchange = answer(type, "");
  for (std::size_t size = 0; size < body.size(); ++size) {
    exchange.body += body[size];
    if (request.enough(exchange)) return size + 1;
  }
  return body.size() + 1;
}

HttpRequest request() {
  McpCall call;
  call.method = "initialize";
  return mcp_post("https://a.example/mcp", call);
}

}  // namespace

TEST_CASE("requests say what their era wants to hear") {
  McpCall call;
  call.method = "initialize";
  const HttpRequest legacy = mcp_post("https://a.example/mcp", call);
  CHECK(legacy.method == HttpMethod::Post);
  CHECK(find_header(legacy.headers, "mcp-protocol-version") == nullptr);
  CHECK(find_header(legacy.headers, "mcp-method") == nullptr);
  CHECK(*find_header(legacy.headers, "accept") == "application/json, text/event-stream");
  CHECK(*find_header(legacy.headers, "content-type") == "application/json");
  CHECK(legacy.body.find(R"("protocolVersion":"2025-11-25")") != std::string::npos);

  call.method = "tools/list";
  call.revision = kModernRevision;
  call.params = R"("cursor":"x")";
  const HttpRequest modern = mcp_post("https://a.example/mcp", call);
  CHECK(*find_header(modern.headers, "mcp-protocol-version") == "2026-07-28");
  CHECK(*find_header(modern.headers, "mcp-method") == "tools/list");
  const SourceFile source("", modern.body);
  const Loaded body = load_json(source, Limits{});
  const Value params = body.tree.root()["params"];
  CHECK(params["cursor"].is_text("x"));
  CHECK(params["_meta"]["io.modelcontextprotocol/protocolVersion"].is_text("2026-07-28"));
  CHECK(params["_meta"]["io.modelcontextprotocol/clientCapabilities"].is_object());

  call.meta = false;
  CHECK(mcp_post("https://a.example/mcp", call).body.find("_meta") == std::string::npos);
  call.id = 0;
  CHECK(mcp_post("https://a.example/mcp", call).body.find("\"id\"") == std::string::npos);
}

TEST_CASE("an answer as JSON") {
  CHECK(read_answer(answer("application/json; charset=utf-8", std::string(kMessage)), 1)
            .result()["a"]
            .is_number());
  CHECK(!read_answer(answer("application/json", std::string(kMessage)), 1).stream);
  CHECK(read_answer(answer("application/json", R"({"error":{"code":-32601}})"), 1).error_code() ==
        -32601);
  CHECK(!read_answer(answer("application/json", R"({"error":{"code":1e300}})"), 1).error_code());
  CHECK(!read_answer(answer("application/json", R"({"error":{"code":"x"}})"), 1).error_code());
  CHECK(!read_answer(answer("text/html", "<html>"), 1).message());
  CHECK(!read_answer(answer("", ""), 1).message());
  CHECK(media_type(answer(" Text/HTML ; charset=x", "")) == "text/html");
  CHECK(media_type(answer("", "")).empty());
}

TEST_CASE("line ends, comments, a byte order mark and data of several lines") {
  for (const std::string_view end : {"\n", "\r", "\r\n"}) {
    std::string body = "\xEF\xBB\xBF: open";
    body.append(end).append("id: 7").append(end).append("event: message").append(end);
    body.append(R"(data: {"jsonrpc":"2.0",)").append(end).append(":between").append(end);
    body.append(R"(data:"id":1,"result":{"a":2}})").append(end).append("retry").append(end);
    body.append(end);
    INFO(body);
    const McpAnswer read = stream(body);
    CHECK(read.stream);
    CHECK(read.events == 1);
    CHECK(read.first_event == "message");
    CHECK(read.text == "{\"jsonrpc\":\"2.0\",\n\"id\":1,\"result\":{\"a\":2}}");
    CHECK(read.result()["a"].number() == 2);
  }
}

TEST_CASE("the response is told from what else a stream brings") {
  const std::string note = data(R"({"jsonrpc":"2.0","method":"notifications/message"})");
  const std::string other = data(R"({"jsonrpc":"2.0","id":9,"result":{"a":9}})");
  const std::string asks = data(R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
  const McpAnswer read = stream(note + other + asks + "data: no json\n\n" + data(kMessage));
  CHECK(read.events == 5);
  CHECK(read.result()["a"].number() == 1);
  CHECK(stream(note + other).text.empty());
  CHECK(stream(other, 0).result()["a"].number() == 9);
  CHECK(stream("event: endpoint\ndata: /messages\n\n").first_event == "endpoint");
  CHECK(stream("event: other\n" + data(kMessage)).text.empty());
  CHECK(stream(data(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700}})")).error_code() ==
        -32700);
}

TEST_CASE("a stream that is cut brings only what was complete") {
  const std::string whole = data(kMessage);
  CHECK(!stream(whole).text.empty());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO(size);
    const McpAnswer read = stream(whole.substr(0, size));
    CHECK(read.text.empty());
    CHECK(read.events == 0);
  }
  CHECK(stream(std::string(kMessage)).bare_json);
  CHECK(!stream(whole).bare_json);
  CHECK(!stream(": ping\n\n").bare_json);
  CHECK(stream("data\n\n").events == 1);
  CHECK(stream(std::string(100'000, '\n')).events == 0);
}

TEST_CASE("a watch stops at the event that holds the response, byte by byte") {
  const std::string note = R"(data: {"jsonrpc":"2.0","method":"notifications/message"})";
  const std::string response = "data: " + std::string(kMessage);
  for (const std::string end : {"\n", "\r", "\r\n"}) {
    const std::string before = ": hello" + end + end + note + end + end;
    const std::string event = response + end + end;
    const std::string after = note + end + end;
    const std::size_t needed = bytes_needed(request(), "text/event-stream", before + event + after);
    INFO(needed << " of " << before.size() + event.size());
    // The first byte of a CRLF may already end the line.
    CHECK(needed <= before.size() + event.size() + 1);
    CHECK(needed >= before.size() + event.size() - 1);
    const std::string seen = (before + event + after).substr(0, needed);
    CHECK(!stream(seen + (end == "\n" ? "" : "\n")).text.empty());
  }
}

TEST_CASE("a watch waits for nothing it cannot read and for no other id") {
  const std::string other = data(R"({"jsonrpc":"2.0","id":9,"result":{}})");
  CHECK(bytes_needed(request(), "text/event-stream", other + other) == 2 * other.size() + 1);
  const std::string whole = data(kMessage);
  CHECK(bytes_needed(request(), "application/json", whole) == whole.size() + 1);
  CHECK(bytes_needed(request(), "text/event-stream", other + whole) == other.size() + whole.size());
  // In pieces that hold several events at once.
  HttpRequest piecewise = request();
  Exchange exchange = answer("text/event-stream", other);
  CHECK(!piecewise.enough(exchange));
  exchange.body += whole + other;
  CHECK(piecewise.enough(exchange));
}

TEST_CASE("many small events cost what they bring") {
  std::string body;
  for (int i = 0; i < 4'000; ++i) body += "data: {}\n\n";
  CHECK(bytes_needed(request(), "text/event-stream", body) == body.size() + 1);
}
