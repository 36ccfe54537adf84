#include "base/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <csignal>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"

namespace cardlint {
namespace {

constexpr int kMostLinks = 40;  // as Linux has it
constexpr int kMostNames = 100;

tl::unexpected<Error> cannot_write(const std::string& path, int fault) {
  return fail(ErrorCode::Unreadable,
              fmt::format("cannot write '{}': {}", printable(path, 200), std::strerror(fault)));
}

// What somebody opened for us. Opened again by its name it would be written from its beginning, or
// be replaced under the eyes of the one who holds it.
std::optional<int> named_descriptor(std::string_view path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const std::string_view digits = path.substr(folder.size());
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc() && end == digits.data() + digits.size()) return number;
  }
  return std::nullopt;
}

// Writes and closes. 0, or errno.
int write_and_close(int file, std::string_view text) {
  int fault = 0;
  while (!text.empty() && fault == 0) {
    const ssize_t n = ::write(file, text.data(), text.size());
    if (n >= 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      fault = errno;
    }
  }
  // Some file systems tell only here that there is no room.
  if (::close(file) != 0 && fault == 0 && errno != EINTR) fault = errno;
  return fault;
}

// While a file lies beside another, a request to end waits: nothing would take it away.
class Uninterrupted {
 public:
  Uninterrupted() {
    sigset_t ends;
    ::sigemptyset(&ends);
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM}) ::sigaddset(&ends, signal);
    ::pthread_sigmask(SIG_BLOCK, &ends, &before_);
  }
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;
  ~Uninterrupted() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

struct NewFile {
  int descriptor = -1;
  std::string path;
};

// A new file in the folder of `path`. -1: none, errno says why.
NewFile open_beside(const std::string& path) {
  NewFile file;
  const std::size_t name = path.rfind('/') + 1;  // 0 without a folder
  for (int i = 0; i < kMostNames && file.descriptor < 0; ++i) {
    file.path = fmt::format("{}.cardlint-{}-{}.tmp", path.substr(0, name), ::getpid(), i);
    file.descriptor = ::open(file.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file.descriptor < 0 && errno != EEXIST) break;
  }
  return file;
}

// `old`: the file that is there, if any.
Result<void> replace(const std::string& path, std::string_view text, const struct stat* old) {
  if (old != nullptr && ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0)
    return cannot_write(path, errno);
  const Uninterrupted uninterrupted;
  const NewFile file = open_beside(path);
  if (file.descriptor < 0) return cannot_write(path, errno);
  int fault = 0;
  if (old != nullptr) {
    // The owner is kept where we may give files away; the mode always.
    const int given = ::fchown(file.descriptor, old->st_uid, old->st_gid);
    if (given != 0 && errno != EPERM) fault = errno;
    if (::fchmod(file.descriptor, old->st_mode & 07777U) != 0) fault = errno;
  }
  if (const int failed = write_and_close(file.descriptor, text); fault == 0) fault = failed;
  if (fault == 0 && ::rename(file.path.c_str(), path.c_str()) != 0) fault = errno;
  if (fault == 0) return {};
  ::unlink(file.path.c_str());
  return cannot_write(path, fault);
}

Result<void> write_in_place(const std::string& given, int file, std::string_view text) {
  if (file < 0) return cannot_write(given, errno);
  if (const int fault = write_and_close(file, text); fault != 0) return cannot_write(given, fault);
  return {};
}

}  // namespace

Result<void> write_file(const std::string& given, std::string_view text) {
  std::string path = given;
  for (int links = 0; links < kMostLinks; ++links) {
    if (const auto open = named_descriptor(path))
      return write_in_place(given, ::fcntl(*open, F_DUPFD_CLOEXEC, 0), text);
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0)
      return errno == ENOENT ? replace(path, text, nullptr) : cannot_write(given, errno);
    if (S_ISREG(status.st_mode)) return replace(path, text, &status);
    if (!S_ISLNK(status.st_mode))
      return write_in_place(given, ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY), text);
    std::array<char, PATH_MAX> target{};
    const ssize_t length = ::readlink(path.c_str(), target.data(), target.size());
    if (length < 0) return cannot_write(given, errno);
    const std::string_view to(target.data(), static_cast<std::size_t>(length));
    path = to.starts_with('/') ? std::string(to) : join_path(parent_folder(path), to);
  }
  return cannot_write(given, ELOOP);
}

}  // namespace cardlint
