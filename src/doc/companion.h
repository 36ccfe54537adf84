// Files that are no documents of ours but that rules read beside them: package.json,
// pyproject.toml, Dockerfile, README, workflows. They are read when a rule first asks, and judged
// by nothing else.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "diag/diagnostic.h"
#include "doc/document.h"
#include "doc/link_walk.h"

namespace cardlint {

struct Companion {
  // Without a kind. A Dockerfile becomes a list of {instruction, arguments}; a text without
  // structure has no tree.
  Document file;
  std::string unread;  // why there is no tree although the format has one; empty when all is well
  std::set<std::string, std::less<>> ignored;  // of .gitignore: the last names of its patterns
};

struct FolderEntry {
  std::string name;
  LinkedEntry::Type type = LinkedEntry::Type::Other;
};

// The files around a project. Paths are relative to the repository root and '/'-separated; "." and
// ".." are resolved, and what leaves the repository, also through a link, does not exist.
class ProjectFiles {
 public:
  virtual ~ProjectFiles() = default;
  // Null where no regular file is. The result lives as long as this object.
  virtual const Companion* open(std::string_view path) const = 0;
  // The same, and null where the file's text does not hold `word`: most files of a kind are not
  // about what a rule looks for, and need not be understood.
  virtual const Companion* open_with(std::string_view path, std::string_view word) const;
  virtual bool exists(std::string_view path) const = 0;                      // a file or a folder
  virtual std::vector<std::string> list(std::string_view folder) const = 0;  // files, by name
  // Where a path ends: links followed before each "..", never out of the repository.
  virtual PathEnd follow(std::string_view path) const = 0;
  // Everything in a folder, by name; links are not followed.
  virtual std::vector<FolderEntry> entries(std::string_view folder) const = 0;
  // What could not be read, or not as a whole, since this object was made.
  virtual std::vector<NotAssessed> troubles() const { return {}; }
};

// Reads by name: *.json, *.toml, *.yml, *.yaml, Dockerfile*; anything else is text.
Companion make_companion(std::shared_ptr<const SourceFile> source, std::string repository_path,
                         const Limits& limits);

// "a/./b/../c" as "a/c"; nothing when it is absolute or leaves the root.
std::optional<std::string> path_below_root(std::string_view path);

Result<Tree> load_toml(const SourceFile& source, const Limits& limits);
// Instructions in upper case; arguments with continuation lines joined, here-documents left out.
Tree load_dockerfile(const SourceFile& source, const Limits& limits);

}  // namespace cardlint
