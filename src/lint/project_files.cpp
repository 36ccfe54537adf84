#include "lint/project_files.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "doc/git_index.h"
#include "lint/checkout.h"

namespace cardlint {
namespace {

std::vector<std::string> components(std::string_view path) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(path, '/')) {
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

class FilesOnDisk final : public ProjectFiles {
 public:
  FilesOnDisk(std::shared_ptr<Checkout> checkout, std::string shown, const Limits& limits)
      : checkout_(std::move(checkout)), shown_(std::move(shown)), limits_(limits) {}

  const Companion* open(std::string_view given) const override { return open_with(given, ""); }

  const Companion* open_with(std::string_view given, std::string_view word) const override {
    const auto path = path_below_root(given);
    if (!path) return nullptr;
    auto known = opened_.find(*path);
    if (known == opened_.end()) {
      const Place place = place_of(*path);
      Opened opened;
      if (place.type == PathType::File) opened = read(*path, place.path);
      known = opened_.emplace(*path, std::move(opened)).first;
    }
    Opened& file = known->second;
    if (file.source == nullptr || file.source->text().find(word) == std::string_view::npos)
      return nullptr;
    if (file.companion == nullptr)
      file.companion =
          std::make_unique<const Companion>(make_companion(file.source, *path, limits_));
    return file.companion.get();
  }

  bool exists(std::string_view given) const override {
    const auto path = path_below_root(given);
    if (!path) return false;
    const PathType type = place_of(*path).type;
    if (exhausted_) return true;  // nothing is called missing that was not looked for
    return type == PathType::File || type == PathType::Folder;
  }

  std::vector<std::string> list(std::string_view given) const override {
    std::vector<std::string> names;
    const auto path = path_below_root(given);
    if (!path) return names;
    for (FolderEntry& entry : listed(place_of(*path))) {
      if (entry.type == LinkedEntry::Type::File) names.push_back(std::move(entry.name));
    }
    return names;
  }

  // Several rules follow one path.
  PathEnd follow(std::string_view path) const override {
    if (const auto known = followed_.find(path); known != followed_.end()) return known->second;
    PathEnd end = walk(path);
    if (!exhausted_ && followed_.size() < kMostFollowed) followed_.emplace(path, end);
    return end;
  }

  std::vector<FolderEntry> entries(std::string_view folder) const override {
    const PathEnd end = follow(folder);
    if (end.type != PathEnd::Type::Folder) return {};
    return listed({PathType::Folder, end.path});
  }

  std::vector<NotAssessed> troubles() const override { return troubles_; }

 private:
  PathEnd walk(std::string_view path) const {
    return follow_links(path, [this](const auto& folders, const auto& name) -> LinkedEntry {
      std::string key = Checkout::slashed(folders, name);
      if (const auto seen = looked_.find(key); seen != looked_.end()) return seen->second;
      if (!may_look()) return {LinkedEntry::Type::Other, {}};
      LinkedEntry entry;
      if (const auto known = checkout_->shared_type(key)) {
        entry.type = *known;
      } else {
        entry = look(folders, name);
        checkout_->keep_type(key, entry.type);
      }
      return looked_.emplace(std::move(key), std::move(entry)).first->second;
    });
  }

  // Where a path ends; `path` is below the repository and has no links.
  struct Place {
    PathType type = PathType::Missing;
    std::string path;
  };

  Place place_of(const std::string& path) const {
    PathEnd end = follow(path);
    switch (end.type) {
      case PathEnd::Type::File:
        return {PathType::File, std::move(end.path)};
      case PathEnd::Type::Folder:
        return {PathType::Folder, std::move(end.path)};
      case PathEnd::Type::Submodule:
      case PathEnd::Type::Absolute: {
        // Further than the walk goes, but perhaps not out of the repository.
        if (!may_look()) return {};
        const std::string absolute = real_path(join_path(checkout_->folders.root(), path));
        if (!is_below(absolute, checkout_->real_root())) return {};
        return {path_type(absolute), relative_to(absolute, checkout_->real_root())};
      }
      default:
        return {};
    }
  }

  std::vector<FolderEntry> listed(const Place& place) const {
    std::vector<FolderEntry> all;
    if (place.type != PathType::Folder || !may_look()) return all;
    const auto found =
        checkout_->folders.list(components(place.path == "." ? std::string() : place.path));
    if (!found) return all;
    may_look(found->size() / kEntriesOfALook);
    for (const Entry& entry : *found) all.push_back({entry.name, linked_type(entry.type)});
    return all;
  }

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

  static LinkedEntry::Type linked_type(EntryType type) {
    return type == EntryType::File     ? LinkedEntry::Type::File
           : type == EntryType::Folder ? LinkedEntry::Type::Folder
           : type == EntryType::Link   ? LinkedEntry::Type::Link
                                       : LinkedEntry::Type::Other;
  }

  // What lies on disk, or what git knows better: a link that was checked out as a file, a submodule
  // that was not checked out.
  LinkedEntry look(const std::vector<std::string>& folders, const std::string& name) const {
    const auto found = checkout_->folders.look(folders, name);
    if (!found) return {};
    LinkedEntry entry{linked_type(found->type), found->target};
    if (found->type == EntryType::Folder && is_submodule(folders, name))
      entry.type = LinkedEntry::Type::Submodule;
    if (found->type == EntryType::File && found->size > 0 && found->size < kLongestLink &&
        checkout_->has_index()) {
      auto text = checkout_->folders.read(folders, name, kLongestLink);
      // git keeps a link without a line break; nearly every other file has one.
      if (text && text->find_first_of(std::string_view("\n\0", 2)) == std::string::npos &&
          git_type(folders, name) == GitIndex::Type::Link) {
        entry = {LinkedEntry::Type::Link, std::move(*text)};
      } else if (text) {
        last_seen_ = {Checkout::slashed(folders, name), std::move(*text)};
      }
    }
    return entry;
  }

  bool is_submodule(std::vector<std::string> folders, const std::string& name) const {
    if (name == ".git" || (!folders.empty() && folders[0] == ".git")) return false;
    folders.push_back(name);
    // Rules that compare names ask for the list again.
    const std::vector<Entry>* const entries =
        checkout_->has_index() ? checkout_->folders.list_small(folders) : nullptr;
    if (entries == nullptr) {
      const auto git = checkout_->folders.look(folders, ".git");
      return git && git->type == EntryType::File;
    }
    if (!entries->empty())
      return std::any_of(entries->begin(), entries->end(), [](const Entry& entry) {
        return entry.name == ".git" && entry.type == EntryType::File;
      });
    folders.pop_back();
    return git_type(folders, name) == GitIndex::Type::Submodule;
  }

  std::optional<GitIndex::Type> git_type(const std::vector<std::string>& folders,
                                         const std::string& name) const {
    const auto type = checkout_->git_type(folders, name, limits_);
    if (checkout_->index_unread && !std::exchange(index_told_, true))
      troubles_.push_back({printable(join_path(shown_, ".git/index"), 400),
                           "unreadable or too large, so links that git keeps as files are taken "
                           "for files",
                           false});
    return type;
  }

  // A file beside the documents: understood when a rule asks for more than its text.
  struct Opened {
    std::shared_ptr<const SourceFile> source;  // null where no regular file is
    std::unique_ptr<const Companion> companion;
  };

  // `path` is how it was named, `place` where it lies.
  Opened read(const std::string& path, const std::string& place) const {
    // As documents are shown: relative to the working directory when below it.
    const std::string absolute = join_path(checkout_->folders.root(), path);
    const std::string& here = checkout_->working_folder;
    const std::string shown =
        is_below(absolute, here) ? relative_to(absolute, here) : join_path(shown_, path);
    auto companion = std::make_unique<Companion>();
    if (opened_.size() > limits_.companion_files) {
      companion->unread =
          fmt::format("more than {} files are read beside the documents", limits_.companion_files);
    } else if (companion_bytes_ >= limits_.companion_total) {
      companion->unread =
          fmt::format("more than {} bytes are read beside the documents", limits_.companion_total);
    } else if (auto text = read_text(place)) {
      companion_bytes_ += text->size();
      return {std::make_shared<SourceFile>(shown, std::move(*text)), nullptr};
    } else {
      companion->unread = text.error().message;
    }
    troubles_.push_back({printable(shown, 400), companion->unread, true});
    companion->file.source = std::make_shared<SourceFile>(shown, "");
    companion->file.repository_path = path;
    auto source = companion->file.source;
    return {std::move(source), std::move(companion)};
  }

  Result<std::string> read_text(const std::string& place) const {
    if (place == last_seen_.path && last_seen_.text.size() <= limits_.companion_bytes)
      return std::exchange(last_seen_, {}).text;
    std::vector<std::string> folders = components(place);
    const std::string name = std::move(folders.back());
    folders.pop_back();
    return checkout_->folders.read(folders, name, limits_.companion_bytes);
  }

  std::shared_ptr<Checkout> checkout_;
  std::string shown_;
  Limits limits_;
  static constexpr std::size_t kLongestLink = 1024;
  static constexpr std::size_t kEntriesOfALook = 8;
  // Of more, finding one takes as long as following it again.
  static constexpr std::size_t kMostFollowed = 10'000;
  // A project is judged by one thread.
  mutable bool index_told_ = false;
  struct Seen {
    std::string path, text;
  };
  mutable Seen last_seen_;  // the small file that was looked into: mostly read next
  mutable std::map<std::string, Opened> opened_;
  mutable std::vector<NotAssessed> troubles_;
  mutable std::size_t looks_left_ = limits_.disk_looks;
  mutable bool exhausted_ = false;
  mutable std::size_t companion_bytes_ = 0;
  mutable std::unordered_map<std::string, LinkedEntry> looked_;
  mutable std::map<std::string, PathEnd, std::less<>> followed_;
};

class FilesOfTexts final : public ProjectFiles {
 public:
  FilesOfTexts(const std::map<std::string, std::string>& texts,
               std::map<std::string, std::string> links)
      : links_(std::move(links)) {
    for (const auto& [path, text] : texts)
      files_.emplace(path,
                     make_companion(std::make_shared<SourceFile>(path, text), path, Limits{}));
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
    all.reserve(names.size());
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

std::shared_ptr<Checkout> open_checkout(std::string repository,
                                        std::shared_ptr<const KnownFolders> known) {
  return std::make_shared<Checkout>(std::move(repository), std::move(known));
}

std::shared_ptr<const ProjectFiles> files_on_disk(std::shared_ptr<Checkout> checkout,
                                                  std::string shown, const Limits& limits) {
  return std::make_shared<FilesOnDisk>(std::move(checkout), std::move(shown), limits);
}

std::shared_ptr<const ProjectFiles> files_of_texts(const std::map<std::string, std::string>& texts,
                                                   std::map<std::string, std::string> links) {
  return std::make_shared<FilesOfTexts>(texts, std::move(links));
}

}  // namespace cardlint
