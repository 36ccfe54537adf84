#include "cli/run_probe.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "cli/exit_code.h"

namespace cardlint {
namespace {

std::string read_some(int fd) {
  constexpr std::size_t kMost = 2048;
  std::string text;
  char buffer[256];
  for (;;) {
    const ssize_t n = ::read(fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return text;
    // The rest is read as well: who writes must not wait.
    if (text.size() < kMost) text.append(buffer, static_cast<std::size_t>(n));
  }
}

// Why the dynamic loader cannot start a program, in its words: without libcurl it would end
// cardlint-probe with an exit code of its own, 127. Empty when it can.
std::string loader_fault(const std::string& program) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  std::string name = "cardlint-probe", option = "--version";
  char* const argv[] = {name.data(), option.data(), nullptr};
  pid_t child = 0;
  const int error = ::posix_spawn(&child, program.c_str(), &actions, nullptr, argv, environ);
  const bool started = error == 0;
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::string said = started ? read_some(ends[0]) : std::string();
  ::close(ends[0]);
  int status = 0;
  while (started && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!started) return fmt::format("it cannot be started here: {}", std::strerror(error));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 127) return {};
  return said.empty() ? "it cannot be started" : printable(trim(said), 400);
}

}  // namespace

int run_probe_program(const std::vector<std::string>& args, const Console& console) {
  const std::string folder(parent_folder(real_path("/proc/self/exe")));
  console.out.flush();
  console.err.flush();
  for (const std::string& place : {join_path(folder, "cardlint-probe"),
                                   join_path(folder, "../libexec/cardlint/cardlint-probe")}) {
    if (::access(place.c_str(), X_OK) != 0) continue;
    if (const std::string fault = loader_fault(place); !fault.empty()) {
      console.err << "cardlint: 'probe' needs libcurl 7.88 or newer, which Debian and Ubuntu have "
                     "in the package libcurl4: "
                  << fault << "\n";
      return static_cast<int>(ExitCode::Internal);
    }
    std::vector<std::string> words{"cardlint-probe"};
    words.insert(words.end(), args.begin(), args.end());
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(place.c_str(), argv.data());
  }
  console.err << "cardlint: cardlint-probe is not installed beside " << folder << "/cardlint\n";
  return static_cast<int>(ExitCode::Internal);
}

}  // namespace cardlint
