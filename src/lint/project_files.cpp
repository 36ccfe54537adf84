#include "lint/project_files.h"

#include <unordered_map>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "doc/git_index.h"

namespace cardlint {
namespace {

class FilesOnDisk final : public ProjectFiles {
 public:
  FilesOnDisk(std::string repository, std::string shown, const Limits& limits)
      : repository_(std::move(repository)), shown_(std::move(shown)), limits_(limits) {}

  const Companion* open(std::string_view given) const override {
    const auto path = path_below_root(given);
    if (!path) return nullptr;
    if (const auto known = opened_.find(*path); known != opened_.end()) return known->second.get();
    if (!may_look()) return nullptr;
    return opened_.emplace(*path, read(*path)).first->second.get();
  }

  bool exists(std::string_view given) const override {
    const auto path = path_below_root(given);
    if (!path) return false;
    if (!may_look()) return true;  // nothing is called missing that was not looked for
    const PathType type = path_type(join_path(repository_, *path));
    return (type == PathType::File || type == PathType::Folder) && is_inside(*path);
  }

  std::vector<std::string> list(std::string_view given) const override {
    std::vector<std::string> names;
    const auto path = path_below_root(given);
    if (!path || !may_look() || !is_inside(*path)) return names;
    const auto entries = list_folder(join_path(repository_, *path));
    if (!entries) return names;
    may_look(entries->size() / kEntriesOfALook);
    for (const Entry& entry : *entries) {
      if (entry.type == EntryType::File) names.push_back(entry.name);
    }
    return names;
  }

  PathEnd follow(std::string_view path) const override {
    return follow_links(path, [this](const auto& folders, const auto& name) -> LinkedEntry {
      std::string key = fmt::format("{}/{}", fmt::join(folders, "/"), name);
      if (const auto seen = looked_.find(key); seen != looked_.end()) return seen->second;
      if (!may_look()) return {LinkedEntry::Type::Other, {}};
      return looked_.emplace(std::move(key), look(folders, name)).first->second;
    });
  }

  std::vector<FolderEntry> entries(std::string_view folder) const override {
    std::vector<FolderEntry> all;
    const PathEnd end = follow(folder);
    if (end.type != PathEnd::Type::Folder || !may_look()) return all;
    const auto found = list_below(repository_, components(end.path));
    if (!found) return all;
    may_look(found->size() / kEntriesOfALook);
    for (const Entry& entry : *found) all.push_back({entry.name, linked_type(entry.type)});
    return all;
  }

  std::vector<NotAssessed> troubles() const override { return troubles_; }

 private:
  // Looks cost system calls, and documents can name as many files as they like.
  bool may_look(std::size_t looks = 1) const {
    if (looks <= looks_left_) {
      looks_left_ -= looks;
      return true;
    }
    if (!exhausted_)
      troubles_.push_back(
          {printable(shown_, 400), "its documents name more files than are looked for", true});
    exhausted_ = true;
    looks_left_ = 0;
    return false;
  }

  static std::vector<std::string> components(std::string_view path) {
    std::vector<std::string> parts;
    for (const std::string_view part : split(path, '/')) {
      if (!part.empty()) parts.emplace_back(part);
    }
    return parts;
  }

  static LinkedEntry::Type linked_type(EntryType type) {
    return type == EntryType::File     ? LinkedEntry::Type::File
           : type == EntryType::Folder ? LinkedEntry::Type::Folder
           : type == EntryType::Link   ? LinkedEntry::Type::Link
                                       : LinkedEntry::Type::Other;
  }

  // What lies on disk, or what git knows better: a link that was checked out as a file, a submodule
  // that was not checked out.
  LinkedEntry look(const std::vector<std::string>& folders, const std::string& name) const {
    const auto found = look_below(repository_, folders, name);
    if (!found) return {};
    LinkedEntry entry{linked_type(found->type), found->target};
    if (found->type == EntryType::Folder && is_submodule(folders, name))
      entry.type = LinkedEntry::Type::Submodule;
    if (found->type == EntryType::File && found->size > 0 && found->size < kLongestLink) {
      auto text = read_below(repository_, folders, name, kLongestLink);
      // git keeps a link without a line break; nearly every other file has one.
      if (text && text->find_first_of(std::string_view("\n\0", 2)) == std::string::npos &&
          git_type(folders, name) == GitIndex::Type::Link)
        entry = {LinkedEntry::Type::Link, std::move(*text)};
    }
    return entry;
  }

  bool is_submodule(std::vector<std::string> folders, const std::string& name) const {
    if (name == ".git" || (!folders.empty() && folders[0] == ".git")) return false;
    folders.push_back(name);
    if (const auto git = look_below(repository_, folders, ".git"))
      return git->type == EntryType::File;
    if (!is_empty_below(repository_, folders)) return false;
    folders.pop_back();
    return git_type(folders, name) == GitIndex::Type::Submodule;
  }

  std::optional<GitIndex::Type> git_type(const std::vector<std::string>& folders,
                                         const std::string& name) const {
    if (!index_) {
      const auto bytes = read_below(repository_, {".git"}, "index", limits_.git_index_bytes);
      auto index = bytes ? read_git_index(*bytes, limits_.git_index_entries) : std::nullopt;
      const bool there = bytes || look_below(repository_, {".git"}, "index");
      if (there && !index)
        troubles_.push_back({printable(join_path(shown_, ".git/index"), 400),
                             "unreadable or too large, so links that git keeps as files are taken "
                             "for files",
                             false});
      index_ = std::move(index).value_or(GitIndex{});
    }
    return index_->type_of(
        fmt::format("{}{}{}", fmt::join(folders, "/"), folders.empty() ? "" : "/", name));
  }

  bool is_inside(const std::string& path) const {
    return is_below(real_path(join_path(repository_, path)), real_path(repository_));
  }

  std::unique_ptr<const Companion> read(const std::string& path) const {
    const std::string absolute = join_path(repository_, path);
    if (path_type(absolute) != PathType::File || !is_inside(path)) return nullptr;
    // As documents are shown: relative to the working directory when below it.
    const std::string here = current_folder();
    const std::string shown =
        is_below(absolute, here) ? relative_to(absolute, here) : join_path(shown_, path);
    auto companion = std::make_unique<Companion>();
    if (opened_.size() > limits_.companion_files) {
      companion->unread =
          fmt::format("more than {} files are read beside the documents", limits_.companion_files);
    } else if (companion_bytes_ >= limits_.companion_total) {
      companion->unread =
          fmt::format("more than {} bytes are read beside the documents", limits_.companion_total);
    } else if (auto text = read_file(absolute, limits_.companion_bytes)) {
      companion_bytes_ += text->size();
      return std::make_unique<Companion>(
          make_companion(std::make_shared<SourceFile>(shown, std::move(*text)), path, limits_));
    } else {
      companion->unread = text.error().message;
    }
    troubles_.push_back({printable(shown, 400), companion->unread, true});
    companion->file.source = std::make_shared<SourceFile>(shown, "");
    companion->file.repository_path = path;
    return companion;
  }

  std::string repository_;
  std::string shown_;
  Limits limits_;
  static constexpr std::size_t kLongestLink = 1024;
  static constexpr std::size_t kEntriesOfALook = 8;
  // A project is judged by one thread.
  mutable std::optional<GitIndex> index_;  // empty where git has none
  mutable std::map<std::string, std::unique_ptr<const Companion>> opened_;
  mutable std::vector<NotAssessed> troubles_;
  mutable std::size_t looks_left_ = limits_.disk_looks;
  mutable bool exhausted_ = false;
  mutable std::size_t companion_bytes_ = 0;
  mutable std::unordered_map<std::string, LinkedEntry> looked_;  // several rules follow one path
};

class FilesOfTexts final : public ProjectFiles {
 public:
  FilesOfTexts(std::map<std::string, std::string> texts, std::map<std::string, std::string> links)
      : links_(std::move(links)) {
    for (auto& [path, text] : texts)
      files_.emplace(path, make_companion(std::make_shared<SourceFile>(path, std::move(text)), path,
                                          Limits{}));
  }

  const Companion* open(std::string_view given) const override {
    const PathEnd end = ended(given);
    const auto found = end.type == PathEnd::Type::File ? files_.find(end.path) : files_.end();
    return found == files_.end() ? nullptr : &found->second;
  }
  bool exists(std::string_view given) const override {
    const PathEnd end = ended(given);
    return end.type == PathEnd::Type::File || end.type == PathEnd::Type::Folder;
  }
  std::vector<std::string> list(std::string_view folder) const override {
    std::vector<std::string> names;
    for (const auto& [path, file] : files_) {
      if (parent_folder(path) == folder) names.emplace_back(base_name(path));
    }
    return names;
  }
  PathEnd follow(std::string_view path) const override {
    return follow_links(path, [this](const auto& folders, const auto& name) {
      return look(join_path(fmt::format("{}", fmt::join(folders, "/")), name));
    });
  }
  std::vector<FolderEntry> entries(std::string_view given) const override {
    std::map<std::string, LinkedEntry::Type> names;
    const PathEnd end = follow(given);
    if (end.type != PathEnd::Type::Folder) return {};
    const auto take = [&](std::string_view path) {
      if (!end.path.empty() && !is_below(path, end.path)) return;
      const std::string rest = end.path.empty() ? std::string(path) : relative_to(path, end.path);
      const std::string name = rest.substr(0, rest.find('/'));
      names.emplace(name, look(join_path(end.path, name)).type);
    };
    for (const auto& [path, file] : files_) take(path);
    for (const auto& [path, target] : links_) take(path);
    std::vector<FolderEntry> all;
    for (const auto& [name, type] : names) all.push_back({name, type});
    return all;
  }

 private:
  // As FilesOnDisk: ".." is resolved first where the path itself is plain.
  PathEnd ended(std::string_view given) const {
    const auto path = path_below_root(given);
    return path ? follow(*path) : PathEnd{};
  }

  LinkedEntry look(const std::string& path) const {
    if (const auto link = links_.find(path); link != links_.end())
      return {LinkedEntry::Type::Link, link->second};
    if (files_.count(path) != 0) return {LinkedEntry::Type::File, {}};
    if (files_.count(path + "/.git") != 0) return {LinkedEntry::Type::Submodule, {}};
    const auto below = [&](const auto& paths) {
      const auto at = paths.lower_bound(path + "/");
      return at != paths.end() && is_below(at->first, path);
    };
    if (below(files_) || below(links_)) return {LinkedEntry::Type::Folder, {}};
    return {};
  }

  std::map<std::string, Companion> files_;
  std::map<std::string, std::string> links_;
};

}  // namespace

std::shared_ptr<const ProjectFiles> files_on_disk(std::string repository, std::string shown,
                                                  const Limits& limits) {
  return std::make_shared<FilesOnDisk>(std::move(repository), std::move(shown), limits);
}

std::shared_ptr<const ProjectFiles> files_of_texts(std::map<std::string, std::string> texts,
                                                   std::map<std::string, std::string> links) {
  return std::make_shared<FilesOfTexts>(std::move(texts), std::move(links));
}

}  // namespace cardlint
