// How requests are sent. The prober knows only this; libcurl, a recording and tests stand behind
// it.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/exchange.h"

namespace cardlint {

class Transport {
 public:
  virtual ~Transport() = default;

  // Takes a request; `done` is called once, from run(), on the thread of run(), and may send again.
  // Never fails: every trouble is a fault of the exchange.
  virtual void send(HttpRequest request, std::function<void(Exchange)> done) = 0;
  // Returns when nothing is left to do, or, after stop, when all that is in flight was given up as
  // Interrupted.
  virtual void run() = 0;
};

// Bounds of a run: `cardlint probe` states them in its report.
struct HttpLimits {
  std::chrono::milliseconds connect{5000};
  std::chrono::milliseconds first_byte{5000};
  std::chrono::milliseconds total{15000};  // one attempt of one hop
  std::chrono::milliseconds run{600000};   // everything
  std::size_t body_bytes = 1u << 20;       // decoded
  std::size_t ratio = 100;                 // decoded over received, once 64 KiB are decoded
  std::size_t header_bytes = 64u << 10;
  std::size_t header_lines = 100;
  std::size_t slow_bytes = 100;  // a second, within each slow_window: slower is a timeout
  std::chrono::milliseconds slow_window{5000};
  int in_flight = 64;
  int per_host = 8;  // connections
  // On connect errors, reset HTTP/2 streams and 429, 502, 503, 504; see HttpRequest::once.
  int retries = 1;
  // With jitter. A Retry-After is waited for; one beyond 10 s is the last answer.
  std::chrono::milliseconds retry_delay{1000};
};

struct HttpSettings {
  HttpLimits limits;
  std::string user_agent;      // unless a request brings its own; empty: none is sent
  bool allow_private = false;  // lifts the guard of addresses
  std::string proxy;    // an http(s) or socks5h URL; empty: none, whatever the environment says
  std::string ca_file;  // PEM; empty: the system's
  std::vector<std::string> resolve;         // "host:port:address[,address]", in place of DNS
  const std::atomic<bool>* stop = nullptr;  // set by a signal handler
};

// libcurl's multi interface; only cardlint-probe links it. Not for several threads.
Result<std::unique_ptr<Transport>> make_curl_transport(const HttpSettings& settings);
// "libcurl/7.88.1 OpenSSL/3.0 …", for --version.
std::string curl_version_line();

}  // namespace cardlint
