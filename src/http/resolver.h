// Names to addresses, asked once a run and then kept: what was judged is what is connected to.
// libcurl's own resolver is not used, since it asks again when it likes, and with one thread each.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "address/ip_address.h"
#include "base/result.h"

namespace cardlint {

struct Resolution {
  std::vector<IpAddress> addresses;  // all of them, in the order to try; none: see `trouble`
  std::string trouble;
  double milliseconds = 0;
};

class Resolver {
 public:
  using LookUp = std::function<Resolution(const std::string& host)>;  // called by threads
  static Resolution ask_system(const std::string& host);

  // A name without an answer after `patience` has none. `wake` is called from other threads when
  // answers are there.
  Resolver(std::chrono::milliseconds patience, std::function<void()> wake,
           LookUp look_up = ask_system);
  ~Resolver();  // does not wait for names that are still being looked up
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // "host:port:address[,address]": these in place of DNS.
  Result<void> pin(std::string_view entry);

  // The answer, or null while the name is looked up: ask again after `wake`, or now and then, for
  // the patience to end. The answer stays valid as long as the resolver.
  const Resolution* resolve(const std::string& host, std::uint16_t port);

 private:
  struct Pool;  // shared with the threads, which may outlive the resolver
  struct Entry {
    bool answered = false;
    std::chrono::steady_clock::time_point asked;
    Resolution answer;
  };
  void collect();
  void look_up(const std::string& host);

  std::chrono::milliseconds patience_;
  std::map<std::string, Resolution, std::less<>> pins_;  // "host:port"
  std::map<std::string, Entry> entries_;                 // host
  std::shared_ptr<Pool> pool_;
};

}  // namespace cardlint
