#include "http/curl_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace cardlint {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

constexpr std::uint32_t kWake = 2;  // beside the indices of the multi handles
constexpr int kEvents = 128;

epoll_event event_of(std::uint32_t events, std::uint32_t owner, int descriptor) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = std::uint64_t{owner} << 32 | static_cast<std::uint32_t>(descriptor);
  return event;
}

}  // namespace

Result<std::unique_ptr<CurlLoop>> CurlLoop::make(int kept_connections) {
  std::unique_ptr<CurlLoop> loop(new CurlLoop);
  loop->epoll_ = epoll_create1(EPOLL_CLOEXEC);
  loop->event_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event = event_of(EPOLLIN, kWake, loop->event_);
  bool fine = loop->epoll_ >= 0 && loop->event_ >= 0 &&
              epoll_ctl(loop->epoll_, EPOLL_CTL_ADD, loop->event_, &event) == 0;
  for (std::uint32_t i = 0; fine && i < loop->multis_.size(); ++i) {
    fine = loop->prepare(loop->multis_[i], i, kept_connections);
  }
  if (!fine) return fail(ErrorCode::Internal, "the event loop for HTTP could not be set up");
  return loop;
}

CurlLoop::~CurlLoop() {
  for (Multi& multi : multis_) multi.handle.reset();  // closes connections, which calls on_socket
  if (epoll_ >= 0) close(epoll_);
  if (event_ >= 0) close(event_);
}

bool CurlLoop::prepare(Multi& multi, std::uint32_t index, int kept_connections) {
  multi.loop = this;
  multi.index = index;
  multi.handle.reset(curl_multi_init());
  CURLM* handle = multi.handle.get();
  return handle != nullptr &&
         curl_multi_setopt(handle, CURLMOPT_SOCKETFUNCTION, on_socket) == CURLM_OK &&
         curl_multi_setopt(handle, CURLMOPT_SOCKETDATA, &multi) == CURLM_OK &&
         curl_multi_setopt(handle, CURLMOPT_TIMERFUNCTION, on_timer) == CURLM_OK &&
         curl_multi_setopt(handle, CURLMOPT_TIMERDATA, &multi) == CURLM_OK &&
         curl_multi_setopt(handle, CURLMOPT_MAXCONNECTS, long{kept_connections}) == CURLM_OK;
}

int CurlLoop::on_socket(CURL*, curl_socket_t socket, int what, void* multi, void*) {
  const Multi& owner = *static_cast<Multi*>(multi);
  const int epoll = owner.loop->epoll_;
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  const std::uint32_t events = ((what & CURL_POLL_IN) != 0 ? std::uint32_t{EPOLLIN} : 0u) |
                               ((what & CURL_POLL_OUT) != 0 ? std::uint32_t{EPOLLOUT} : 0u);
  epoll_event event = event_of(events, owner.index, socket);
  if (epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) != 0) {
    epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
  }
  return 0;
}

int CurlLoop::on_timer(CURLM*, long wanted, void* multi) {
  auto& due = static_cast<Multi*>(multi)->due;
  due.reset();
  if (wanted >= 0) due = Clock::now() + milliseconds(wanted);
  return 0;
}

bool CurlLoop::add(ConnectionPool pool, CURL* easy) {
  return curl_multi_add_handle(multis_[static_cast<std::size_t>(pool)].handle.get(), easy) ==
         CURLM_OK;
}

void CurlLoop::remove(ConnectionPool pool, CURL* easy) {
  curl_multi_remove_handle(multis_[static_cast<std::size_t>(pool)].handle.get(), easy);
}

void CurlLoop::wake() const {
  eventfd_write(event_, 1);
}

int CurlLoop::wait(milliseconds patience) {
  const auto now = Clock::now();
  auto until = now + patience;
  for (const Multi& multi : multis_) {
    if (multi.due) until = std::min(until, *multi.due);
  }
  const auto left = std::chrono::ceil<milliseconds>(until - now).count();
  return static_cast<int>(std::clamp<long>(left, 0, 1000));
}

bool CurlLoop::turn(milliseconds patience, const Ended& ended) {
  std::array<epoll_event, kEvents> events{};
  const int count = epoll_wait(epoll_, events.data(), kEvents, wait(patience));
  int running = 0;
  bool woken = false;
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    const auto owner = static_cast<std::uint32_t>(event.data.u64 >> 32);
    if (owner == kWake) {
      eventfd_t value = 0;
      eventfd_read(event_, &value);
      woken = true;
      continue;
    }
    const auto socket = static_cast<curl_socket_t>(event.data.u64 & 0xffffffffu);
    const int mask = ((event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                     ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                     ((event.events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(multis_[owner].handle.get(), socket, mask, &running);
  }
  for (Multi& multi : multis_) {
    if (multi.due && *multi.due <= Clock::now()) {
      multi.due.reset();
      curl_multi_socket_action(multi.handle.get(), CURL_SOCKET_TIMEOUT, 0, &running);
    }
    report(multi, ended);
  }
  return woken;
}

void CurlLoop::report(const Multi& multi, const Ended& ended) {
  std::vector<std::pair<CURL*, CURLcode>> messages;  // copied: removing a handle ends its message
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.handle.get(), &left)) {
    if (message->msg == CURLMSG_DONE) {
      messages.emplace_back(message->easy_handle, message->data.result);
    }
  }
  for (const auto& [easy, code] : messages) ended(easy, code);
}

}  // namespace cardlint
