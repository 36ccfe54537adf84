// cardlint-probe: the part of cardlint that talks to servers, and the only one that links libcurl.
#include <curl/curl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <iostream>

#include "cli/probe_cli.h"

namespace {

// Lock-free, so that a signal handler may write it.
std::atomic<bool> stop{false};

void on_signal(int) {
  stop = true;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second Ctrl-C ends it at once
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  return cardlint::run_probe_cli({argv + 1, argv + argc}, {std::cout, std::cerr, terminal},
                                 cardlint::make_curl_transport, &stop, ::isatty(STDERR_FILENO) == 1,
                                 curl_version());
}
