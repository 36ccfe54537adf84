#include "cli/run_probe.h"

#include <dlfcn.h>
#include <unistd.h>

#include "base/file_io.h"
#include "cli/exit_code.h"

namespace cardlint {
namespace {

// Without libcurl the loader would end cardlint-probe with a message and an exit code of its own.
bool libcurl_is_there() {
  return ::dlopen(CARDLINT_LIBCURL, RTLD_LAZY) != nullptr;
}

}  // namespace

int run_probe_program(const std::vector<std::string>& args, const Console& console) {
  const std::string folder(parent_folder(real_path("/proc/self/exe")));
  if (!libcurl_is_there()) {
    console.err << "cardlint: 'probe' needs libcurl 7.88 or newer, and " CARDLINT_LIBCURL
                   " is not on this system; Debian and Ubuntu have it in the package libcurl4\n";
    return static_cast<int>(ExitCode::Internal);
  }
  console.out.flush();
  console.err.flush();
  for (const std::string& place : {join_path(folder, "cardlint-probe"),
                                   join_path(folder, "../libexec/cardlint/cardlint-probe")}) {
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
