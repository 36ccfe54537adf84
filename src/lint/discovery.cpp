#include "lint/discovery.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <exception>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <tuple>

#include <fmt/format.h>

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

// One found file before it has a project. Absolute paths decide; the shown path is printed.
struct Candidate {
  std::string absolute;
  FoundFile file;
  std::string repository;  // absolute
  PathKind kind;
};

struct Found {
  std::vector<Candidate> candidates;
  std::vector<NotAssessed> not_assessed;
  std::size_t entries = 0;  // files and folders that were met
};

void refuse(Found& found, const std::string& what, std::string reason) {
  found.not_assessed.push_back({printable(what, 400), std::move(reason), true});
}

void add(Found& found, const std::string& absolute, const std::string& shown,
         const std::string& repository, bool named) {
  const std::string in_repository = relative_to(absolute, repository);
  found.candidates.push_back(
      {absolute, {shown, in_repository, named}, repository, kind_of_path(in_repository)});
}

// A folder that waits to be listed.
struct Pending {
  std::string absolute;
  std::string shown;
  std::string repository;  // absolute
  std::size_t depth;
};

// Lists one folder: its files are found, its folders wait in `below`.
class FolderReader {
 public:
  explicit FolderReader(const DiscoverySettings& settings) : settings_(settings) {}

  void read(const Pending& folder, std::vector<Pending>& below, Found& found) const {
    if (folder.depth > settings_.limits.walk_depth)
      return refuse(found, folder.shown, "folders nested too deep");
    const auto entries = list_folder(folder.absolute);
    if (!entries) return refuse(found, folder.shown, entries.error().message);
    // A checkout inside a checkout (submodule, vendored clone) is a repository of its own.
    const bool nested = folder.depth > 0 && !settings_.root && holds_git(*entries);
    const std::string& repository = nested ? folder.absolute : folder.repository;
    for (const Entry& entry : *entries) {
      if (++found.entries > settings_.limits.walk_entries) return;
      std::string absolute = join_path(folder.absolute, entry.name);
      std::string shown = folder.shown == "." ? entry.name : join_path(folder.shown, entry.name);
      if (entry.type == EntryType::Folder) {
        if (!is_skipped(entry.name))
          below.push_back({std::move(absolute), std::move(shown), repository, folder.depth + 1});
      } else if (kind_of_path(relative_to(absolute, repository)).kind) {
        file(entry, absolute, shown, repository, found);
      }
    }
  }

 private:
  static void file(const Entry& entry, const std::string& absolute, const std::string& shown,
                   const std::string& repository, Found& found) {
    if (entry.type == EntryType::Other) return refuse(found, shown, "not a regular file");
    if (entry.type == EntryType::Link) {
      const PathType target = path_type(absolute);
      if (target == PathType::Folder) return;
      const bool inside = is_below(real_path(absolute), real_path(repository));
      if (target != PathType::File || !inside) {
        return refuse(found, shown,
                      inside ? "a symbolic link that leads to no file"
                             : "a symbolic link that leaves the repository");
      }
    }
    add(found, absolute, shown, repository, false);
  }

  static bool holds_git(const std::vector<Entry>& entries) {
    return std::any_of(entries.begin(), entries.end(),
                       [](const Entry& entry) { return entry.name == ".git"; });
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
    for (std::size_t i = 1; i < found_.size(); ++i) {
      std::move(found_[i].candidates.begin(), found_[i].candidates.end(),
                std::back_inserter(all.candidates));
      std::move(found_[i].not_assessed.begin(), found_[i].not_assessed.end(),
                std::back_inserter(all.not_assessed));
      all.entries += found_[i].entries;
    }
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

class Walker {
 public:
  Walker(const DiscoverySettings& settings, std::size_t threads)
      : settings_(settings), threads_(std::max<std::size_t>(1, threads)) {}

  void take(const std::string& given) {
    const std::string shown = tidy(given);
    const std::string absolute = absolute_path(given);
    switch (path_type(given)) {
      case PathType::Missing:
        return refuse(found, shown, why_missing(given));
      case PathType::Folder:
        return walk({absolute, shown, repository_of(absolute, absolute), 0});
      case PathType::Other:
        return refuse(found, shown, "not a regular file");
      case PathType::File: {
        const std::string folder(parent_folder(absolute));
        const std::string here = current_folder();
        add(found, absolute, shown, repository_of(folder, is_below(folder, here) ? here : folder),
            true);
      }
    }
  }

  Found found;

 private:
  // As typed, without "./" and a trailing slash; below the working directory relative to it.
  static std::string tidy(const std::string& given) {
    const std::string absolute = absolute_path(given);
    const std::string here = current_folder();
    if (is_below(absolute, here)) return relative_to(absolute, here);
    std::string shown = given;
    while (shown.size() > 1 && shown.ends_with('/')) shown.pop_back();
    return shown;
  }

  std::string repository_of(const std::string& folder, const std::string& fallback) const {
    return cardlint::repository_of(folder, settings_.root, fallback);
  }

  void walk(const Pending& top) {
    const std::size_t limit = settings_.limits.walk_entries;
    if (found.entries > limit) return;  // that was said
    DiscoverySettings rest = settings_;
    rest.limits.walk_entries = limit - found.entries;
    Found more = FolderWalk(rest, threads_).run(top);
    // Which entries are the first so many depends on the order.
    if (more.entries > rest.limits.walk_entries && threads_ > 1)
      more = FolderWalk(rest, 1).run(top);
    if (more.entries > rest.limits.walk_entries)
      refuse(more, top.shown, fmt::format("more than {} files and folders", limit));
    if (more.candidates.empty() && more.not_assessed.empty() && !settings_.empty_folders)
      refuse(more, top.shown, "nothing to check: no document of a known kind here");
    found.entries += more.entries;
    std::move(more.candidates.begin(), more.candidates.end(), std::back_inserter(found.candidates));
    std::move(more.not_assessed.begin(), more.not_assessed.end(),
              std::back_inserter(found.not_assessed));
  }

  const DiscoverySettings& settings_;
  const std::size_t threads_;
};

// The folder that a card describes: the one that holds its `.well-known`.
std::string card_folder(const std::string& absolute) {
  const std::size_t at = absolute.rfind("/.well-known/");
  return at == std::string::npos ? std::string(parent_folder(absolute))
                                 : absolute.substr(0, std::max<std::size_t>(at, 1));
}

std::string shown_folder(const Candidate& candidate, const std::string& root) {
  // The shown path ends like the absolute one; cut both at the same component.
  const std::size_t tail = candidate.absolute.size() - root.size();
  const std::string& shown = candidate.file.path;
  if (shown.size() > tail) return shown.substr(0, shown.size() - tail);
  return root == current_folder() ? "." : root;  // above what was named
}

// Project roots (absolute), by the rule of ProjectPlan. In a repository with one manifest and one
// card folder the two are one project wherever they lie: `server/smithery.yaml` and
// `public/.well-known/…` describe the same server.
class Roots {
 public:
  // `given`: --root says where the repository is, as .git does elsewhere.
  Roots(const std::vector<Candidate>& candidates, bool given) {
    std::map<std::string, std::pair<std::set<std::string>, std::set<std::string>>> by_repository;
    for (const Candidate& c : candidates) {
      auto& [manifests, cards] = by_repository[c.repository];
      if (c.kind.kind == Kind::SmitheryManifest)
        manifests.insert(std::string(parent_folder(c.absolute)));
      if (c.kind.kind == Kind::ServerCard && c.kind.strong) cards.insert(card_folder(c.absolute));
    }
    for (const auto& [repository, found] : by_repository) {
      const auto& [manifests, cards] = found;
      if (manifests.size() <= 1 && cards.size() <= 1 && (given || is_checkout(repository))) {
        roots_.insert(repository);
        continue;
      }
      roots_.insert(manifests.begin(), manifests.end());
      for (const std::string& card : cards) {
        if (!root_above(card)) roots_.insert(card);
      }
    }
  }

  std::string of(const Candidate& c) const {
    const auto root = root_above(parent_folder(c.absolute));
    if (root && is_below(*root, c.repository)) return *root;
    return card_folder(c.absolute);
  }

 private:
  static bool is_checkout(const std::string& folder) {
    return exists_without_following(join_path(folder, ".git"));
  }

  std::optional<std::string> root_above(std::string_view folder) const {
    for (std::string at(folder);; at = std::string(parent_folder(at))) {
      if (roots_.contains(at)) return at;
      if (at == "/" || at.empty()) return std::nullopt;
    }
  }

  std::set<std::string> roots_;
};

}  // namespace

std::string repository_of(const std::string& folder, const std::optional<std::string>& root,
                          const std::string& fallback) {
  if (root) return absolute_path(*root);
  for (std::string at = folder;; at = std::string(parent_folder(at))) {
    if (exists_without_following(join_path(at, ".git"))) return at;
    if (at == "/") return fallback;
  }
}

Discovery discover(const std::vector<std::string>& paths, const DiscoverySettings& settings,
                   std::size_t threads) {
  Walker walker(settings, threads);
  for (const std::string& path : paths) walker.take(path);
  Discovery discovery;
  discovery.not_assessed = std::move(walker.found.not_assessed);
  std::vector<Candidate>& found = walker.found.candidates;
  // A file that is named and met by walking counts once, as named.
  std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.absolute, b.file.named, a.file.path) <
           std::tie(b.absolute, a.file.named, b.file.path);
  });
  const auto last =
      std::unique(found.begin(), found.end(),
                  [](const Candidate& a, const Candidate& b) { return a.absolute == b.absolute; });
  found.erase(last, found.end());

  const Roots roots(found, settings.root.has_value());
  std::map<std::string, ProjectPlan> plans;
  for (Candidate& candidate : found) {
    const std::string root = roots.of(candidate);
    ProjectPlan& plan = plans[root];
    if (plan.files.empty()) {
      plan.root = shown_folder(candidate, root);
      plan.repository = candidate.repository;
      plan.shown_repository = shown_folder(candidate, candidate.repository);
      if (root != candidate.repository) plan.folder = relative_to(root, candidate.repository);
    }
    plan.files.push_back(std::move(candidate.file));
  }
  std::set<std::string> repositories;
  for (auto& [root, plan] : plans)
    plan.first_of_repository = repositories.insert(plan.repository).second;
  for (auto& [root, plan] : plans) discovery.projects.push_back(std::move(plan));
  return discovery;
}

}  // namespace cardlint
