// One question on one connection: a hop of an exchange as one easy handle of libcurl, with the
// limits that libcurl has not. Knows nothing of redirects, retries and queues.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/answer_reader.h"
#include "http/curl_handles.h"
#include "http/curl_loop.h"
#include "http/http_target.h"
#include "http/transport.h"

namespace cardlint {

struct Hop {
  HttpTarget target;
  std::vector<IpAddress> addresses;  // where it may connect to; not asked behind a proxy
  double dns_milliseconds = 0;
  bool guarded = true;       // only to addresses of the internet
  bool credentials = false;  // those of the request are sent
  bool follows = false;      // a redirect will be followed
};

// What a connection showed when it was made, by "host:port": a reused one shows nothing.
using Certificates = std::map<std::string, HttpCertificate>;

class CurlTransfer {
 public:
  CurlTransfer(const HttpSettings& settings, CurlLoop& loop, Certificates& certificates);

  // False when libcurl has no memory. `request` and `exchange` must stay until finish() is true.
  bool start(const HttpRequest& request, Hop hop, Exchange& exchange, void* tag);
  // To be called when the loop reports the end. False: it goes on, to read a certificate that was
  // not accepted.
  bool finish(CURLcode code);
  // Whether our own limits of time are over; then the fault is set, and finish() comes next.
  bool is_overdue(std::chrono::steady_clock::time_point now);
  void give_up(HttpFault fault, std::string detail);

  CURL* easy() const { return easy_.get(); }
  static void* tag_of(CURL* easy);

 private:
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* self);
  static int on_ready(void* self, char*, char*, int, int);
  bool accepts(const curl_sockaddr& address);
  void set_connection();
  void set_method(const HttpRequest& request);
  void set_headers(const HttpRequest& request);
  bool peek_certificate();
  void take_fault(CURLcode code);
  void take_facts();
  std::string timeout_text() const;
  std::size_t received() const;

  const HttpSettings& settings_;
  CurlLoop& loop_;
  Certificates& certificates_;
  CurlEasy easy_;
  CurlList headers_, pins_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  AnswerReader reader_;
  Hop hop_;
  ConnectionPool pool_ = ConnectionPool::Guarded;
  Exchange* exchange_ = nullptr;
  std::chrono::steady_clock::time_point start_, mark_;
  std::size_t marked_bytes_ = 0;
  std::size_t coded_bytes_ = 0;  // of body, as they came off the wire
  bool peeking_ = false;         // the second connection, only for the certificate
  bool blocked_ = false;
  std::string blocked_address_;
};

}  // namespace cardlint
