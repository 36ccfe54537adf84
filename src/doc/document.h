// A checked file: its source, its tree, what it is. And a project: the documents of one server.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "doc/archive.h"
#include "doc/kind.h"
#include "doc/load.h"

namespace cardlint {

struct Document {
  std::shared_ptr<const SourceFile> source;  // its path is the one shown to people
  std::string repository_path;               // relative to the repository root, '/'-separated
  Tree tree;                                 // empty when a fault is fatal
  std::vector<LoadFault> faults;
  bool bare = false;  // see Loaded
  std::optional<Kind> kind;
  std::optional<Kind> reserved;  // see Recognition
  Dialect dialect = Dialect::None;
  bool smithery_path = false;              // lies where Smithery's scan looks for a card
  std::shared_ptr<const Archive> archive;  // whose manifest this is; null for a plain file
  bool named = false;                      // named on the command line, not met by walking
  std::string fetched_from;  // the URL of a body that was fetched, before redirects; empty: a file
  // What a client asked for when it got this body: the issuer, or the URL of the MCP server. It
  // decides where it is given; else the identifier follows from `fetched_from`. A body that a
  // challenge pointed to needs it, and a copy that stands for nobody (the metadata of another
  // issuer on a server's own origin) has neither.
  std::string fetched_for;

  Value root() const { return tree.root(); }
  bool readable() const { return !tree.empty(); }
};

class ProjectFiles;

// The documents of one server, found under one folder.
struct Project {
  std::string root;                 // as shown to people
  std::vector<Document> documents;  // sorted by path
  std::string folder;               // the root below the repository root; "" is that itself
  std::string config_folder;  // the same of the configuration; "" also where it lies elsewhere
  bool first_of_repository = true;  // the one that speaks of files of the whole repository
  std::shared_ptr<const ProjectFiles> files;  // what lies beside the documents; may be null
};

// Loads and recognises. `kind` overrides recognition (--kind). Only operational trouble is missing
// from `faults`.
Document make_document(std::shared_ptr<const SourceFile> source, std::string repository_path,
                       const Limits& limits, std::optional<Kind> kind = std::nullopt);

// The manifest inside a bundle, as document "path/manifest.json"; without a tree and without a
// fault where the archive has none or it is empty, or where archive.unread says why it is unknown.
Document make_bundle_document(const std::string& path, const std::string& repository_path,
                              Archive archive, const Limits& limits);

}  // namespace cardlint
