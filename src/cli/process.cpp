#include "cli/process.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <new>

#include "base/file_io.h"
#include "base/heap.h"
#include "base/text.h"
#include "cli/exit_code.h"

namespace cardlint {

void settle_process() {
  hold_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  settle_heap();
}

int run_guarded(const Console& console, const std::function<int()>& command) {
  int code = static_cast<int>(ExitCode::Internal);
  try {
    code = command();
    console.out.flush();
    // Of a report it was said where it was written.
    if (!console.out && code != static_cast<int>(ExitCode::NotAssessed)) {
      console.err << "cardlint: cannot write to standard output: " << std::strerror(errno) << "\n";
      if (code == static_cast<int>(ExitCode::Clean)) code = static_cast<int>(ExitCode::NotAssessed);
    }
  } catch (const std::bad_alloc&) {
    console.err << "cardlint: out of memory\n";
  } catch (const std::exception& error) {
    console.err << "cardlint: internal error: " << printable(error.what(), 500) << "\n";
  }
  return code;
}

bool has_working_folder(const Console& console) {
  if (!current_folder().empty()) return true;
  console.err << "cardlint: the working directory is not there, or may not be seen\n";
  return false;
}

}  // namespace cardlint
