#include "lint/discovery.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/known_folders.h"
#include "base/text.h"
#include "base/text_set.h"
#include "lint/folder_walk.h"

namespace cardlint {
namespace {

class Walker {
 public:
  Walker(const DiscoverySettings& settings, std::size_t threads)
      : settings_(settings), threads_(std::max<std::size_t>(1, threads)) {}

  void take(const std::string& given) {
    const std::string shown = tidy(given);
    const std::string absolute = absolute_path(given);
    switch (path_type(given)) {
      case PathType::Missing:
        return found.refuse(shown, why_missing(given));
      case PathType::Folder:
        return walk({absolute, shown, repository_of(absolute, absolute), 0});
      case PathType::Other:
        return found.refuse(shown, "not a regular file");
      case PathType::File: {
        const std::string folder(parent_folder(absolute));
        const std::string here = current_folder();
        found.add(absolute, shown, repository_of(folder, is_below(folder, here) ? here : folder),
                  true);
      }
    }
  }

  Found found;
  std::set<std::string, std::less<>> walked;  // absolute: where walks began

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
    Found more = walk_folder(rest, threads_, top);
    // Which entries are the first so many depends on the order.
    if (more.entries > rest.limits.walk_entries && threads_ > 1) more = walk_folder(rest, 1, top);
    if (more.entries > rest.limits.walk_entries)
      more.refuse(top.shown, fmt::format("more than {} files and folders", limit));
    if (more.candidates.empty() && more.not_assessed.empty() && !settings_.empty_folders)
      more.refuse(top.shown, "nothing to check: no document of a known kind here");
    walked.insert(top.absolute);
    // Rules ask by the path that a link leads to, never by the link's own.
    if (passes_a_link(top.absolute, top.repository)) more.listed.clear();
    found.take(more);
  }

  const DiscoverySettings& settings_;
  const std::size_t threads_;
};

// Where configurations may lie, as far as walks have seen.
class ConfiguredFolders {
 public:
  explicit ConfiguredFolders(const Walker& walker)
      : walked_(walker.walked),
        configured_(walker.found.configured.begin(), walker.found.configured.end()) {}

  // Of a folder that was walked: itself, or the first above it in its repository that may hold one.
  std::string above(const std::string& folder, const std::string& repository) {
    if (!goes_up(folder, repository)) return folder;
    // Projects beside each other share what is above them.
    const std::string_view parent = parent_folder(folder);
    if (last_.repository == repository && last_.folder == parent) return last_.above;
    std::string at(parent);
    while (goes_up(at, repository)) at = std::string(parent_folder(at));
    last_ = {repository, std::string(parent), at};
    return at;
  }

 private:
  bool goes_up(std::string_view folder, const std::string& repository) const {
    return folder != repository && !configured_.contains(folder) && is_inside_a_walk(folder);
  }
  // The folder above it was walked too.
  bool is_inside_a_walk(std::string_view folder) const {
    while (folder != "/" && !folder.empty()) {
      folder = parent_folder(folder);
      if (walked_.contains(folder)) return true;
    }
    return false;
  }

  const std::set<std::string, std::less<>>& walked_;
  TextSet configured_;
  struct {
    std::string repository, folder, above;
  } last_;
};

// The folder that a card describes: the one that holds its `.well-known`.
std::string card_folder(const std::string& absolute) {
  const std::size_t at = absolute.rfind("/.well-known/");
  return at == std::string::npos ? std::string(parent_folder(absolute))
                                 : absolute.substr(0, std::max<std::size_t>(at, 1));
}

// `here` is the working folder.
std::string shown_folder(const Candidate& candidate, const std::string& root,
                         const std::string& here) {
  // The shown path ends like the absolute one; cut both at the same component.
  const std::size_t tail = candidate.absolute.size() - root.size();
  const std::string& shown = candidate.file.path;
  if (shown.size() > tail) return shown.substr(0, shown.size() - tail);
  return root == here ? "." : root;  // above what was named
}

// Project roots (absolute), by the rule of ProjectPlan. In a repository with one manifest and one
// card folder the two are one project wherever they lie: `server/smithery.yaml` and
// `public/.well-known/…` describe the same server.
class Roots {
 public:
  // `given`: --root says where the repository is, as .git does elsewhere.
  Roots(const std::vector<Candidate>& candidates, bool given) {
    std::map<std::string, std::pair<TextSet, std::set<std::string>>> by_repository;
    for (const Candidate& c : candidates) {
      auto& [manifests, cards] = by_repository[c.repository];
      if (c.kind.kind == Kind::SmitheryManifest)
        manifests.insert(std::string(parent_folder(c.absolute)));
      if (c.kind.kind == Kind::ServerCard && c.kind.strong) cards.insert(card_folder(c.absolute));
    }
    for (auto& [repository, found] : by_repository) {
      auto& [manifests, cards] = found;
      if (manifests.size() <= 1 && cards.size() <= 1 && (given || is_checkout(repository))) {
        roots_.insert(repository);
        continue;
      }
      roots_.merge(manifests);
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
    for (;; folder = parent_folder(folder)) {
      if (roots_.contains(folder)) return std::string(folder);
      if (folder == "/" || folder.empty()) return std::nullopt;
    }
  }

  TextSet roots_;
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
  auto folders = std::make_shared<KnownFolders>();
  folders->add(std::move(walker.found.listed));
  discovery.folders = std::move(folders);
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

  ConfiguredFolders configured(walker);
  const Roots roots(found, settings.root.has_value());
  const std::string here = current_folder();
  std::map<std::string, ProjectPlan> plans;
  for (Candidate& candidate : found) {
    const std::string root = roots.of(candidate);
    ProjectPlan& plan = plans[root];
    if (plan.files.empty()) {
      plan.root = shown_folder(candidate, root, here);
      plan.repository = candidate.repository;
      plan.shown_repository = shown_folder(candidate, candidate.repository, here);
      if (root != candidate.repository) plan.folder = relative_to(root, candidate.repository);
      plan.configured_from = root;
    }
    // A walk went through all folders above what it met.
    if (!candidate.file.named) plan.configured_from = configured.above(root, candidate.repository);
    plan.files.push_back(std::move(candidate.file));
  }
  std::set<std::string> repositories;
  for (auto& [root, plan] : plans)
    plan.first_of_repository = repositories.insert(plan.repository).second;
  discovery.projects.reserve(plans.size());
  for (auto& [root, plan] : plans) discovery.projects.push_back(std::move(plan));
  return discovery;
}

}  // namespace cardlint
