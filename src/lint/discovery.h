// Which files below the named paths are documents, and which of them belong together. Reads
// folders, not files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "diag/diagnostic.h"
#include "doc/kind.h"

namespace cardlint {

class KnownFolders;

struct FoundFile {
  std::string path;             // to open it; also what is shown to people
  std::string repository_path;  // below the repository root, '/'-separated
  bool named = false;           // on the command line, not met by walking
};

// The files of one project, sorted by path. `smithery.yaml` starts a project in its folder, a card
// in the folder that holds its `.well-known`; other documents join the nearest project above them.
struct ProjectPlan {
  std::string root;
  std::vector<FoundFile> files;
  std::string repository;        // absolute
  std::string shown_repository;  // as shown to people
  std::string folder;            // the root below the repository; "" is the repository itself
  // Absolute: the root, or the first folder above it that may hold a configuration. Those between
  // were walked and hold none.
  std::string configured_from;
  bool first_of_repository = false;
};

struct DiscoverySettings {
  std::optional<std::string>
      root;  // --root: the repository root, instead of the nearest folder with .git
  bool empty_folders = false;  // a named folder without documents is no trouble
  std::string config_prefix;   // how the names of configurations begin; "": any name may be one
  Limits limits;
};

struct Discovery {
  std::vector<ProjectPlan> projects;  // sorted by root
  std::vector<NotAssessed> not_assessed;
  std::shared_ptr<const KnownFolders> folders;  // that walks went through
};

// The root of the repository that an absolute folder belongs to: `root` where that is given, else
// the nearest folder upwards with .git, else `fallback`.
std::string repository_of(const std::string& folder, const std::optional<std::string>& root,
                          const std::string& fallback);

// Walks folders (not .git, node_modules, build output; not through links to folders; a link to a
// file only when it stays inside the root) and takes named files as they are.
// Up to so many threads list folders.
Discovery discover(const std::vector<std::string>& paths, const DiscoverySettings& settings,
                   std::size_t threads = 1);

}  // namespace cardlint
