#include "http/curl_transport.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/file_io.h"
#include "base/text.h"

namespace cardlint {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kTick{50};  // our own limits of time, the stop flag, names being looked up
constexpr std::size_t kLargestCaFile = 8u << 20;

}  // namespace

CurlTransport::CurlTransport(const HttpSettings& settings, std::unique_ptr<CurlLoop> loop)
    : settings_(settings),
      loop_(std::move(loop)),
      resolver_(settings.limits.connect, [this] { loop_->wake(); }),
      random_(std::random_device{}()) {}

Result<std::unique_ptr<Transport>> CurlTransport::make(const HttpSettings& settings) {
  static const CURLcode kGlobal = curl_global_init(CURL_GLOBAL_DEFAULT);
  const curl_version_info_data* library = curl_version_info(CURLVERSION_NOW);
  if (kGlobal != CURLE_OK || library->version_num < 0x075800 ||
      (library->features & CURL_VERSION_SSL) == 0) {
    return fail(ErrorCode::Internal,
                fmt::format("libcurl 7.88 or newer with TLS is needed, this is {}",
                            printable(curl_version(), 200)));
  }
  const HttpLimits& limits = settings.limits;
  if (limits.in_flight < 1 || limits.per_host < 1 || limits.ratio < 1 ||
      limits.connect.count() < 1 || limits.total.count() < 1) {
    return fail(ErrorCode::Usage, "limits of HTTP must be at least 1");
  }
  if (!settings.ca_file.empty()) {
    // libcurl would say so only at the first connection.
    if (auto text = read_file(settings.ca_file, kLargestCaFile); !text) {
      return tl::unexpected(text.error());
    }
  }
  if (!settings.proxy.empty() && !settings.proxy.starts_with("http://") &&
      !settings.proxy.starts_with("https://") && !settings.proxy.starts_with("socks5h://")) {
    return fail(ErrorCode::Usage, "a proxy is an 'http://', 'https://' or 'socks5h://' URL");
  }
  auto loop = CurlLoop::make(limits.in_flight);
  if (!loop) return tl::unexpected(loop.error());
  std::unique_ptr<CurlTransport> transport(new CurlTransport(settings, std::move(*loop)));
  for (const std::string& entry : settings.resolve) {
    if (auto pinned = transport->resolver_.pin(entry); !pinned) {
      return tl::unexpected(pinned.error());
    }
  }
  return transport;
}

bool CurlTransport::is_stopped() const {
  return settings_.stop != nullptr && settings_.stop->load(std::memory_order_relaxed);
}

void CurlTransport::send(HttpRequest request, std::function<void(Exchange)> done) {
  Ticket ticket{std::move(request), std::move(done)};
  const TargetVerdict verdict = judge_url(ticket.request.url);
  if (verdict.fault != HttpFault::None) {
    finished_.push_back(make_job(std::move(ticket)));
    return;
  }
  const std::string authority = verdict.target.authority();
  Host& host = hosts_[authority];
  host.tickets.push_back(std::move(ticket));
  list_if_ready(authority, host);
}

void CurlTransport::enqueue(JobPtr job) {
  const std::string authority = job->target.authority();
  Host& host = hosts_[authority];
  host.waiting.push_back(std::move(job));
  list_if_ready(authority, host);
}

CurlTransport::JobPtr CurlTransport::take_waiting(Host& host) {
  JobPtr job;
  if (host.waiting.empty()) {
    job = make_job(std::move(host.tickets.front()));
    host.tickets.pop_front();
  } else {
    job = std::move(host.waiting.front());
    host.waiting.pop_front();
  }
  return job;
}

void CurlTransport::list_if_ready(const std::string& authority, Host& host) {
  if (host.listed || !host.has_work() || host.active >= settings_.limits.per_host) return;
  host.listed = true;
  ready_.push_back(authority);
}

// What ends at once is delivered before more is begun.
bool CurlTransport::can_admit() const {
  const auto most = static_cast<std::size_t>(settings_.limits.in_flight);
  return !ready_.empty() && active_.size() < most && finished_.size() < most;
}

// Hosts take turns, so that one with a long queue does not hold up the others.
void CurlTransport::admit() {
  while (can_admit()) {
    const std::string authority = std::move(ready_.front());
    ready_.pop_front();
    Host& host = hosts_[authority];
    host.listed = false;
    JobPtr job = take_waiting(host);
    ++host.active;
    list_if_ready(authority, host);
    Job& started = *job;
    active_.push_back(std::move(job));
    // A header that cannot be sent shows only now.
    if (started.exchange.fault == HttpFault::Url) {
      finished_.push_back(take_active(&started));
      continue;
    }
    begin(started);
    if (!try_start(started)) settle(take_active(&started));
  }
}

CurlTransport::JobPtr CurlTransport::take_active(const Job* job) {
  const auto found = std::find_if(active_.begin(), active_.end(),
                                  [&](const JobPtr& active) { return active.get() == job; });
  JobPtr taken = std::move(*found);
  if (found != active_.end() - 1) *found = std::move(active_.back());
  active_.pop_back();
  if (taken->transfer) idle_.push_back(std::move(taken->transfer));
  release(*taken);
  return taken;
}

void CurlTransport::release(const Job& job) {
  const std::string authority = job.target.authority();
  const auto found = hosts_.find(authority);
  Host& host = found->second;
  --host.active;
  list_if_ready(authority, host);
  if (host.active == 0 && !host.has_work() && !host.listed) hosts_.erase(found);
}

void CurlTransport::sweep(Time now) {
  swept_ = now;
  std::vector<Job*> ended;
  for (const JobPtr& job : active_) {
    if (job->resolving) {
      if (!try_start(*job)) ended.push_back(job.get());
    } else if (job->transfer->is_overdue(now)) {
      if (job->transfer->finish(CURLE_ABORTED_BY_CALLBACK)) ended.push_back(job.get());
    }
  }
  for (const Job* job : ended) settle(take_active(job));
  while (!delayed_.empty() && delayed_.begin()->first <= now) {
    JobPtr job = std::move(delayed_.begin()->second);
    delayed_.erase(delayed_.begin());
    enqueue(std::move(job));
  }
}

void CurlTransport::end_everything(HttpFault in_flight, HttpFault waiting,
                                   const std::string& detail) {
  while (!active_.empty()) {
    JobPtr& job = active_.back();
    const bool was_asked = job->transfer != nullptr;
    job->exchange.fault = was_asked ? in_flight : waiting;
    job->exchange.detail = detail;
    if (was_asked) job->transfer->finish(CURLE_ABORTED_BY_CALLBACK);
    finished_.push_back(take_active(job.get()));
  }
  const auto end = [&](JobPtr job, HttpFault fault) {
    job->exchange.fault = fault;
    job->exchange.detail = detail;
    finished_.push_back(std::move(job));
  };
  for (auto& [time, job] : delayed_) end(std::move(job), in_flight);
  delayed_.clear();
  for (auto& [authority, host] : hosts_) {
    while (host.has_work()) end(take_waiting(host), waiting);
  }
  hosts_.clear();
  ready_.clear();
}

void CurlTransport::deliver() {
  for (std::size_t left = finished_.size(); left > 0; --left) {
    const JobPtr job = std::move(finished_.front());
    finished_.pop_front();
    if (job->done) job->done(std::move(job->exchange));
  }
}

milliseconds CurlTransport::patience() const {
  if (!finished_.empty() || can_admit()) return milliseconds(0);
  auto longest = kTick;
  if (!delayed_.empty()) {
    const auto left = std::chrono::ceil<milliseconds>(delayed_.begin()->first - Clock::now());
    longest = std::clamp(left, milliseconds(0), longest);
  }
  return longest;
}

void CurlTransport::run() {
  if (running_) return;  // from a callback: the outer run goes on anyway
  running_ = true;
  begun_ = Clock::now();
  while (true) {
    if (is_stopped()) {
      end_everything(HttpFault::Interrupted, HttpFault::Interrupted, "the run was interrupted");
    } else if (Clock::now() - begun_ > settings_.limits.run) {
      end_everything(HttpFault::Timeout, HttpFault::Budget,
                     fmt::format("the run's {} ms are over", settings_.limits.run.count()));
    } else {
      admit();
    }
    deliver();
    if (active_.empty() && delayed_.empty() && ready_.empty() && finished_.empty()) break;
    const bool woken = loop_->turn(patience(), [&](CURL* easy, CURLcode code) {
      Job& job = *static_cast<Job*>(CurlTransfer::tag_of(easy));
      if (job.transfer->finish(code)) settle(take_active(&job));
    });
    const Time now = Clock::now();
    const bool is_due = !delayed_.empty() && delayed_.begin()->first <= now;
    if (woken || is_due || now - swept_ >= kTick) sweep(now);
  }
  running_ = false;
}

Result<std::unique_ptr<Transport>> make_curl_transport(const HttpSettings& settings) {
  return CurlTransport::make(settings);
}

std::string curl_version_line() {
  return curl_version();
}

}  // namespace cardlint
