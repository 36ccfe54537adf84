// Puts an answer together from header lines and pieces of body as they arrive, and says when it is
// enough or too much. Knows no network library.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/exchange.h"
#include "http/transport.h"

namespace cardlint {

// 301, 302, 303, 307, 308: what a client follows.
bool is_redirect(int status);

class AnswerReader {
 public:
  explicit AnswerReader(const HttpLimits& limits) : limits_(limits) {}

  // Forgets what was; the answer to `request` goes to `exchange`. With `follows` the body of a
  // redirect is of no interest and is dropped.
  void begin(const HttpRequest& request, Exchange& exchange, bool follows);

  // A line with its end, from a status line to the empty line, also of answers 1xx and trailers.
  // False: the exchange ends here, see fault().
  bool header_line(std::string_view line);
  // A decoded piece; `received` counts the bytes of body before decoding, as far as they are known.
  // False: the exchange ends here, by a fault or because it is enough.
  bool body_piece(std::string_view piece, std::size_t received);

  bool has_status() const { return status_lines_ > 0; }
  bool has_headers() const { return final_headers_; }
  bool is_enough() const { return enough_; }
  bool is_coded() const { return coded_; }
  bool may_follow() const;
  HttpFault fault() const { return fault_; }
  const std::string& detail() const { return detail_; }
  std::size_t header_bytes() const { return header_bytes_; }

 private:
  bool stop(HttpFault fault, std::string detail);
  void status_line(std::string_view line);
  void field(std::string_view sent);
  bool end_of_headers();

  const HttpLimits& limits_;
  const HttpRequest* request_ = nullptr;
  Exchange* exchange_ = nullptr;
  bool follows_ = false;
  std::size_t header_bytes_ = 0;
  std::size_t lines_ = 0;
  std::size_t status_lines_ = 0;
  std::size_t decoded_ = 0;
  bool final_headers_ = false;
  bool coded_ = false;
  bool enough_ = false;
  HttpFault fault_ = HttpFault::None;
  std::string detail_;
};

}  // namespace cardlint
