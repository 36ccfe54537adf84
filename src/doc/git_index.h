// The entries of a git index (.git/index) that are no plain files: committed symbolic links and
// submodules. Where a checkout has no links (core.symlinks=false, some systems) they show as small
// files, and only the index knows. Reads bytes; git itself is never started.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cardlint {

struct GitIndex {
  enum class Type : std::uint8_t { Link, Submodule };
  std::map<std::string, Type, std::less<>> special;  // by path below the work tree

  std::optional<Type> type_of(std::string_view path) const;
};

// Versions 2 to 4, with SHA-1 or SHA-256. Nothing when the bytes are no such index, or hold more
// than `max_entries`.
std::optional<GitIndex> read_git_index(std::string_view bytes, std::size_t max_entries);

}  // namespace cardlint
