#include "lint/project_files.h"

#include <fmt/format.h>

#include "base/file_io.h"

namespace cardlint {
namespace {

class FilesOnDisk final : public ProjectFiles {
 public:
  FilesOnDisk(std::string repository, std::string shown, const Limits& limits)
      : repository_(std::move(repository)), shown_(std::move(shown)), limits_(limits) {}

  const Companion* open(std::string_view given) const override {
    const auto path = path_below_root(given);
    if (!path) return nullptr;
    const auto [entry, added] = opened_.try_emplace(*path);
    if (added) entry->second = read(*path);
    return entry->second.get();
  }

  bool exists(std::string_view given) const override {
    const auto path = path_below_root(given);
    if (!path) return false;
    const PathType type = path_type(join_path(repository_, *path));
    return (type == PathType::File || type == PathType::Folder) && is_inside(*path);
  }

  std::vector<std::string> list(std::string_view given) const override {
    std::vector<std::string> names;
    const auto path = path_below_root(given);
    if (!path || !is_inside(*path)) return names;
    const auto entries = list_folder(join_path(repository_, *path));
    if (!entries) return names;
    for (const Entry& entry : *entries) {
      if (entry.type == EntryType::File) names.push_back(entry.name);
    }
    return names;
  }

 private:
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
    } else if (auto text = read_file(absolute, limits_.companion_bytes)) {
      return std::make_unique<Companion>(
          make_companion(std::make_shared<SourceFile>(shown, std::move(*text)), path, limits_));
    } else {
      companion->unread = text.error().message;
    }
    companion->file.source = std::make_shared<SourceFile>(shown, "");
    companion->file.repository_path = path;
    return companion;
  }

  std::string repository_;
  std::string shown_;
  Limits limits_;
  // A project is judged by one thread.
  mutable std::map<std::string, std::unique_ptr<const Companion>> opened_;
};

class FilesOfTexts final : public ProjectFiles {
 public:
  explicit FilesOfTexts(std::map<std::string, std::string> texts) {
    for (auto& [path, text] : texts)
      files_.emplace(path, make_companion(std::make_shared<SourceFile>(path, std::move(text)), path,
                                          Limits{}));
  }

  const Companion* open(std::string_view given) const override {
    const auto path = path_below_root(given);
    const auto found = path ? files_.find(*path) : files_.end();
    return found == files_.end() ? nullptr : &found->second;
  }
  bool exists(std::string_view given) const override {
    const auto path = path_below_root(given);
    if (!path) return false;
    const auto at = files_.lower_bound(*path);
    return at != files_.end() && is_below(at->first, *path);
  }
  std::vector<std::string> list(std::string_view folder) const override {
    std::vector<std::string> names;
    for (const auto& [path, file] : files_) {
      if (parent_folder(path) == folder) names.emplace_back(base_name(path));
    }
    return names;
  }

 private:
  std::map<std::string, Companion> files_;
};

}  // namespace

std::shared_ptr<const ProjectFiles> files_on_disk(std::string repository, std::string shown,
                                                  const Limits& limits) {
  return std::make_shared<FilesOnDisk>(std::move(repository), std::move(shown), limits);
}

std::shared_ptr<const ProjectFiles> files_of_texts(std::map<std::string, std::string> texts) {
  return std::make_shared<FilesOfTexts>(std::move(texts));
}

}  // namespace cardlint
