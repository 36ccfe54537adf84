#include "base/file_io.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/known_folders.h"
#include "base/text.h"

namespace cardlint {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

std::string reason() {
  return std::strerror(errno);
}

// `expected` is what the file should hold; 0 where nobody knows.
Result<std::string> read_all(int fd, std::size_t expected, std::size_t max_bytes,
                             std::string_view name) {
  std::string text;
  std::size_t length = 0;
  // One byte more than is expected: the end then shows without the text being moved.
  text.resize(std::min(expected, max_bytes) + 1);
  for (;;) {
    if (length == text.size()) text.resize(text.size() + (std::size_t{1} << 16));
    const ssize_t n = ::read(fd, text.data() + length, text.size() - length);
    if (n < 0) {
      if (errno == EINTR) continue;
      return fail(ErrorCode::Unreadable,
                  fmt::format("cannot read '{}': {}", printable(name, 200), reason()));
    }
    length += static_cast<std::size_t>(n);
    // Exactly what is expected where there was room for more: the end, without asking for it.
    if (n == 0 || (length == expected && length < text.size())) {
      text.resize(length);
      return text;
    }
    if (length > max_bytes) {
      return fail(ErrorCode::Limit, fmt::format("'{}' is larger than the limit of {} bytes",
                                                printable(name, 200), max_bytes));
    }
  }
}

// O_NONBLOCK: opening a FIFO must not wait for a writer. It has no effect on regular files.
constexpr int kOpenFile = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
constexpr int kOpenFolder = O_RDONLY | O_CLOEXEC | O_DIRECTORY;

Result<std::string> read_regular(const FileDescriptor& file, const std::string& path,
                                 std::size_t max_bytes) {
  if (file.get() < 0) {
    return fail(ErrorCode::Unreadable,
                fmt::format("cannot open '{}': {}", printable(path, 200), reason()));
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    return fail(ErrorCode::Unreadable,
                fmt::format("cannot read '{}': {}", printable(path, 200), reason()));
  }
  if (!S_ISREG(status.st_mode)) {
    return fail(ErrorCode::Unreadable,
                fmt::format("'{}' is not a regular file", printable(path, 200)));
  }
  return read_all(file.get(), static_cast<std::size_t>(status.st_size), max_bytes, path);
}

EntryType entry_type(unsigned kind) {
  return S_ISREG(kind)   ? EntryType::File
         : S_ISDIR(kind) ? EntryType::Folder
         : S_ISLNK(kind) ? EntryType::Link
                         : EntryType::Other;
}

// Calls visit(entry) for what a folder holds, in no order, until that returns false. False, with
// errno, where the folder cannot be read. Without opendir, which takes three more system calls and
// a buffer of 32 KB each time.
template <class Visit>
bool each_entry(int folder, const Visit& visit) {
  alignas(dirent64) char buffer[16 << 10];
  for (;;) {
    const ssize_t size = ::getdents64(folder, buffer, sizeof buffer);
    if (size <= 0) return size == 0 || errno == ENOENT;  // one that was deleted holds nothing
    for (ssize_t at = 0; at < size;) {
      const auto* const entry = reinterpret_cast<const dirent64*>(buffer + at);
      at += entry->d_reclen;
      const std::string_view name = entry->d_name;
      if (name != "." && name != ".." && !visit(*entry)) return true;
    }
  }
}

// Nothing, with errno, where the folder cannot be listed, and where it holds more than `most`.
std::optional<std::vector<Entry>> sorted_entries(int fd, std::size_t most) {
  std::vector<Entry> entries;
  const auto add = [&](const dirent64& entry) {
    unsigned char kind = entry.d_type;
    if (kind == DT_UNKNOWN) {  // some file systems do not say
      struct stat status {};
      if (::fstatat(fd, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return true;
      kind = static_cast<unsigned char>(IFTODT(status.st_mode));
    }
    entries.push_back({std::string(entry.d_name), entry_type(static_cast<unsigned>(DTTOIF(kind)))});
    return entries.size() <= most;
  };
  if (fd < 0 || !each_entry(fd, add) || entries.size() > most) return std::nullopt;
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return entries;
}

constexpr std::size_t kAll = SIZE_MAX;

Result<std::vector<Entry>> listed(std::optional<std::vector<Entry>> entries,
                                  const std::string& path) {
  if (entries) return *std::move(entries);
  return fail(ErrorCode::Unreadable,
              fmt::format("cannot list '{}': {}", printable(path, 200), reason()));
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  return read_regular(FileDescriptor(::open(path.c_str(), kOpenFile)), path, max_bytes);
}

FoldersBelow::FoldersBelow(std::string root, std::shared_ptr<const KnownFolders> known)
    : root_(std::move(root)), known_(std::move(known)) {}

FoldersBelow::~FoldersBelow() {
  leave(0);
}

void FoldersBelow::leave(std::size_t depth) {
  for (; way_.size() > depth; way_.pop_back()) {
    if (way_.back().fd >= 0) ::close(way_.back().fd);
  }
}

FoldersBelow::Opened* FoldersBelow::enter(const std::vector<std::string>& folders, bool to_list) {
  // O_PATH: going through a folder takes no right to list it.
  constexpr int kPass = O_PATH | O_CLOEXEC | O_DIRECTORY;
  constexpr std::size_t kKept = 16;  // of a deeper way only these and the innermost stay open
  if (way_.empty()) {
    const int fd = ::open(root_.c_str(), kPass);
    if (fd < 0) return nullptr;
    way_.push_back({{}, fd});
  }
  std::size_t common = 0;
  while (common < folders.size() && common + 1 < way_.size() &&
         way_[common + 1].name == folders[common])
    ++common;
  if (common == folders.size() && way_[common].fd >= 0) return &way_[common];
  leave(common + 1);
  while (way_.back().fd < 0) way_.pop_back();
  while (way_.size() <= folders.size()) {
    const std::string& next = folders[way_.size() - 1];
    const auto open = [&](int how) {
      return ::openat(way_.back().fd, next.c_str(), how | O_NOFOLLOW);
    };
    const bool innermost = way_.size() == folders.size();
    int fd = to_list && innermost ? open(kOpenFolder) : -1;
    const bool listable = fd >= 0;
    if (!listable) fd = open(kPass);
    if (fd < 0) return nullptr;
    if (way_.size() > kKept) ::close(std::exchange(way_.back().fd, -1));
    way_.push_back({next, fd, listable});
  }
  return &way_.back();
}

const std::vector<Entry>* FoldersBelow::known(const std::vector<std::string>& folders) const {
  if (known_ == nullptr) return nullptr;
  std::string path = root_;
  for (const std::string& folder : folders) {
    if (!path.ends_with('/')) path += '/';
    path += folder;
  }
  return known_->find(path);
}

std::optional<std::vector<Entry>> FoldersBelow::entries_of(Opened& folder, std::size_t most) {
  if (std::exchange(folder.to_list, false)) return sorted_entries(folder.fd, most);
  const FileDescriptor again(::openat(folder.fd, ".", kOpenFolder));
  return sorted_entries(again.get(), most);
}

Result<std::string> FoldersBelow::read(const std::vector<std::string>& folders,
                                       const std::string& name, std::size_t max_bytes) {
  const Opened* const folder = enter(folders);
  const FileDescriptor file(
      folder == nullptr ? -1 : ::openat(folder->fd, name.c_str(), kOpenFile | O_NOFOLLOW));
  return read_regular(file, name, max_bytes);
}

std::optional<EntryBelow> FoldersBelow::look(const std::vector<std::string>& folders,
                                             const std::string& name) {
  const std::vector<Entry>* entries = known(folders);
  if (entries == nullptr) {
    const Opened* const entered = enter(folders);
    if (entered == nullptr) return std::nullopt;
    if (entered->entries) entries = &*entered->entries;
  }
  if (entries != nullptr) {
    // Some file systems find names in any case, so what is alike has to be asked for.
    const auto found = std::find_if(entries->begin(), entries->end(), [&](const Entry& entry) {
      return entry.name.size() == name.size() && starts_with_ignoring_case(entry.name, name);
    });
    if (found == entries->end()) return std::nullopt;
    if (found->type == EntryType::Folder && found->name == name)
      return EntryBelow{EntryType::Folder, {}};
  }
  const Opened* const folder = enter(folders);
  if (folder == nullptr) return std::nullopt;
  struct stat status {};
  if (::fstatat(folder->fd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  EntryBelow entry{entry_type(status.st_mode), {}, static_cast<std::size_t>(status.st_size)};
  if (entry.type == EntryType::Link) {
    char buffer[PATH_MAX];
    const ssize_t length = ::readlinkat(folder->fd, name.c_str(), buffer, sizeof buffer);
    if (length < 0) return std::nullopt;
    entry.target.assign(buffer, static_cast<std::size_t>(length));
  }
  return entry;
}

Result<std::vector<Entry>> FoldersBelow::list(const std::vector<std::string>& folders) {
  if (const auto* const entries = known(folders)) return *entries;
  Opened* const folder = enter(folders);
  std::optional<std::vector<Entry>> entries;
  if (folder != nullptr) entries = folder->entries ? folder->entries : entries_of(*folder, kAll);
  return listed(std::move(entries), folders.empty() ? root_ : folders.back());
}

const std::vector<Entry>* FoldersBelow::list_small(const std::vector<std::string>& folders) {
  constexpr bool kToList = true;
  if (const auto* const entries = known(folders)) return entries;
  Opened* const folder = enter(folders, kToList);
  if (folder == nullptr) return nullptr;
  if (!folder->entries) folder->entries = entries_of(*folder, KnownFolders::kMostEntries);
  return folder->entries ? &*folder->entries : nullptr;
}

Result<std::string> read_stdin(std::size_t max_bytes) {
  return read_all(STDIN_FILENO, 0, max_bytes, "standard input");
}

void hold_standard_descriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    // The lowest that is free: this one. The wrong way round, so that it is of no use.
    if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF)
      ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

Result<std::vector<Entry>> list_folder(const std::string& path) {
  const FileDescriptor folder(::open(path.c_str(), kOpenFolder));
  return listed(sorted_entries(folder.get(), kAll), path);
}

PathType path_type(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return PathType::Missing;
  if (S_ISREG(status.st_mode)) return PathType::File;
  return S_ISDIR(status.st_mode) ? PathType::Folder : PathType::Other;
}

std::string why_missing(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return "it was not there before";
  if (errno == ENOENT || errno == ENOTDIR) return "no such file or folder";
  return fmt::format("cannot be reached: {}", reason());
}

bool exists_without_following(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

bool passes_a_link(const std::string& path, std::string_view top) {
  for (std::string at = path; at.size() > top.size(); at = std::string(parent_folder(at))) {
    struct stat status {};
    if (::lstat(at.c_str(), &status) == 0 && S_ISLNK(status.st_mode)) return true;
  }
  return false;
}

std::string current_folder() {
  // Of any length: the GNU form of the call allocates.
  const std::unique_ptr<char, decltype(&std::free)> folder(::getcwd(nullptr, 0), &std::free);
  return folder ? std::string(folder.get()) : std::string();
}

std::string absolute_path(std::string_view path) {
  const std::string whole =
      path.starts_with('/') ? std::string(path) : current_folder() + "/" + std::string(path);
  std::vector<std::string_view> kept;
  for (const std::string_view part : split(whole, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (!kept.empty()) kept.pop_back();
    } else {
      kept.push_back(part);
    }
  }
  return fmt::format("/{}", fmt::join(kept, "/"));
}

std::string real_path(const std::string& path) {
  char buffer[PATH_MAX];
  return ::realpath(path.c_str(), buffer) != nullptr ? std::string(buffer) : absolute_path(path);
}

bool is_below(std::string_view path, std::string_view folder) {
  if (folder == "/") return path.starts_with('/');
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::string relative_to(std::string_view path, std::string_view base) {
  if (path == base) return ".";
  if (!is_below(path, base)) return std::string(path);
  return std::string(path.substr(base == "/" ? 1 : base.size() + 1));
}

std::string_view parent_folder(std::string_view path) {
  const std::size_t at = path.rfind('/');
  if (at == std::string_view::npos) return {};
  return at == 0 ? path.substr(0, 1) : path.substr(0, at);
}

std::string_view base_name(std::string_view path) {
  const std::size_t at = path.rfind('/');
  return at == std::string_view::npos ? path : path.substr(at + 1);
}

std::string join_path(std::string_view folder, std::string_view name) {
  if (folder.empty() || folder == ".") return std::string(name);
  std::string path;
  path.reserve(folder.size() + 1 + name.size());
  path += folder;
  if (!folder.ends_with('/')) path += '/';
  return path += name;
}

}  // namespace cardlint
