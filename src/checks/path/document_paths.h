// The members of a document that hold paths, and the names in its archive, each with its verdict.
// Made once a document and shared by all rules on paths; knows no disk.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/path/path_value.h"
#include "doc/document.h"

namespace cardlint::checks {

struct DocumentPath {
  Value value;  // a string
  // "build", "asset", "bundle", "launch", "icon"; "subfolder" is one that the MCP registry refuses
  // whatever else is said of it, "package" any other.
  std::string_view group;
  PathForm form;
  std::optional<PathVerdict> verdict;
  std::vector<std::string> alternatives;  // of a pattern that takes something in

  // Nothing is said of it yet that would void what it names.
  bool is_sound() const { return !verdict || !verdict->grave; }
};

class DocumentPaths {
 public:
  // Of all patterns of a document together.
  static constexpr std::size_t kMostAlternatives = 20'000;

  explicit DocumentPaths(const Document& document);

  const std::vector<DocumentPath>& paths() const { return paths_; }

  // Names in the archive with one fault and one weight: the first of them, and how many there are.
  struct Members {
    std::string first;
    std::string problem;
    std::size_t count = 0;
  };
  const Members* members(PathFault fault, bool grave) const;

  // False when patterns stand for more than is looked at.
  bool complete() const { return complete_; }
  // False when there are more names than are held against each other.
  bool compared() const { return compared_; }

  // True when path-control or path-unicode speak of the characters of this string, so that the
  // rules on texts need not.
  bool judges_characters_of(Value value) const { return odd_characters_.count(value.id()) != 0; }

 private:
  void add(Value value, std::string_view group, PathForm form);
  void add_manifest(const Document& document);
  void add_bundle(Value root);
  void add_launch(Value config);
  void add_repositories(Value root);
  void add_icons(Value owner, bool card);
  void find_collisions(std::string_view folder);
  void judge_members(const Archive& archive);
  void count_member(std::string_view name, const PathVerdict& verdict);

  std::vector<DocumentPath> paths_;
  std::map<std::pair<PathFault, bool>, Members> members_;
  std::set<NodeId> odd_characters_;
  std::size_t budget_ = kMostAlternatives;
  bool complete_ = true;
  bool compared_ = true;
};

// "'dockerfile'", "an item of 'assets'": what the value is, for messages.
std::string member_name(Value value);

// A path as it stands below the repository's root or the bundle's: "." and ".." resolved, '/'
// between the parts. Nothing when it rises above.
std::optional<std::string> path_from(std::string_view folder, const DocumentPath& path);

}  // namespace cardlint::checks
