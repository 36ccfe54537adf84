#include "lint/folder_walk.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <exception>
#include <iterator>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/file_io.h"
#include "base/text.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

// Folders that hold no source: version control, packages, build output, caches.
constexpr std::array kSkipped{".git"sv,  ".hg"sv,    ".svn"sv,        "node_modules"sv, "dist"sv,
                              "build"sv, "out"sv,    "target"sv,      ".next"sv,        ".venv"sv,
                              "venv"sv,  ".cache"sv, "__pycache__"sv, ".tox"sv};

bool is_skipped(std::string_view folder) {
  return std::find(kSkipped.begin(), kSkipped.end(), folder) != kSkipped.end();
}

// Lists one folder: its files are found, its folders wait in `below`.
class FolderReader {
 public:
  explicit FolderReader(const DiscoverySettings& settings) : settings_(settings) {}

  void read(const Pending& folder, std::vector<Pending>& below, Found& found) const {
    if (folder.depth > settings_.limits.walk_depth)
      return found.refuse(folder.shown, "folders nested too deep");
    auto entries = list_folder(folder.absolute);
    if (!entries) return found.refuse(folder.shown, entries.error().message);
    // A checkout inside a checkout (submodule, vendored clone) is a repository of its own.
    const bool nested = folder.depth > 0 && !settings_.root && holds_git(*entries);
    const std::string& repository = nested ? folder.absolute : folder.repository;
    if (may_configure(*entries)) found.configured.push_back(folder.absolute);
    for (const Entry& entry : *entries) {
      if (++found.entries > settings_.limits.walk_entries) return;
      const bool is_folder = entry.type == EntryType::Folder;
      if (is_folder && is_skipped(entry.name)) continue;
      std::string absolute = join_path(folder.absolute, entry.name);
      if (!is_folder && !kind_of_path(relative_to(absolute, repository)).kind) continue;
      std::string shown = join_path(folder.shown, entry.name);
      if (is_folder) {
        below.push_back({std::move(absolute), std::move(shown), repository, folder.depth + 1});
      } else {
        file(entry, absolute, shown, repository, found);
      }
    }
    if (entries->size() <= KnownFolders::kMostEntries)
      found.listed.push_back({folder.absolute, *std::move(entries)});
  }

 private:
  static void file(const Entry& entry, const std::string& absolute, const std::string& shown,
                   const std::string& repository, Found& found) {
    if (entry.type == EntryType::Other) return found.refuse(shown, "not a regular file");
    if (entry.type == EntryType::Link) {
      const PathType target = path_type(absolute);
      if (target == PathType::Folder) return;
      const bool inside = is_below(real_path(absolute), real_path(repository));
      if (target != PathType::File || !inside) {
        return found.refuse(shown, inside ? "a symbolic link that leads to no file"
                                          : "a symbolic link that leaves the repository");
      }
    }
    found.add(absolute, shown, repository, false);
  }

  static bool holds_git(const std::vector<Entry>& entries) {
    return std::any_of(entries.begin(), entries.end(),
                       [](const Entry& entry) { return entry.name == ".git"; });
  }

  bool may_configure(const std::vector<Entry>& entries) const {
    return std::any_of(entries.begin(), entries.end(), [this](const Entry& entry) {
      // Also where the file system tells no case.
      return starts_with_ignoring_case(entry.name, settings_.config_prefix);
    });
  }

  const DiscoverySettings& settings_;
};

// All below one folder, by one thread or by several that take folders from one heap. What is found
// is the same, its order is not.
class FolderWalk {
 public:
  FolderWalk(const DiscoverySettings& settings, std::size_t threads)
      : reader_(settings), limit_(settings.limits.walk_entries), found_(threads) {}

  Found run(Pending top) {
    pending_.push_back(std::move(top));
    {
      std::vector<std::jthread> others;
      work(found_[0], &others);
    }
    if (fault_) std::rethrow_exception(fault_);
    Found all = std::move(found_[0]);
    for (std::size_t i = 1; i < found_.size(); ++i) all.take(found_[i]);
    return all;
  }

 private:
  // Fewer folders are listed before a thread has begun.
  static constexpr std::size_t kWorthAThread = 32;

  // Until no folder waits and nobody reads one that could hold more. The first to work has
  // `others`, and fills it once that is worth it.
  void work(Found& found, std::vector<std::jthread>* others) {
    std::vector<Pending> below;
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return !pending_.empty() || reading_ == 0; });
      if (pending_.empty()) break;
      const Pending folder = std::move(pending_.back());
      pending_.pop_back();
      ++reading_;
      lock.unlock();
      try {
        below.clear();
        reader_.read(folder, below, found);
        lock.lock();
        if (found.entries > limit_) {
          pending_.clear();
        } else {
          std::move(below.rbegin(), below.rend(), std::back_inserter(pending_));
        }
      } catch (...) {
        if (!lock.owns_lock()) lock.lock();
        fault_ = std::current_exception();  // out of memory: no thread may end by it
        pending_.clear();
      }
      --reading_;
      if (others != nullptr && others->empty() && pending_.size() >= kWorthAThread) start(*others);
      changed_.notify_all();
    }
  }

  void start(std::vector<std::jthread>& others) {
    try {
      others.reserve(found_.size());
      for (std::size_t i = 1; i < found_.size(); ++i)
        others.emplace_back([this, &found = found_[i]] { work(found, nullptr); });
    } catch (const std::system_error&) {
      // As many threads as the system gives.
    }
  }

  const FolderReader reader_;
  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Pending> pending_;
  std::size_t reading_ = 0;
  std::exception_ptr fault_;
  std::vector<Found> found_;  // one for each thread
};

}  // namespace

void Found::add(const std::string& absolute, const std::string& shown,
                const std::string& repository, bool named) {
  const std::string in_repository = relative_to(absolute, repository);
  candidates.push_back(
      {absolute, {shown, in_repository, named}, repository, kind_of_path(in_repository)});
}

void Found::refuse(const std::string& what, std::string reason) {
  not_assessed.push_back({printable(what, 400), std::move(reason), true});
}

void Found::take(Found& other) {
  const auto append = [](auto& to, auto& from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
  };
  append(candidates, other.candidates);
  append(not_assessed, other.not_assessed);
  append(configured, other.configured);
  append(listed, other.listed);
  entries += other.entries;
}

Found walk_folder(const DiscoverySettings& settings, std::size_t threads, Pending top) {
  return FolderWalk(settings, threads).run(std::move(top));
}

}  // namespace cardlint
