// The event loop: libcurl's multi handles on one epoll. Knows transfers as easy handles only.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/result.h"
#include "http/curl_handles.h"

namespace cardlint {

// Connections are kept for reuse, and libcurl does not judge a reused one again: what may reach any
// address has its own.
enum class ConnectionPool : std::uint8_t { Guarded, Open };

class CurlLoop {
 public:
  static Result<std::unique_ptr<CurlLoop>> make(int kept_connections);
  ~CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  bool add(ConnectionPool pool, CURL* easy);
  void remove(ConnectionPool pool, CURL* easy);
  // From any thread: ends the waiting of turn().
  void wake() const;
  // Waits for something to happen, at most `patience`, and moves the transfers on. `ended` may
  // remove and add. True: somebody called wake().
  using Ended = std::function<void(CURL*, CURLcode)>;
  bool turn(std::chrono::milliseconds patience, const Ended& ended);

 private:
  struct Multi {
    CurlLoop* loop = nullptr;
    std::uint32_t index = 0;
    std::optional<std::chrono::steady_clock::time_point> due;
    CurlMulti handle;
  };
  CurlLoop() = default;
  static int on_socket(CURL*, curl_socket_t socket, int what, void* multi, void*);
  static int on_timer(CURLM*, long milliseconds, void* multi);
  bool prepare(Multi& multi, std::uint32_t index, int kept_connections);
  int wait(std::chrono::milliseconds patience);
  static void report(const Multi& multi, const Ended& ended);

  int epoll_ = -1;
  int event_ = -1;
  std::array<Multi, 2> multis_;
};

}  // namespace cardlint
