#include "http/resolver.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/text.h"

namespace cardlint {

using Clock = std::chrono::steady_clock;

namespace {

// getaddrinfo cannot be given up. A thread that overstays its patience does not count as working,
// so that a dead name server does not starve the names of others, up to kMostThreads.
constexpr int kWorking = 16;
constexpr int kMostThreads = 64;

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

}  // namespace

Resolution Resolver::ask_system(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int code = getaddrinfo(host.c_str(), nullptr, &hints, &list);
  const std::unique_ptr<addrinfo, FreeAddresses> owner(list);
  Resolution answer;
  if (code != 0) {
    answer.trouble = fmt::format("the name does not resolve: {}", gai_strerror(code));
    return answer;
  }
  for (const addrinfo* item = list; item != nullptr; item = item->ai_next) {
    IpAddress address;
    if (item->ai_family == AF_INET) {
      sockaddr_in v4{};
      std::memcpy(&v4, item->ai_addr, sizeof v4);
      std::memcpy(address.bytes.data(), &v4.sin_addr, 4);
      address.is_v4 = true;
    } else if (item->ai_family == AF_INET6) {
      sockaddr_in6 v6{};
      std::memcpy(&v6, item->ai_addr, sizeof v6);
      std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
    } else {
      continue;
    }
    auto& known = answer.addresses;
    if (std::find(known.begin(), known.end(), address) == known.end()) known.push_back(address);
  }
  if (answer.addresses.empty()) answer.trouble = "the name has no address";
  return answer;
}

struct Resolver::Pool {
  std::mutex mutex;
  std::condition_variable wanted;
  std::deque<std::string> names;
  std::vector<std::pair<std::string, Resolution>> answers;
  std::function<void()> wake;
  LookUp look_up;
  int threads = 0;
  int idle = 0;
  int overdue = 0;
  bool closed = false;

  static void work(const std::shared_ptr<Pool>& pool) {
    std::unique_lock lock(pool->mutex);
    while (true) {
      ++pool->idle;
      pool->wanted.wait(lock, [&] { return pool->closed || !pool->names.empty(); });
      --pool->idle;
      if (pool->closed) return;
      const std::string host = std::move(pool->names.front());
      pool->names.pop_front();
      lock.unlock();
      const auto start = Clock::now();
      Resolution answer = pool->look_up(host);
      answer.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
      lock.lock();
      if (pool->closed) return;
      pool->answers.emplace_back(host, std::move(answer));
      pool->wake();
    }
  }
};

Resolver::Resolver(std::chrono::milliseconds patience, std::function<void()> wake, LookUp look_up)
    : patience_(patience), pool_(std::make_shared<Pool>()) {
  pool_->wake = std::move(wake);
  pool_->look_up = std::move(look_up);
}

Resolver::~Resolver() {
  const std::lock_guard lock(pool_->mutex);
  pool_->closed = true;
  pool_->wanted.notify_all();
}

Result<void> Resolver::pin(std::string_view entry) {
  const auto wrong = [&] {
    return fail(ErrorCode::Usage,
                fmt::format("'{}' is not 'host:port:address[,address]'", printable(entry)));
  };
  const auto first = entry.find(':');
  const auto second = first == std::string_view::npos ? first : entry.find(':', first + 1);
  if (second == std::string_view::npos || first == 0) return wrong();
  const std::string_view port = entry.substr(first + 1, second - first - 1);
  if (port.empty() || port.size() > 5 ||
      !std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return wrong();
  }
  Resolution answer;
  for (std::string_view text : split(entry.substr(second + 1), ',')) {
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
      text = text.substr(1, text.size() - 2);
    }
    const auto address = parse_ip_address(text);
    if (!address) return wrong();
    answer.addresses.push_back(*address);
  }
  pins_.insert_or_assign(to_lower_ascii(entry.substr(0, second)), std::move(answer));
  return {};
}

const Resolution* Resolver::resolve(const std::string& host, std::uint16_t port) {
  if (!pins_.empty()) {
    const auto pinned = pins_.find(fmt::format("{}:{}", host, port));
    if (pinned != pins_.end()) return &pinned->second;
  }
  collect();
  const auto [found, is_new] = entries_.try_emplace(host);
  Entry& entry = found->second;
  if (is_new) {
    entry.asked = Clock::now();
    look_up(host);
  }
  if (!entry.answered && Clock::now() - entry.asked > patience_) {
    entry.answered = true;
    entry.answer.trouble =
        fmt::format("no answer of the name servers within {} ms", patience_.count());
    entry.answer.milliseconds = static_cast<double>(patience_.count());
    const std::lock_guard lock(pool_->mutex);
    auto& names = pool_->names;
    const auto waiting = std::find(names.begin(), names.end(), host);
    if (waiting == names.end()) {
      ++pool_->overdue;
    } else {
      names.erase(waiting);
    }
  }
  return entry.answered ? &entry.answer : nullptr;
}

// Takes over what the threads found. An answer that comes too late is not taken: within a run a
// name means one thing.
void Resolver::collect() {
  std::vector<std::pair<std::string, Resolution>> answers;
  {
    const std::lock_guard lock(pool_->mutex);
    answers.swap(pool_->answers);
  }
  for (auto& [host, answer] : answers) {
    Entry& entry = entries_[host];
    if (entry.answered) {
      const std::lock_guard lock(pool_->mutex);
      --pool_->overdue;
      continue;
    }
    entry.answer = std::move(answer);
    entry.answered = true;
  }
}

void Resolver::look_up(const std::string& host) {
  const std::lock_guard lock(pool_->mutex);
  pool_->names.push_back(host);
  const int waiting = static_cast<int>(pool_->names.size());
  if (pool_->idle < waiting && pool_->threads < kMostThreads &&
      pool_->threads - pool_->overdue < kWorking) {
    try {
      std::thread(Pool::work, pool_).detach();
      ++pool_->threads;
    } catch (const std::system_error&) {  // no more threads: those that there are do the work
      if (pool_->threads == 0) {
        pool_->names.pop_back();
        Entry& entry = entries_[host];
        entry.answered = true;
        entry.answer.trouble = "no thread could be started to look up the name";
      }
    }
  }
  pool_->wanted.notify_one();
}

}  // namespace cardlint
