// Path-valued fields held against the files beside the document: where links lead, what patterns
// take in. Nothing outside of the repository is looked at.
#include <algorithm>
#include <array>
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
  for (const std::string& one : expand_glob(path.value.text(), false).patterns) {
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

// Files and links below a folder, those of packages and of git left out, at most so many.
std::vector<FoundEntry> tree_below(const ProjectFiles& files, const std::string& folder) {
  const std::size_t limit = Limits{}.listed_entries;
  std::vector<FoundEntry> found;
  std::vector<std::string> open{folder};
  for (std::size_t seen = 0; !open.empty() && seen < limit;) {
    const std::string at = std::move(open.back());
    open.pop_back();
    for (const FolderEntry& entry : files.entries(at)) {
      if (++seen > limit) break;
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
  return found;
}

// The alternatives of a pattern as patterns of paths below the repository root.
std::vector<std::string> patterns_below_root(std::string_view folder, std::string_view pattern) {
  std::vector<std::string> patterns;
  for (const std::string& one : expand_glob(pattern, false).patterns) {
    if (auto path = path_below_root(join_path(folder, one))) patterns.push_back(std::move(*path));
  }
  return patterns;
}

// What the list leaves out by its negated patterns.
std::vector<std::string> excluded(const Target& target) {
  std::vector<std::string> patterns;
  for (const Value item : target.document().root()["build"]["assets"]) {
    if (!item.is_string() || !item.text().starts_with('!')) continue;
    for (std::string& one : patterns_below_root(folder_of(target), item.text().substr(1)))
      patterns.push_back(std::move(one));
  }
  return patterns;
}

bool fits_any(const std::vector<std::string>& patterns, std::string_view path) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& one) { return glob_matches(one, path); });
}

bool has_wildcard(std::string_view pattern) {
  return pattern.find_first_of("*?[") != std::string_view::npos;
}

// Calls visit(entry) for each entry below the literal beginning of one of the path's alternatives
// that fits it; the visit says when it has seen enough.
template <class Visit>
void each_match(const Target& target, const DocumentPath& path, const ProjectFiles& files,
                Visit&& visit) {
  const auto without = excluded(target);
  std::size_t walks = 0;
  for (const std::string& one : patterns_below_root(folder_of(target), path.value.text())) {
    constexpr std::size_t kMostWalks = 20;
    if (!has_wildcard(one) || ++walks > kMostWalks) continue;
    for (const FoundEntry& entry : tree_below(files, literal_prefix(one))) {
      if (fits_any(without, entry.path)) continue;
      if (visit(entry, one)) return;
    }
  }
}

void glob_sensitive(const Target& target, const Args&, const Reporter& report) {
  each_path(target, [&](const DocumentPath& path, const ProjectFiles& files) {
    if (!path.form.glob || path.verdict) return;
    each_match(target, path, files, [&](const FoundEntry& entry, std::string_view pattern) {
      if (entry.type != LinkedEntry::Type::File || sensitive_part(entry.path).empty() ||
          !glob_matches(pattern, entry.path))
        return false;
      tell(target, path, fmt::format("takes in '{}'", printable(entry.path, 60)), report);
      return true;
    });
  });
}

void glob_link(const Target& target, const Args&, const Reporter& report) {
  each_path(target, [&](const DocumentPath& path, const ProjectFiles& files) {
    if (!path.form.glob) return;
    each_match(target, path, files, [&](const FoundEntry& entry, std::string_view pattern) {
      if (entry.type != LinkedEntry::Type::Link || pattern.find("**") == std::string_view::npos)
        return false;
      // The pattern goes on behind a link to a folder, or takes in the file itself.
      if (!glob_matches(pattern, entry.path) && !glob_matches(pattern, entry.path + "/x"))
        return false;
      const PathEnd end = files.follow(entry.path);
      if (end.type != PathEnd::Type::Outside && end.type != PathEnd::Type::Absolute) return false;
      tell(target, path,
           fmt::format("follows the symbolic link '{}' to '{}', outside of the repository",
                       printable(end.link, 60), printable(end.target, 60)),
           report);
      return true;
    });
  });
}

// ---- names beside each other

void case_on_disk(const Target& target, const Args&, const Reporter& report) {
  each_path(target, [&](const DocumentPath& path, const ProjectFiles& files) {
    if (path.form.glob || path.verdict) return;
    const auto wanted = path_from(folder_of(target), path);
    const PathEnd end = wanted ? files.follow(*wanted) : PathEnd{};
    if (end.type != PathEnd::Type::File || end.path.empty()) return;
    const std::string_view name = base_name(end.path);
    for (const FolderEntry& entry : files.entries(parent_folder(end.path))) {
      if (entry.name == name || fold_case(entry.name) != fold_case(name)) continue;
      return tell(target, path,
                  fmt::format("differs from '{}' beside it by case or accents only",
                              printable(entry.name, 60)),
                  report);
    }
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
