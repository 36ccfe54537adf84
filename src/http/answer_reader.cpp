#include "http/answer_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace cardlint {
namespace {

constexpr std::size_t kRatioFrom = 64u << 10;    // small answers of one word compress without bound
constexpr std::size_t kDroppedBody = 64u << 10;  // of a redirect: read so far, so that the
                                                 // connection can be used again

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Of Content-Encoding and Transfer-Encoding; what changes nothing does not count.
std::size_t count_codings(const std::vector<HttpHeader>& headers) {
  std::size_t count = 0;
  for (const std::string_view name : {"content-encoding", "transfer-encoding"}) {
    for (const std::string_view value : header_values(headers, name)) {
      for (const std::string_view coding : split(value, ',')) {
        const std::string word = to_lower_ascii(trimmed(coding));
        count += !word.empty() && word != "identity" && word != "chunked" ? 1u : 0u;
      }
    }
  }
  return count;
}

}  // namespace

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

void AnswerReader::begin(const HttpRequest& request, Exchange& exchange, bool follows) {
  request_ = &request;
  exchange_ = &exchange;
  follows_ = follows;
  header_bytes_ = lines_ = status_lines_ = decoded_ = 0;
  final_headers_ = coded_ = enough_ = false;
  fault_ = HttpFault::None;
  detail_.clear();
}

bool AnswerReader::stop(HttpFault fault, std::string detail) {
  fault_ = fault;
  detail_ = std::move(detail);
  return false;
}

bool AnswerReader::may_follow() const {
  return follows_ && is_redirect(exchange_->status);
}

bool AnswerReader::header_line(std::string_view line) {
  header_bytes_ += line.size();
  line = without_line_end(line);
  lines_ += line.empty() ? 0 : 1;
  // Answers 1xx and trailers count with the rest: neither may go on for ever.
  if (header_bytes_ > limits_.header_bytes) {
    return stop(HttpFault::HeadersTooLarge,
                fmt::format("more than {} bytes of header", limits_.header_bytes));
  }
  if (lines_ > limits_.header_lines) {
    return stop(HttpFault::HeadersTooLarge,
                fmt::format("more than {} lines of header", limits_.header_lines));
  }
  if (final_headers_) return true;  // trailers
  if (line.empty()) return status_lines_ == 0 || end_of_headers();
  if (line.starts_with("HTTP/")) {
    status_line(line);
  } else {
    field(line);
  }
  return true;
}

// "HTTP/1.1 200 OK"; libcurl has looked at its form.
void AnswerReader::status_line(std::string_view line) {
  ++status_lines_;
  exchange_->headers.clear();
  const std::size_t space = std::min(line.find(' '), line.size());
  exchange_->version = std::string(line.substr(5, space - 5));
  exchange_->status = 0;
  for (const char c : trimmed(line.substr(space)).substr(0, 3)) {
    if (c < '0' || c > '9') break;
    exchange_->status = exchange_->status * 10 + (c - '0');
  }
}

void AnswerReader::field(std::string_view sent) {
  auto& headers = exchange_->headers;
  std::string spaced(sent);  // a carriage return within a line counts as a space (RFC 9112 §2.2)
  std::replace(spaced.begin(), spaced.end(), '\r', ' ');
  const std::string_view line = spaced;
  if (is_blank(line.front()) && !headers.empty()) {  // folded (RFC 9112 §5.2)
    headers.back().value += ' ';
    headers.back().value += trimmed(line);
    return;
  }
  const std::size_t colon = std::min(line.find(':'), line.size());
  HttpHeader header{std::string(trimmed(line.substr(0, colon))), {}};
  if (colon < line.size()) header.value = std::string(trimmed(line.substr(colon + 1)));
  headers.push_back(std::move(header));
}

bool AnswerReader::end_of_headers() {
  if (exchange_->status < 200 && exchange_->status != 101) return true;
  final_headers_ = true;
  const std::size_t codings = count_codings(exchange_->headers);
  coded_ = codings > 0;
  if (codings > 1) {
    return stop(HttpFault::Encoding, fmt::format("{} codings upon each other", codings));
  }
  return true;
}

bool AnswerReader::body_piece(std::string_view piece, std::size_t received) {
  decoded_ += piece.size();
  if (may_follow()) {
    enough_ = decoded_ > kDroppedBody;
    return !enough_;
  }
  std::string& body = exchange_->body;
  body.append(piece.substr(0, limits_.body_bytes - std::min(limits_.body_bytes, body.size())));
  if (coded_ && decoded_ > kRatioFrom && decoded_ / limits_.ratio > received) {
    return stop(HttpFault::Encoding, fmt::format("{} bytes unpack to more than {} times as many",
                                                 received, limits_.ratio));
  }
  if (decoded_ > limits_.body_bytes) {
    return stop(HttpFault::TooLarge, fmt::format("more than {} bytes", limits_.body_bytes));
  }
  enough_ = request_->enough && request_->enough(*exchange_);
  return !enough_;
}

}  // namespace cardlint
