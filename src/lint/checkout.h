// What the projects of one repository share of it: its open folders, git's index, and what is known
// of entries that all of them ask for. Knows no project.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/file_io.h"
#include "base/known_folders.h"
#include "base/limits.h"
#include "doc/git_index.h"
#include "doc/link_walk.h"

namespace cardlint {

// For one thread.
class Checkout {
 public:
  Checkout(std::string repository, std::shared_ptr<const KnownFolders> known)
      : folders(std::move(repository), std::move(known)) {}

  // What git knows of an entry. Nothing without an index, and with one that cannot be read:
  // `index_unread` tells.
  std::optional<GitIndex::Type> git_type(const std::vector<std::string>& parents,
                                         const std::string& name, const Limits& limits) {
    if (!has_index()) return std::nullopt;
    if (!index_) {
      const auto bytes = folders.read({".git"}, "index", limits.git_index_bytes);
      auto index = bytes ? read_git_index(*bytes, limits.git_index_entries) : std::nullopt;
      index_unread = !index;
      index_ = std::move(index).value_or(GitIndex{});
    }
    return index_->type_of(slashed(parents, name));
  }
  bool has_index() {
    if (!has_index_) has_index_ = folders.look({".git"}, "index").has_value();
    return *has_index_;
  }
  // With every link resolved.
  const std::string& real_root() {
    if (real_root_.empty()) real_root_ = real_path(folders.root());
    return real_root_;
  }

  // Of what projects share: folders that they have gone through, mostly those above them, and what
  // the root does not hold.
  std::optional<LinkedEntry::Type> shared_type(const std::string& path) const {
    const auto known = shared_types_.find(path);
    return known == shared_types_.end() ? std::nullopt : std::optional(known->second);
  }
  void keep_type(const std::string& path, LinkedEntry::Type type) {
    const bool folder = type == LinkedEntry::Type::Folder || type == LinkedEntry::Type::Submodule;
    const bool not_in_root =
        type == LinkedEntry::Type::Missing && path.find('/') == std::string::npos;
    if (!folder && !not_in_root) return;
    if (shared_types_.size() >= kMostKept) shared_types_.clear();
    shared_types_.emplace(path, type);
  }

  static std::string slashed(const std::vector<std::string>& folders, const std::string& name) {
    std::string path;
    for (const std::string& folder : folders) path.append(folder).push_back('/');
    return path += name;
  }

  FoldersBelow folders;
  bool index_unread = false;
  const std::string working_folder = current_folder();

 private:
  static constexpr std::size_t kMostKept = 1'000;
  std::unordered_map<std::string, LinkedEntry::Type> shared_types_;
  std::optional<bool> has_index_;
  std::optional<GitIndex> index_;
  std::string real_root_;
};

}  // namespace cardlint
