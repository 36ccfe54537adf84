// The transport of `cardlint probe`: who is asked when. A job is one exchange, with its redirects
// and attempts; a host has a queue of them, and as many run at once as the limits say.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/curl_transfer.h"
#include "http/resolver.h"

namespace cardlint {

class CurlTransport : public Transport {
 public:
  static Result<std::unique_ptr<Transport>> make(const HttpSettings& settings);

  void send(HttpRequest request, std::function<void(Exchange)> done) override;
  void run() override;

 private:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;

  struct Job {
    HttpRequest request;
    std::function<void(Exchange)> done;
    Exchange exchange;
    HttpTarget asked;                  // of the request
    HttpTarget target;                 // of this hop
    std::vector<std::string> seen;     // URLs of its hops
    std::unique_ptr<Exchange> before;  // with the redirect that led to this hop as its answer
    bool credentials = false;          // they may still be sent
    int retries_left = 0;
    bool resolving = false;
    std::unique_ptr<CurlTransfer> transfer;
  };
  using JobPtr = std::unique_ptr<Job>;

  struct Ticket {  // a job to be: thousands may wait, and a job is large
    HttpRequest request;
    std::function<void(Exchange)> done;
  };

  struct Host {
    std::deque<JobPtr> waiting;  // begun, with another hop or attempt to do: these go first
    std::deque<Ticket> tickets;
    bool has_work() const { return !waiting.empty() || !tickets.empty(); }
    int active = 0;
    bool listed = false;  // in ready_
  };

  CurlTransport(const HttpSettings& settings, std::unique_ptr<CurlLoop> loop);

  // curl_transport.cpp: queues and the loop
  bool is_stopped() const;
  void enqueue(JobPtr job);
  JobPtr take_waiting(Host& host);
  void list_if_ready(const std::string& authority, Host& host);
  bool can_admit() const;
  void admit();
  void sweep(Time now);
  void end_everything(HttpFault in_flight, HttpFault waiting, const std::string& detail);
  void deliver();
  std::chrono::milliseconds patience() const;
  JobPtr take_active(const Job* job);
  void release(const Job& job);

  // curl_job.cpp: the way of one exchange
  JobPtr make_job(Ticket ticket) const;
  static void begin(Job& job);  // a hop: a clean slate
  bool try_start(Job& job);     // false: it ended at once, with a fault
  std::optional<Hop> plan_hop(Job& job);
  bool is_open(const Job& job) const;  // may go to any address
  void settle(JobPtr job);             // a hop has ended
  bool retry(JobPtr& job);             // true: taken, to be tried again later
  bool redirect(Job& job);             // true: there is a next hop
  static void leave_origin(Job& job);
  static bool refuse(Exchange& exchange, HttpFault fault, std::string detail);  // false

  HttpSettings settings_;
  std::unique_ptr<CurlLoop> loop_;
  Resolver resolver_;
  Certificates certificates_;
  std::vector<std::unique_ptr<CurlTransfer>> idle_;  // easy handles to be used again
  std::unordered_map<std::string, Host> hosts_;      // by "host:port"
  std::deque<std::string> ready_;                    // hosts that may start a job
  std::vector<JobPtr> active_;
  std::multimap<Time, JobPtr> delayed_;
  std::deque<JobPtr> finished_;  // their callbacks are still to be called
  std::minstd_rand random_;
  Time begun_, swept_;
  bool running_ = false;
};

}  // namespace cardlint
