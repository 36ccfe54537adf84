// How fast the prober's transport is, and how much memory it takes, against nginx on the loopback
// interface: `cardlint_http_throughput [exchanges] [in flight]`. Both share the machine.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "probe/ask.h"
#include "probe/server.h"

using namespace cardlint;
using Clock = std::chrono::steady_clock;

namespace {

struct Load {
  const char* name;
  std::string url;
  int per_host;
};

void run(const Load& load, const HttpSettings& base, int exchanges) {
  HttpSettings settings = base;
  settings.limits.per_host = load.per_host;
  const auto sender = probe_test::transport(settings);
  std::map<std::string, int> answers;
  const auto start = Clock::now();
  for (int i = 0; i < exchanges; ++i) {
    sender->send(probe_test::get(load.url), [&](const Exchange& exchange) {
      ++answers[exchange.answered() ? std::to_string(exchange.status)
                                    : std::string(name(exchange.fault))];
    });
  }
  sender->run();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%-28s %7.0f exchanges/s, peak %ld MB;", load.name, exchanges / seconds,
              usage.ru_maxrss / 1024);
  for (const auto& [answer, count] : answers) std::printf(" %s: %d", answer.c_str(), count);
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const int exchanges = argc > 1 ? std::atoi(argv[1]) : 20'000;
  const int in_flight = argc > 2 ? std::atoi(argv[2]) : 64;
  const probe_test::Server nginx("nginx_server.mjs",
                                 {"--folder", probe_test::scratch_folder() + "/nginx", "--nginx",
                                  CARDLINT_NGINX, "--files", "1"});
  HttpSettings settings;
  settings.limits.in_flight = in_flight;
  settings.ca_file = nginx.text("ca");
  settings.resolve = {"good.test:" + std::to_string(nginx.port("good")) + ":127.0.0.1"};
  const std::string plain = "http://127.0.0.1:" + std::to_string(nginx.port()) + "/0.json";
  const std::string tls = "https://good.test:" + std::to_string(nginx.port("good")) + "/0.json";
  run({"http, as for one host (8)", plain, 8}, settings, exchanges);
  run({"http, all in flight", plain, in_flight}, settings, exchanges);
  run({"https h2, as for one host (8)", tls, 8}, settings, exchanges);
  run({"https h2, all in flight", tls, in_flight}, settings, exchanges);
}
