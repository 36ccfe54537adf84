#include "support/program.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace cardlint::test {
namespace {

constexpr std::size_t kMostOutput = 32u << 20;
constexpr unsigned kNobody = 65534;

// A file without a name: no pipe that could fill, no memory of ours.
class Scratch {
 public:
  Scratch() : file_(std::tmpfile()) {
    if (file_ == nullptr) throw std::runtime_error("no temporary file");
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::fclose(file_); }

  int descriptor() const { return ::fileno(file_); }
  void fill(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), file_);
    std::fflush(file_);
    ::lseek(descriptor(), 0, SEEK_SET);
  }
  std::string text() {
    std::rewind(file_);
    std::string all;
    char buffer[1 << 16];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, file_)) > 0;) {
      all.append(buffer, n);
      if (all.size() > kMostOutput) throw std::runtime_error("a program wrote more than 32 MiB");
    }
    return all;
  }

 private:
  std::FILE* file_;
};

// The new process, up to the program. What goes wrong here ends it with 127.
[[noreturn]] void become(const Start& start, int program, int in, int out, int err) {
  // Those of the test are none of the program's.
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  if (!start.folder.empty() && ::chdir(start.folder.c_str()) != 0) ::_exit(127);
  for (const auto& [name, value] : start.environment) {
    if (value) {
      ::setenv(name.c_str(), value->c_str(), 1);
    } else {
      ::unsetenv(name.c_str());
    }
  }
  std::vector<char*> words{const_cast<char*>(start.program.c_str())};
  for (const std::string& argument : start.arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  ::setpgid(0, 0);
  if (start.prepare) start.prepare();
  // By its descriptor: nobody may reach it by its path.
  char* nothing[] = {nullptr};
  ::fexecve(program, words.data(), environ != nullptr ? environ : nothing);
  ::_exit(127);
}

// Waits for the end, or for the end of patience.
bool wait_for(pid_t pid, double patience, int& status, rusage& usage) {
  using Clock = std::chrono::steady_clock;
  const auto last = Clock::now() + std::chrono::duration<double>(patience);
  for (;;) {
    if (::wait4(pid, &status, WNOHANG, &usage) == pid) return true;
    if (Clock::now() > last) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ::kill(-pid, SIGKILL);
  ::wait4(pid, &status, 0, &usage);
  return false;
}

double in_seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

Ended run(const Start& start) {
  Scratch in, out, err;
  in.fill(start.input);
  const int program = ::open(start.program.c_str(), O_RDONLY | O_CLOEXEC);
  if (program < 0) throw std::runtime_error("no program " + start.program);
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("no new process");
  if (pid == 0) become(start, program, in.descriptor(), out.descriptor(), err.descriptor());
  ::close(program);
  if (start.meanwhile) start.meanwhile(pid);
  Ended ended;
  int status = 0;
  rusage usage{};
  ended.hung = !wait_for(pid, start.patience, status, usage);
  if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  ended.out = out.text();
  ended.err = err.text();
  ended.seconds = in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime);
  ended.peak_bytes = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
  return ended;
}

std::string cardlint_program() {
  return CARDLINT_PROGRAM;
}

std::string probe_program() {
  return CARDLINT_PROBE_PROGRAM;
}

Ended run_cardlint(std::vector<std::string> arguments, Start start) {
  start.program = cardlint_program();
  start.arguments = std::move(arguments);
  return run(start);
}

Ended run_check(std::vector<std::string> arguments, Start start) {
  std::vector<std::string> all{"check", "--no-config", "--color", "never"};
  if (std::find(arguments.begin(), arguments.end(), "--jobs") == arguments.end())
    all.insert(all.end(), {"--jobs", "1"});
  all.insert(all.end(), std::make_move_iterator(arguments.begin()),
             std::make_move_iterator(arguments.end()));
  return run_cardlint(std::move(all), std::move(start));
}

void skip(std::string_view why) {
  std::cout << "[skipped] " << why << std::endl;
}

bool is_root() {
  return ::geteuid() == 0;
}

void become_nobody() {
  if (!is_root()) return;
  if (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)
    ::_exit(126);
}

void open_to_all(const std::string& folder) {
  ::chmod(folder.c_str(), 0755);
}

std::function<void()> with_limit(int resource, std::size_t limit) {
  return [resource, limit] {
    const rlimit both{limit, limit};
    // NOLINTNEXTLINE: the type of the first argument is glibc's own
    if (::setrlimit(static_cast<__rlimit_resource_t>(resource), &both) != 0) ::_exit(126);
  };
}

std::function<void()> with_closed(int descriptor) {
  return [descriptor] { ::close(descriptor); };
}

}  // namespace cardlint::test
