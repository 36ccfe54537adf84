// Where a path ends when its symbolic links are followed as a kernel does: each link before a ".."
// behind it, and never out of the root. Works on any tree of files that can say what an entry is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

// What an entry of a folder is.
struct LinkedEntry {
  enum class Type : std::uint8_t { Missing, File, Folder, Other, Link, Submodule };
  Type type = Type::Missing;
  std::string target;  // of a link
};
using LookAt =
    std::function<LinkedEntry(const std::vector<std::string>& folders, const std::string& name)>;

struct PathEnd {
  enum class Type : std::uint8_t {
    Missing,  // nothing there; no link is to blame
    File,
    Folder,
    Other,      // neither, or too deep to be looked at
    Submodule,  // the content of another repository
    Outside,    // above the root; `link` is empty where the path does that without a link
    Absolute,   // a link that names its target from the root of the file system
    Dangling,   // a link to nothing
    Loop,       // links that lead to each other, or more than 40 of them
  };
  Type type = Type::Missing;
  std::string path;    // below the root: the end, or where the walk stopped
  std::string link;    // the last link on the way, below the root
  std::string target;  // what it says

  bool is_fault() const { return type >= Type::Outside && !link.empty(); }
};

PathEnd follow_links(std::string_view path, const LookAt& look);

}  // namespace cardlint
