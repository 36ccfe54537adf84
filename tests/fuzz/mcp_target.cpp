// An answer of MCP, as JSON or as a stream that arrives in pieces.
#include <array>

#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/tree_checks.h"
#include "probe/mcp_message.h"

namespace cardlint::fuzz {
namespace {

constexpr std::array<std::string_view, 6> kTypes{
    "text/event-stream",  "application/json", "TEXT/Event-Stream; charset=utf-8",
    "application/json;x", "text/html",        ""};

void check_answer(const McpAnswer& answer) {
  if (!answer.source) return promise(answer.tree.empty(), "a tree has its text");
  promise(answer.source->text() == answer.text, "the source of an answer is its text");
  if (!answer.tree.empty()) check_tree(*answer.source, answer.tree, Places::Exact);
  promise(!answer.error_code() || answer.error().is_object(), "a code is that of an error");
}

// What ends a stream early is an answer, and reading all that came gives the same one.
void check_pieces(const Exchange& whole, int id, std::size_t step) {
  const HttpRequest request = mcp_post("https://mcp.example.com/mcp", {.method = "ping", .id = id});
  Exchange piece = whole;
  piece.body.clear();
  for (std::size_t at = 0; at < whole.body.size(); at += step) {
    piece.body += whole.body.substr(at, step);
    if (!request.enough(piece)) continue;
    promise(!read_answer(piece, id).text.empty(), "a stream ends early with its answer",
            piece.body);
    promise(read_answer(piece, id).text == read_answer(whole, id).text,
            "what comes behind the answer does not change it", piece.body);
    return;
  }
  // A body that ends within its last line end is the one case that is only known at its end.
  if (whole.body.ends_with("\n\n") && media_type(whole) == "text/event-stream")
    promise(read_answer(whole, id).text.empty(), "a stream with an answer ends early", whole.body);
}

}  // namespace

void run_mcp(std::string_view input) {
  Input in(input);
  Exchange exchange;
  exchange.status = 200;
  exchange.headers = {{"Content-Type", std::string(in.pick(kTypes))}};
  const int id = static_cast<int>(in.below(4));
  const std::size_t step = 1 + in.below(64);
  exchange.body = std::string(in.rest());
  const McpAnswer answer = read_answer(exchange, id);
  check_answer(answer);
  check_pieces(exchange, id, step);
}

}  // namespace cardlint::fuzz
