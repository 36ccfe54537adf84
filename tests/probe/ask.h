// One question and its answer, for tests of the transport.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "http/transport.h"

namespace probe_test {

// Limits that let a test see a timeout soon.
inline cardlint::HttpSettings quick() {
  using std::chrono::milliseconds;
  cardlint::HttpSettings settings;
  settings.limits.connect = milliseconds(5000);
  settings.limits.first_byte = milliseconds(2000);
  settings.limits.total = milliseconds(10000);
  settings.limits.slow_window = milliseconds(500);
  settings.limits.retries = 0;
  settings.limits.retry_delay = milliseconds(50);
  return settings;
}

inline std::unique_ptr<cardlint::Transport> transport(const cardlint::HttpSettings& settings) {
  auto made = cardlint::make_curl_transport(settings);
  if (!made) throw std::runtime_error(made.error().message);
  return std::move(*made);
}

inline cardlint::HttpRequest get(std::string url) {
  cardlint::HttpRequest request;
  request.url = std::move(url);
  request.any_address = true;
  return request;
}

inline cardlint::Exchange ask(cardlint::HttpRequest request,
                              const cardlint::HttpSettings& settings = quick()) {
  const auto sender = transport(settings);
  cardlint::Exchange answer;
  int calls = 0;
  sender->send(std::move(request), [&](cardlint::Exchange exchange) {
    answer = std::move(exchange);
    ++calls;
  });
  sender->run();
  if (calls != 1) throw std::runtime_error("the callback was called " + std::to_string(calls));
  return answer;
}

}  // namespace probe_test
