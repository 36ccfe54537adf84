// Walks folders for documents. discovery.h puts together what belongs together.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/known_folders.h"
#include "diag/diagnostic.h"
#include "doc/kind.h"
#include "lint/discovery.h"

namespace cardlint {

// One found file before it has a project. Absolute paths decide; the shown path is printed.
struct Candidate {
  std::string absolute;
  FoundFile file;
  std::string repository;  // absolute
  PathKind kind;
};

// What walks found, and what they could not look at.
struct Found {
  // A file; it lies below the repository.
  void add(const std::string& absolute, const std::string& shown, const std::string& repository,
           bool named);
  void refuse(const std::string& what, std::string reason);
  void take(Found& other);

  std::vector<Candidate> candidates;
  std::vector<NotAssessed> not_assessed;
  std::vector<std::string> configured;  // absolute folders that may hold a configuration
  std::vector<ListedFolder> listed;     // those that hold little
  std::size_t entries = 0;              // files and folders that were met
};

// A folder that waits to be listed.
struct Pending {
  std::string absolute;
  std::string shown;
  std::string repository;  // absolute
  std::size_t depth;
};

// All below one folder, by up to so many threads: what is found is the same for any number, its
// order is not. More entries than the limit: it stopped on the way.
Found walk_folder(const DiscoverySettings& settings, std::size_t threads, Pending top);

}  // namespace cardlint
