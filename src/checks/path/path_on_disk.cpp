// Path-valued fields held against the files beside the document: where links lead, what patterns
// take in. Nothing outside of the repository is looked at.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/path/document_paths.h"
#include "checks/path/path_folds.h"
#include "checks/path/path_glob.h"
#include "checks/path/path_names.h"
#include "checks/table.h"
#include "doc/companion.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;
using std::string_view_literals::operator""sv;

// Calls visit(path, files) for each path of the document that may be looked for on disk.
template <class Visit>
void each_path(const Target& target, Visit&& visit) {
  const Document& document = target.document();
  if (document.archive != nullptr || target.project == nullptr ||
      target.project->files == nullptr || document.repository_path.starts_with('/'))
    return;
  for (const DocumentPath& path : target.facts->shared<DocumentPaths>().paths()) {
    const bool local = path.group == "build" || path.group == "asset" || path.group == "bundle";
    // Addresses and texts with variables name no one file.
    if (local && path.is_sound() && path.value.text().find("://") == std::string_view::npos &&
        path.value.text().find("${locale}") == std::string_view::npos &&
        !path.value.text().starts_with("data:") && !path.value.text().starts_with('!'))
      visit(path, *target.project->files);
  }
}

void tell(const Target& target, const DocumentPath& path, std::string problem,
          const Reporter& report) {
  report.value(target.document(), path.value,
               {{"member", member_name(path.value)},
                {"path", fmt::format("'{}'", printable(path.value.text(), 80))},
                {"problem", std::move(problem)}});
}

std::string_view folder_of(const Target& target) {
  return parent_folder(target.document().repository_path);
}

// ---- links on the way to one file

// Folders that a build makes: a link into one leads nowhere until then.
bool is_build_output(std::string_view target) {
  constexpr std::array kFolders{"dist"sv,   "build"sv,        "out"sv,      "lib"sv,
                                "target"sv, "node_modules"sv, ".smithery"sv};
  const auto parts = split(target, '/');
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return std::find(kFolders.begin(), kFolders.end(), part) != kFolders.end();
  });
}

std::string_view fault_name(const PathEnd& end) {
  if (end.type == PathEnd::Type::Submodule) return "submodule";
  if (!end.is_fault()) return {};
  switch (end.type) {
    case PathEnd::Type::Outside:
      return "outside";
    case PathEnd::Type::Absolute:
      return "absolute";
    case PathEnd::Type::Dangling:
      return is_build_output(end.target) ? "" : "dangling";
    default:
      return "loop";
  }
}

std::string describe_end(const PathEnd& end) {
  const std::string link = fmt::format("goes through the symbolic link '{}' to '{}'",
                                       printable(end.link, 60), printable(end.target, 60));
  switch (end.type) {
    case PathEnd::Type::Submodule:
      return fmt::format("lies in the submodule '{}', the content of another repository",
                         printable(end.path, 60));
    case PathEnd::Type::Outside:
      return link + ", outside of the repository";
    case PathEnd::Type::Absolute:
      return link + ", a place of one machine";
    case PathEnd::Type::Dangling:
      return link + ", where nothing is";
    default:
      return link + ", and such links lead round in circles";
  }
}

// What the path begins with in the file system: itself, or the folders before a wildcard.
std::set<std::string> literal_paths(const DocumentPath& path) {
  if (!path.form.glob) return {std::string(without_bundle_root(path.value.text(), path.form))};
  std::set<std::string> prefixes;
  constexpr std::size_t kMost = 50;
  for (const std::string& one : path.alternatives) {
    if (prefixes.size() < kMost) prefixes.insert(literal_prefix(one));
  }
  return prefixes;
}

// 'faults': outside, absolute, dangling, loop, submodule.
void path_link(const Target& target, const Args& args, const Reporter& report) {
  const auto faults = args.texts("faults");
  each_path(target, [&](const DocumentPath& path, const ProjectFiles& files) {
    for (const std::string& literal : literal_paths(path)) {
      const PathEnd end = files.follow(join_path(folder_of(target), literal));
      const std::string_view fault = fault_name(end);
      if (std::find(faults.begin(), faults.end(), fault) == faults.end()) continue;
      return tell(target, path, describe_end(end), report);
    }
  });
}

// ---- what a pattern takes in

struct FoundEntry {
  std::string path;  // below the repository root
  LinkedEntry::Type type;
};

struct FoundTree {
  std::vector<FoundEntry> entries;
  bool complete = true;
};

// Files and links below a folder, those of packages and of git left out, at most so many.
FoundTree tree_below(const ProjectFiles& files, const std::string& folder) {
  const std::size_t limit = Limits{}.listed_entries;
  FoundTree tree;
  std::vector<FoundEntry>& found = tree.entries;
  std::vector<std::string> open{folder};
  for (std::size_t seen = 0; !open.empty() && tree.complete;) {
    const std::string at = std::move(open.back());
    open.pop_back();
    for (const FolderEntry& entry : files.entries(at)) {
      tree.complete = ++seen <= limit;
      if (!tree.complete) break;
      if (entry.name == "node_modules" || entry.name == ".git") continue;
      std::string path = join_path(at, entry.name);
      if (entry.type == LinkedEntry::Type::Folder) {
        open.push_back(std::move(path));
      } else {
        found.push_back({std::move(path), entry.type});
      }
    }
  }
  std::sort(found.begin(), found.end(),
            [](const FoundEntry& a, const FoundEntry& b) { return a.path < b.path; });
  return tree;
}

bool has_wildcard(std::string_view pattern) {
  return pattern.find_first_of("*?[") != std::string_view::npos;
}

// The patterns of a manifest held against the files that they can take in.
class PatternMatches {
 public:
  PatternMatches(const Target& target, const Reporter& report) : target_(target), report_(report) {
    for (const Value item : target.document().root()["build"]["assets"]) {
      if (excluded_.size() >= kMostExcluded) break;
      if (!item.is_string() || !item.text().starts_with('!')) continue;
      for (const std::string& one :
           expand_glob(item.text().substr(1), false, kMostExcluded).patterns) {
        const auto below = path_below_root(join_path(folder_of(target), one));
        if (below && excluded_.size() < kMostExcluded) excluded_.push_back(*below);
      }
    }
  }

  // Calls visit(entry, pattern) for each entry that `wanted` lets pass and that lies where an
  // alternative of the path looks, until one visit says that it has seen enough.
  template <class Wanted, class Visit>
  void each(const DocumentPath& path, const ProjectFiles& files, Wanted&& wanted, Visit&& visit) {
    for (const std::string& alternative : path.alternatives) {
      const auto pattern = path_below_root(join_path(folder_of(target_), alternative));
      if (!pattern || !has_wildcard(*pattern)) continue;
      for (const FoundEntry& entry : below(files, literal_prefix(*pattern), wanted)) {
        if (work_ == 0) return not_all();
        --work_;
        if (visit(entry, *pattern)) return;
      }
    }
  }

 private:
  static constexpr std::size_t kMostExcluded = 100;
  static constexpr std::size_t kMostFolders = 20;      // that are walked for one document
  static constexpr std::size_t kMostMatches = 20'000;  // that are tried for one document

  template <class Wanted>
  const std::vector<FoundEntry>& below(const ProjectFiles& files, const std::string& folder,
                                       Wanted&& wanted) {
    static const std::vector<FoundEntry> kNothing;
    if (found_.size() >= kMostFolders && found_.count(folder) == 0) {
      not_all();
      return kNothing;
    }
    const auto [at, added] = found_.try_emplace(folder);
    if (!added) return at->second;
    FoundTree tree = tree_below(files, folder);
    if (!tree.complete) not_all();
    for (FoundEntry& entry : tree.entries) {
      const bool left_out =
          std::any_of(excluded_.begin(), excluded_.end(),
                      [&](const std::string& one) { return glob_matches(one, entry.path); });
      if (wanted(entry) && !left_out) at->second.push_back(std::move(entry));
    }
    return at->second;
  }

  void not_all() const {
    report_.not_assessed(target_.document().source->path(),
                         fmt::format("its patterns were held against the first {} files that they "
                                     "may take in, and no more",
                                     Limits{}.listed_entries));
  }

  const Target& target_;
  const Reporter& report_;
  std::vector<std::string> excluded_;
  std::map<std::string, std::vector<FoundEntry>> found_;
  std::size_t work_ = kMostMatches;
};

void glob_sensitive(const Target& target, const Args&, const Reporter& report) {
  PatternMatches matches(target, report);
  const auto wanted = [](const FoundEntry& entry) {
    return entry.type == LinkedEntry::Type::File && !sensitive_part(entry.path).empty();
  };
  each_path(target, [&](const DocumentPath& path, const ProjectFiles& files) {
    if (!path.form.glob || path.verdict) return;
    matches.each(path, files, wanted, [&](const FoundEntry& entry, std::string_view pattern) {
      if (!glob_matches(pattern, entry.path)) return false;
      tell(target, path, fmt::format("takes in '{}'", printable(entry.path, 60)), report);
      return true;
    });
  });
}

void glob_link(const Target& target, const Args&, const Reporter& report) {
  PatternMatches matches(target, report);
  const auto wanted = [&](const FoundEntry& entry) {
    if (entry.type != LinkedEntry::Type::Link) return false;
    const PathEnd end = target.project->files->follow(entry.path);
    return end.type == PathEnd::Type::Outside || end.type == PathEnd::Type::Absolute;
  };
  each_path(target, [&](const DocumentPath& path, const ProjectFiles& files) {
    if (!path.form.glob || path.value.text().find("**") == std::string_view::npos) return;
    matches.each(path, files, wanted, [&](const FoundEntry& entry, std::string_view pattern) {
      // The pattern goes on behind a link to a folder, or takes in the file itself.
      if (!glob_matches(pattern, entry.path) && !glob_matches(pattern, entry.path + "/x"))
        return false;
      const PathEnd end = files.follow(entry.path);
      tell(target, path,
           fmt::format("follows the symbolic link '{}' to '{}', outside of the repository",
                       printable(end.link, 60), printable(end.target, 60)),
           report);
      return true;
    });
  });
}

// ---- names beside each other

// The names in folders, by the form that a file system without case and normalisation gives them.
class FoldedNames {
 public:
  using Names = std::multimap<std::string, std::string>;

  explicit FoldedNames(const ProjectFiles& files) : files_(files) {}

  // Another name in the folder that differs by case or accents only.
  std::optional<std::string> beside(std::string_view folder, std::string_view name) {
    const auto [at, added] = folders_.try_emplace(std::string(folder));
    if (added) {
      for (const FolderEntry& entry : files_.entries(folder))
        at->second.emplace(fold_case(entry.name), entry.name);
    }
    const auto [first, last] = at->second.equal_range(fold_case(name));
    const auto other = std::find_if(first, last, [&](const auto& e) { return e.second != name; });
    return other == last ? std::nullopt : std::optional(other->second);
  }

 private:
  const ProjectFiles& files_;
  std::map<std::string, Names> folders_;
};

void case_on_disk(const Target& target, const Args&, const Reporter& report) {
  std::optional<FoldedNames> names;
  each_path(target, [&](const DocumentPath& path, const ProjectFiles& files) {
    if (path.form.glob || path.verdict) return;
    const auto wanted = path_from(folder_of(target), path);
    const PathEnd end = wanted ? files.follow(*wanted) : PathEnd{};
    if (end.type != PathEnd::Type::File || end.path.empty()) return;
    if (!names) names.emplace(files);
    if (const auto other = names->beside(parent_folder(end.path), base_name(end.path)))
      tell(
          target, path,
          fmt::format("differs from '{}' beside it by case or accents only", printable(*other, 60)),
          report);
  });
}

constexpr std::array kFaults{ArgSpec{"faults", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"path-case-on-disk",
               "beside the file that a path names lies one whose name differs by case only",
               {},
               false,
               make_simple<case_on_disk>},
    CheckEntry{"path-glob-link",
               "a pattern with '**' follows a symbolic link out of the repository",
               {},
               false,
               make_simple<glob_link>},
    CheckEntry{"path-glob-sensitive",
               "a pattern takes in an existing file whose name says that it is private",
               {},
               false,
               make_simple<glob_sensitive>},
    CheckEntry{"path-link",
               "a path goes through a symbolic link with one of 'faults' (outside, absolute, "
               "dangling, loop), or into a submodule (submodule)",
               kFaults, false, make_simple<path_link>},
};

}  // namespace

CheckTable path_on_disk_checks() {
  return kTable;
}

}  // namespace cardlint::checks
