#include "checks/path/document_paths.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <unordered_map>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/path/path_folds.h"
#include "checks/path/path_glob.h"
#include "checks/path/path_names.h"
#include "checks/path/path_words.h"
#include "doc/companion.h"

namespace cardlint::checks {
namespace {

std::size_t depth_of(std::string_view folder) {
  std::size_t depth = 0;
  for (const std::string_view part : split(folder, '/'))
    depth += part.empty() || part == "." ? 0 : 1;
  return depth;
}

// Packages of others, which come with what they come with.
bool is_vendored(std::string_view member) {
  return member.find("node_modules/") != std::string_view::npos ||
         member.find("site-packages/") != std::string_view::npos;
}

std::optional<PathVerdict> sensitive(std::string_view path) {
  const std::string_view part = sensitive_part(path);
  if (part.empty()) return std::nullopt;
  return PathVerdict{PathFault::Sensitive, false, printable(part, 40), 0};
}

// Paths by the form that a file system without case and normalisation gives them, folder by folder.
class Collisions {
 public:
  // Another spelling that was seen before, of the path or of a folder above it.
  std::optional<std::string> add(std::string_view path) {
    std::optional<std::string> other;
    std::string folder(sizeof(std::uint32_t), '\0');  // the number of the one that was entered
    for (std::size_t begin = 0; begin <= path.size();) {
      if (steps_ == 0) return other;
      --steps_;
      const std::size_t end = std::min(path.find('/', begin), path.size());
      const std::string_view part = path.substr(begin, end - begin);
      const auto number = static_cast<std::uint32_t>(seen_.size() + 1);
      const auto [entry, added] = seen_.try_emplace(folder + fold_case(part), Seen{number, part});
      if (!added && entry->second.name != part && !other)
        other = fmt::format("{}{}", path.substr(0, begin), entry->second.name);
      std::memcpy(folder.data(), &entry->second.number, folder.size());
      begin = end + 1;
    }
    return other;
  }
  bool complete() const { return steps_ > 0; }

 private:
  struct Seen {
    Seen(std::uint32_t given, std::string_view spelt) : number(given), name(spelt) {}
    std::uint32_t number;
    std::string name;  // as it was spelt first
  };
  static constexpr std::size_t kMostSteps = 500'000;  // 50,000 members, ten folders deep

  std::size_t steps_ = kMostSteps;
  std::unordered_map<std::string, Seen> seen_;
};

PathVerdict collision(std::string_view other) {
  return {PathFault::Special, false,
          fmt::format("differs from '{}' by case or accents only", printable(other, 60)), 0};
}

}  // namespace

DocumentPaths::DocumentPaths(const Document& document) {
  const Value root = document.root();
  switch (document.kind.value_or(Kind::Jwks)) {
    case Kind::SmitheryManifest:
      add_manifest(document);
      break;
    case Kind::McpbManifest:
      add_bundle(root);
      find_collisions("");
      if (document.archive != nullptr) judge_members(*document.archive);
      break;
    case Kind::RegistryServer:
      add_repositories(root);
      break;
    case Kind::ServerCard:
      add_repositories(root);
      add_icons(root, true);
      add_icons(root["serverInfo"], true);
      for (const std::string_view list : {"tools", "resources", "prompts"}) {
        for (const Value item : root[list]) add_icons(item, true);
      }
      break;
    default:
      break;
  }
  // Rules on paths look at characters of all but addresses and launches; cards know no encodings.
  for (const DocumentPath& path : paths_) {
    if (!path.verdict || path.group == "icon" || path.group == "launch") continue;
    const bool unicode =
        path.verdict->fault == PathFault::Unicode && document.kind != Kind::ServerCard;
    if (unicode || path.verdict->fault == PathFault::Control)
      odd_characters_.insert(path.value.id());
  }
}

const DocumentPaths::Members* DocumentPaths::members(PathFault fault, bool grave) const {
  const auto found = members_.find({fault, grave});
  return found == members_.end() ? nullptr : &found->second;
}

void DocumentPaths::add(Value value, std::string_view group, PathForm form) {
  if (!value.is_string() || value.text().empty()) return;
  DocumentPath path{value, group, form, {}, {}};
  if (form.glob && !value.text().starts_with('!')) {
    path.form.alternatives = std::clamp<std::size_t>(budget_, 1, form.alternatives);
    GlobAlternatives all = expand_glob(value.text(), false, path.form.alternatives);
    complete_ = complete_ && all.complete;
    budget_ -= std::min(budget_, all.patterns.size());
    path.alternatives = std::move(all.patterns);
  }
  path.verdict = judge_path(value.text(), path.form);
  if (group == "build" || group == "bundle") {
    if (!path.verdict) path.verdict = sensitive(value.text());
  }
  for (const std::string& one : path.alternatives) {
    if (!path.verdict) path.verdict = sensitive(one);
  }
  paths_.push_back(std::move(path));
}

void DocumentPaths::add_manifest(const Document& document) {
  const std::string_view folder = parent_folder(document.repository_path);
  PathForm form;
  form.bounded = !document.repository_path.starts_with('/');
  form.depth = depth_of(folder);
  const Value build = document.root()["build"];
  for (const std::string_view member : {"dockerfile", "dockerBuildPath", "outputDirectory"})
    add(build[member], "build", form);
  form.glob = true;
  add(build["assets"], "asset", form);
  for (const Value pattern : build["assets"]) add(pattern, "asset", form);
  find_collisions(folder);
}

void DocumentPaths::add_bundle(Value root) {
  PathForm file;
  file.bundle = true;
  PathForm picture = file;
  picture.https = true;
  picture.data = PathForm::Picture::Odd;
  PathForm text = file;
  text.locale = true;
  const Value server = root["server"];
  add(server["entry_point"], "bundle", file);
  add(root["icon"], "bundle", picture);
  for (const Value icon : root["icons"]) add(icon["src"], "bundle", picture);
  const Value screenshots = root["screenshots"];
  paths_.reserve(paths_.size() + screenshots.size());
  for (const Value screenshot : screenshots) add(screenshot, "bundle", picture);
  add(root["localization"]["resources"], "bundle", text);
  add_launch(server["mcp_config"]);
  for (const Value other : server["mcp_config"]["platform_overrides"]) add_launch(other);
}

// What starts the server: paths of the machine, but for those that begin at the bundle's root.
void DocumentPaths::add_launch(Value config) {
  PathForm form;
  form.bundle = true;
  const auto take = [&](Value value) {
    if (value.is_string() && value.text().starts_with("${__dirname}")) add(value, "launch", form);
  };
  take(config["command"]);
  for (const Value argument : config["args"]) take(argument);
  for (const Value variable : config["env"]) take(variable);
}

void DocumentPaths::add_repositories(Value root) {
  const Value subfolder = root["repository"]["subfolder"];
  const bool refused =
      subfolder.is_string() && registry_subfolder_problem(subfolder.text()).has_value();
  add(subfolder, refused ? "subfolder" : "package", {});
  for (const Value package : root["packages"])
    add(package["repository"]["subfolder"], "package", {});
}

void DocumentPaths::add_icons(Value owner, bool card) {
  PathForm form;
  form.url = card;
  form.https = true;
  form.data = PathForm::Picture::Yes;
  for (const Value icon : owner["icons"]) add(icon["src"], "icon", form);
}

void DocumentPaths::find_collisions(std::string_view folder) {
  const auto is_compared = [&](const DocumentPath& path) {
    return !path.verdict && !path.form.glob && (path.group == "build" || path.group == "bundle") &&
           (path.value.text() != "." || !folder.empty());
  };
  if (std::count_if(paths_.begin(), paths_.end(), is_compared) < 2) return;
  Collisions collisions;
  for (DocumentPath& path : paths_) {
    if (!is_compared(path)) continue;
    const auto resolved = path_from(folder, path);
    if (!resolved || resolved->empty()) continue;
    if (const auto other = collisions.add(*resolved)) path.verdict = collision(*other);
  }
  compared_ = compared_ && collisions.complete();
}

void DocumentPaths::judge_members(const Archive& archive) {
  Collisions collisions;
  for (const std::string_view member : archive.members) {
    std::string_view path = member;
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    auto verdict = judge_path(path, {});
    if (const auto other = collisions.add(path); !verdict && other) verdict = collision(*other);
    if (!verdict) verdict = sensitive(path);
    if (verdict && (verdict->grave || !is_vendored(path))) count_member(member, *verdict);
  }
  compared_ = compared_ && collisions.complete();
}

void DocumentPaths::count_member(std::string_view name, const PathVerdict& verdict) {
  Members& members = members_[{verdict.fault, verdict.grave}];
  if (members.count++ > 0) return;
  members.first = name;
  members.problem = verdict.problem;
}

std::string member_name(Value value) {
  const bool item = value.parent().is_array();
  const std::string_view key = item ? value.parent().key() : value.key();
  return fmt::format("{}'{}'", item ? "an item of " : "", printable(key, 40));
}

std::optional<std::string> path_from(std::string_view folder, const DocumentPath& path) {
  return path_below_root(join_path(folder, without_bundle_root(path.value.text(), path.form)));
}

}  // namespace cardlint::checks
