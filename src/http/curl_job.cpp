// The way of one exchange: its hops and attempts.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <optional>
#include <utility>

#include "base/text.h"
#include "http/curl_transport.h"

namespace cardlint {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLongestRetryAfter{10000};

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

bool is_token(std::string_view text) {  // RFC 9110 §5.6.2
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

// A header that would be read as several, or as part of another.
bool can_be_sent(const HttpHeader& header) {
  return is_token(header.name) &&
         std::none_of(header.value.begin(), header.value.end(), [](char c) {
           return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7F';
         });
}

bool is_credential(const HttpHeader& header) {
  return same_name(header.name, "authorization") || same_name(header.name, "cookie") ||
         same_name(header.name, "proxy-authorization");
}

// Whatever list they were put into: these go to no other origin.
void move_credentials(HttpRequest& request) {
  auto& headers = request.headers;
  const auto first = std::stable_partition(headers.begin(), headers.end(),
                                           [](const HttpHeader& h) { return !is_credential(h); });
  std::move(first, headers.end(), std::back_inserter(request.credentials));
  headers.erase(first, headers.end());
}

// Seconds or a date (RFC 9110 §10.2.3); none when it cannot be read.
std::optional<milliseconds> retry_after(const Exchange& exchange) {
  const std::string* value = exchange.header("retry-after");
  if (value == nullptr) return milliseconds(0);
  long seconds = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), seconds);
  if (error == std::errc::result_out_of_range) return std::nullopt;
  if (error != std::errc() || end != value->data() + value->size()) {
    const std::time_t date = curl_getdate(value->c_str(), nullptr);
    if (date == -1) return milliseconds(0);
    seconds = static_cast<long>(date - std::time(nullptr));
  }
  return milliseconds(1000 * std::clamp(seconds, 0L, 86400L));
}

bool follows_redirects(const HttpRequest& request) {
  return request.max_redirects > 0 &&
         (request.method == HttpMethod::Get || request.method == HttpMethod::Head);
}

std::string address_fault(const std::string& host, const IpAddress& address) {
  const AddressRange range = classify(address);
  const std::string text = to_text(address);
  return fmt::format("{}{} is an address for {} ({})",
                     host == text ? "" : fmt::format("'{}': ", printable(host)), text, range.name,
                     range.prefix);
}

}  // namespace

CurlTransport::JobPtr CurlTransport::make_job(Ticket ticket) const {
  auto job = std::make_unique<Job>();
  job->request = std::move(ticket.request);
  job->done = std::move(ticket.done);
  job->retries_left = settings_.limits.retries;
  move_credentials(job->request);
  HttpRequest& recorded = job->exchange.request;
  recorded = job->request;
  recorded.credentials.clear();
  recorded.enough = nullptr;
  job->exchange.url = recorded.url;
  for (const auto* list : {&job->request.headers, &job->request.credentials}) {
    for (const HttpHeader& header : *list) {
      if (can_be_sent(header)) continue;
      refuse(job->exchange, HttpFault::Url,
             fmt::format("the header '{}' cannot be sent", printable(header.name)));
    }
  }
  TargetVerdict verdict = judge_url(job->request.url);
  if (verdict.fault != HttpFault::None) {
    refuse(job->exchange, verdict.fault,
           fmt::format("'{}': {}", shown_url(job->request.url), verdict.detail));
  }
  job->asked = verdict.target;
  job->target = std::move(verdict.target);
  job->seen.push_back(job->target.url);
  job->credentials = !job->request.credentials.empty();
  return job;
}

void CurlTransport::begin(Job& job) {
  Exchange& exchange = job.exchange;
  exchange.fault = HttpFault::None;
  exchange.stream_reset = false;
  exchange.detail.clear();
  exchange.url = exchange.hops.empty() ? job.request.url : job.target.url;
  exchange.status = 0;
  exchange.version.clear();
  exchange.headers.clear();
  exchange.body.clear();
  exchange.body_whole = false;
  exchange.addresses.clear();
  exchange.remote.clear();
  exchange.certificate.reset();
  exchange.timing = {};
  exchange.attempts = std::max(exchange.attempts, 1);
}

// Whether the user named this place, or lifted the guard.
bool CurlTransport::is_open(const Job& job) const {
  return settings_.allow_private || (job.request.any_address && job.target.same_origin(job.asked));
}

// Where the hop may connect to. None yet while the name is looked up; a fault when there is nothing
// to connect to.
std::optional<Hop> CurlTransport::plan_hop(Job& job) {
  Exchange& exchange = job.exchange;
  Hop hop{job.target, {}, 0, !is_open(job), job.credentials, follows_redirects(job.request)};
  if (!settings_.proxy.empty()) {
    if (hop.guarded) {
      refuse(exchange, HttpFault::BlockedAddress,
             "the proxy looks up names itself, so the address cannot be judged beforehand");
    }
    return hop;
  }
  if (job.target.literal) {
    hop.addresses = {*job.target.literal};
  } else {
    const Resolution* answer = resolver_.resolve(job.target.host, job.target.port);
    job.resolving = answer == nullptr;
    if (job.resolving) return std::nullopt;
    hop.addresses = answer->addresses;
    hop.dns_milliseconds = exchange.timing.dns = answer->milliseconds;
    if (hop.addresses.empty()) {
      refuse(exchange, HttpFault::Dns,
             fmt::format("'{}': {}", printable(job.target.host), answer->trouble));
    }
  }
  for (const IpAddress& address : hop.addresses) {
    exchange.addresses.push_back(to_text(address));
    // One answer that is not global condemns the name: which of them is taken would be chance.
    if (hop.guarded && exchange.fault == HttpFault::None && !classify(address).is_public()) {
      refuse(exchange, HttpFault::BlockedAddress, address_fault(job.target.host, address));
    }
  }
  return hop;
}

bool CurlTransport::try_start(Job& job) {
  std::optional<Hop> hop = plan_hop(job);
  if (!hop) return true;
  if (job.exchange.fault != HttpFault::None) return false;
  if (idle_.empty()) {
    job.transfer = std::make_unique<CurlTransfer>(settings_, *loop_, certificates_);
  } else {
    job.transfer = std::move(idle_.back());
    idle_.pop_back();
  }
  if (hop->credentials) job.exchange.authenticated = true;
  if (job.transfer->start(job.request, std::move(*hop), job.exchange, &job)) return true;
  refuse(job.exchange, HttpFault::Protocol, "libcurl could not begin the request");
  return false;
}

void CurlTransport::settle(JobPtr job) {
  Exchange& exchange = job->exchange;
  if (exchange.fault == HttpFault::BlockedAddress && job->before) {
    // Not followed after all: the redirect is the answer.
    job->before->detail = std::move(exchange.detail);
    job->before->fault = exchange.fault;
    exchange = std::move(*job->before);
  }
  if (retry(job)) return;
  if (redirect(*job)) {
    enqueue(std::move(job));
  } else {
    finished_.push_back(std::move(job));
  }
}

bool CurlTransport::retry(JobPtr& job) {
  const Exchange& exchange = job->exchange;
  const int status = exchange.fault == HttpFault::None ? exchange.status : 0;
  const bool unread = status == 429 || exchange.fault == HttpFault::Connect;
  const bool busy = status == 502 || status == 503 || status == 504;
  // A server that answers before it has read the request resets the stream behind its answer
  // (RFC 9113 §8.1), as nginx does; libcurl 7.88 then now and then loses the answer.
  const bool lost = exchange.stream_reset && exchange.status == 0;
  const bool again = unread || (!job->request.once && (busy || lost));
  if (job->retries_left < 1 || !again) return false;
  const auto wanted = retry_after(exchange);
  // Sooner than the server allows would only be refused again.
  if (!wanted || *wanted > kLongestRetryAfter) return false;
  // Half to one and a half of the delay; a server that names its own gets up to half of it on top.
  const double share = std::uniform_real_distribution<double>(0, 1)(random_);
  const auto delay = settings_.limits.retry_delay;
  const auto jittered = wanted->count() > 0 ? *wanted + share * delay / 2 : (share + 0.5) * delay;
  --job->retries_left;
  ++job->exchange.attempts;
  delayed_.emplace(Clock::now() + std::chrono::duration_cast<milliseconds>(jittered),
                   std::move(job));
  return true;
}

bool CurlTransport::redirect(Job& job) {
  Exchange& exchange = job.exchange;
  if (exchange.fault != HttpFault::None || !follows_redirects(job.request) ||
      !is_redirect(exchange.status)) {
    return false;
  }
  exchange.body_whole = false;  // dropped
  const auto locations = header_values(exchange.headers, "location");
  if (locations.size() != 1) {
    return refuse(
        exchange, HttpFault::RedirectRefused,
        fmt::format("status {} with {} 'Location' headers", exchange.status, locations.size()));
  }
  TargetVerdict verdict =
      judge_location(job.target, locations[0], job.asked, settings_.allow_private);
  if (verdict.fault != HttpFault::None) return refuse(exchange, verdict.fault, verdict.detail);
  HttpTarget& target = verdict.target;
  if (std::find(job.seen.begin(), job.seen.end(), target.url) != job.seen.end()) {
    return refuse(exchange, HttpFault::RedirectLoop,
                  fmt::format("'{}' was asked already", shown_url(target.url)));
  }
  if (static_cast<int>(exchange.hops.size()) >= job.request.max_redirects) {
    return refuse(exchange, HttpFault::TooManyRedirects,
                  fmt::format("more than {} redirects", job.request.max_redirects));
  }
  job.before = std::make_unique<Exchange>(exchange);
  exchange.hops.push_back({exchange.url, exchange.status, std::string(locations[0])});
  if (!target.same_origin(job.asked)) leave_origin(job);
  job.seen.push_back(target.url);
  job.target = std::move(target);
  return true;
}

// What was meant for the first origin stays there, also when a later hop leads back to it.
void CurlTransport::leave_origin(Job& job) {
  job.credentials = false;
  auto& headers = job.request.headers;
  headers.erase(std::remove_if(headers.begin(), headers.end(),
                               [](const HttpHeader& h) { return same_name(h.name, "host"); }),
                headers.end());
}

bool CurlTransport::refuse(Exchange& exchange, HttpFault fault, std::string detail) {
  exchange.fault = fault;
  exchange.detail = std::move(detail);
  return false;
}

}  // namespace cardlint
