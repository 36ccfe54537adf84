// Runs a program as a user does, in whatever state of the world a test prepares, and says how it
// ended and what it took.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cardlint::test {

struct Ended {
  int code = -1;   // of exit; -1 where a signal ended it
  int signal = 0;  // that ended it
  bool hung = false;
  std::string out, err;
  double seconds = 0;          // of processor time, children included
  std::size_t peak_bytes = 0;  // resident
};

struct Start {
  std::string program;
  std::vector<std::string> arguments;
  std::string folder;  // where it runs; empty: here
  std::string input;   // on standard input
  std::vector<std::pair<std::string, std::optional<std::string>>> environment;  // nothing: unset
  std::function<void()> prepare;         // in the new process, just before the program
  std::function<void(pid_t)> meanwhile;  // beside it
  double patience = 60;                  // seconds of the clock; then it has hung and is ended
};

Ended run(const Start& start);

std::string cardlint_program();
std::string probe_program();
Ended run_cardlint(std::vector<std::string> arguments, Start start = {});
// `cardlint check --no-config --color never`, one thread.
Ended run_check(std::vector<std::string> arguments, Start start = {});

// Whether memory and time are those of the shipped program.
constexpr bool is_sanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(CARDLINT_COUNTS)
  return true;
#else
  return false;
#endif
}

// Says why a test proves nothing here. ctest knows the test as skipped by it: the test must return.
void skip(std::string_view why);

// Root may do anything, so what is forbidden is tried by somebody else.
bool is_root();
void become_nobody();  // in Start::prepare; nothing where we are not root
// A folder of a test is open to nobody as well.
void open_to_all(const std::string& folder);

// Rules out a resource: RLIMIT_NOFILE, …
std::function<void()> with_limit(int resource, std::size_t limit);
std::function<void()> with_closed(int descriptor);

}  // namespace cardlint::test
