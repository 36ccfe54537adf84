// The only place that reads files and lists folders. Never follows a link out of a root, never
// opens a device or FIFO.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cardlint {

// The bytes of a regular file of at most `max_bytes`. FIFOs, devices and sockets are refused before
// they are opened for reading; a file that is larger is ErrorCode::Limit.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes);
// At most `max_bytes` of standard input.
Result<std::string> read_stdin(std::size_t max_bytes);

// A descriptor from 0 to 2 that is closed would be given to the next file that is opened: it is
// opened, so that reading and writing fail as they would have.
void hold_standard_descriptors();

enum class EntryType { File, Folder, Link, Other };
struct Entry {
  std::string name;
  EntryType type;
};
// Entries of a folder without "." and "..", sorted by name (bytes), links not followed.
Result<std::vector<Entry>> list_folder(const std::string& path);

struct EntryBelow {
  EntryType type;
  std::string target;    // of a link
  std::size_t size = 0;  // of a file
};
class KnownFolders;
// What lies below a folder that must not be left. No link is followed, neither on the way through
// `folders` nor at `name`, so nothing outside of the root is touched. Keeps the folders of the last
// way open, for the next way is mostly the same: for one thread. Folders that are `known`, by way
// of no link, are not asked again.
class FoldersBelow {
 public:
  explicit FoldersBelow(std::string root, std::shared_ptr<const KnownFolders> known = nullptr);
  FoldersBelow(const FoldersBelow&) = delete;
  FoldersBelow& operator=(const FoldersBelow&) = delete;
  ~FoldersBelow();

  const std::string& root() const { return root_; }
  std::optional<EntryBelow> look(const std::vector<std::string>& folders, const std::string& name);
  // The bytes of a regular file.
  Result<std::string> read(const std::vector<std::string>& folders, const std::string& name,
                           std::size_t max_bytes);
  Result<std::vector<Entry>> list(const std::vector<std::string>& folders);
  // As `list`, of a folder that holds little, and remembered while it stays open: `look` then knows
  // what is not there. Null where it holds more than KnownFolders keep, which is found out at the
  // cost of its first entries, or cannot be listed.
  const std::vector<Entry>* list_small(const std::vector<std::string>& folders);

 private:
  struct Opened {
    std::string name;
    int fd;
    bool to_list = false;                            // the descriptor may be used to list it, once
    std::optional<std::vector<Entry>> entries = {};  // where it was listed and holds little
  };
  // The innermost of `folders`, each of them a folder and no link; null where one is not. To list
  // it saves opening it a second time for that.
  Opened* enter(const std::vector<std::string>& folders, bool to_list = false);
  void leave(std::size_t depth);
  // What somebody listed; null where nobody did.
  const std::vector<Entry>* known(const std::vector<std::string>& folders) const;
  // Nothing, with errno, where it cannot be listed, and where it holds more than `most`.
  static std::optional<std::vector<Entry>> entries_of(Opened& folder, std::size_t most);

  std::string root_;
  std::shared_ptr<const KnownFolders> known_;
  std::vector<Opened> way_;  // the root first
};

enum class PathType { Missing, File, Folder, Other };
PathType path_type(const std::string& path);  // follows links
// Why it is Missing, for people: it is not there, or we may not look.
std::string why_missing(const std::string& path);
bool exists_without_following(const std::string& path);
// Whether `path`, or a folder between it and `top` above it, is a symbolic link.
bool passes_a_link(const std::string& path, std::string_view top);

std::string current_folder();  // empty when it was removed, or may not be seen
// Absolute, '/'-separated, without ".", ".." and doubled separators; lexical: links are not
// resolved.
std::string absolute_path(std::string_view path);
// Absolute with every link resolved; the input's absolute form when it cannot be resolved.
std::string real_path(const std::string& path);
// `path` relative to `base` (both absolute) when it lies below, else `path` itself.
std::string relative_to(std::string_view path, std::string_view base);
bool is_below(std::string_view path,
              std::string_view folder);                 // by component; a folder is below itself
std::string_view parent_folder(std::string_view path);  // "" for a bare name, "/" for a top entry
std::string_view base_name(std::string_view path);
std::string join_path(std::string_view folder, std::string_view name);

}  // namespace cardlint
