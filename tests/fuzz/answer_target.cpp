// An HTTP answer as it arrives: header lines up to an empty one, then pieces of body.
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "http/answer_reader.h"

namespace cardlint::fuzz {

void run_answer(std::string_view input) {
  Input in(input);
  const std::uint8_t choice = in.byte();
  const std::size_t step = 1 + in.below(200);
  HttpLimits limits;
  limits.body_bytes = 4096;
  limits.header_bytes = 2048;
  limits.header_lines = 40;
  HttpRequest request;
  request.method = (choice & 1) != 0 ? HttpMethod::Head : HttpMethod::Get;
  if (choice & 2)
    request.enough = [](const Exchange& e) { return e.body.find("\n\n") != std::string::npos; };
  Exchange exchange;
  AnswerReader reader(limits);
  reader.begin(request, exchange, (choice & 4) != 0);

  bool more = true;
  while (more && !in.empty()) {
    const std::string line = std::string(in.until('\n')) + "\n";
    more = reader.header_line(line);
    if (reader.has_headers()) break;
  }
  std::size_t received = 0;
  for (std::string_view body = in.rest(); more && !body.empty();) {
    const std::string_view piece = body.substr(0, step);
    received += (choice & 8) != 0 ? 1 : piece.size();
    more = reader.body_piece(piece, received);
    body.remove_prefix(piece.size());
  }
  promise(exchange.body.size() <= limits.body_bytes, "a body is bounded");
  promise(exchange.headers.size() <= limits.header_lines, "header fields are bounded");
  promise(reader.has_status() || exchange.status == 0, "no status without a status line");
  promise(exchange.status >= 0 && exchange.status <= 999, "a status has three digits");
  promise(is_visible(reader.detail(), false), "a reason is printable", reader.detail());
  promise(more || reader.fault() != HttpFault::None || reader.is_enough(),
          "what ends an answer is a fault or that it is enough");
  for (const HttpHeader& header : exchange.headers)
    promise(header.name.find_first_of(":\r\n") == std::string::npos &&
                header.value.find_first_of("\r\n") == std::string::npos,
            "a field is one line", header.name + ": " + header.value);
}

}  // namespace cardlint::fuzz
