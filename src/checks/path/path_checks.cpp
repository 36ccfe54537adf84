// Path-valued fields by their text. The limit is the repository root, never the document's own
// folder: `../..` from `src/x/` is how monorepos name their root.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/command/launch.h"
#include "checks/document/client_servers.h"
#include "checks/path/document_paths.h"
#include "checks/path/path_words.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

bool names(const std::vector<std::string_view>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

PathFault fault_named(std::string_view word) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(PathFault::Sensitive); ++i) {
    const auto fault = static_cast<PathFault>(i);
    if (name(fault) == word) return fault;
    known.push_back(name(fault));
  }
  throw UnusableArgument{fmt::format("'fault' is '{}', expected one of {}", printable(word, 40),
                                     fmt::join(known, ", "))};
}

std::string levels(std::size_t count) {
  return fmt::format("{} level{}", count, count == 1 ? "" : "s");
}

void report_member(const Document& document, const DocumentPaths::Members& members,
                   const Reporter& report) {
  const std::size_t others = members.count - 1;
  report.span(document, document.root(), {},
              {{"member", "a name in the archive"},
               {"path", fmt::format("'{}'", printable(members.first, 80))},
               {"problem", members.problem},
               {"more", others == 0 ? std::string()
                                    : fmt::format(" (and {} more such name{})", others,
                                                  others == 1 ? "" : "s")}});
}

// 'fault': one of name(PathFault). 'level': "error" for what leaves its root, "warning" for what is
// only suspicious. 'fields': groups of DocumentPath, and "archive" for the names in a bundle.
class PathCheck final : public Check {
 public:
  explicit PathCheck(Args args)
      : fault_(fault_named(args.text("fault"))),
        grave_(args.text("level") == "error"),
        fields_(args.texts("fields")) {}

  void run(const Target& target, const Reporter& report) const override {
    const Document& document = target.document();
    const auto& all = target.facts->shared<DocumentPaths>();
    const std::string_view folder = parent_folder(document.repository_path);
    bool unbounded = false;
    for (const DocumentPath& path : all.paths()) {
      if (!names(fields_, path.group)) continue;
      unbounded = unbounded || !path.form.bounded;
      if (!path.verdict || path.verdict->fault != fault_ || path.verdict->grave != grave_) continue;
      report.value(document, path.value,
                   {{"member", member_name(path.value)},
                    {"path", fmt::format("'{}'", printable(path.value.text(), 80))},
                    {"problem", path.verdict->problem},
                    {"more", {}},
                    {"levels", levels(path.verdict->levels)},
                    {"folder", path.form.depth == 0 ? std::string("the root")
                                                    : fmt::format("'{}'", printable(folder))}});
    }
    if (!all.complete() && fault_ == PathFault::GlobEscape) {
      report.not_assessed(document.source->path(),
                          "patterns of files stand for more names than are looked at");
    }
    if (!all.compared() && fault_ == PathFault::Special) {
      report.not_assessed(document.source->path(),
                          "it names more files than are held against each other");
    }
    if (unbounded && fault_ == PathFault::ParentEscape) {
      report.not_assessed(document.source->path(),
                          "the file lies outside the repository root, so its paths have no limit "
                          "to be held against");
    }
    if (!names(fields_, "archive")) return;
    if (const auto* members = all.members(fault_, grave_))
      report_member(document, *members, report);
  }

 private:
  PathFault fault_;
  bool grave_;
  std::vector<std::string_view> fields_;
};

// ---- paths of the machine that a server runs on

// "/home/me/data" of "/home/me/data:/data:ro".
std::string_view volume_source(std::string_view volume) {
  const std::size_t colon = volume.find(':', volume.size() > 1 && volume[1] == ':' ? 2 : 0);
  return volume.substr(0, colon);
}

// Shells and env lie there on every system that has them.
bool is_everywhere(std::string_view command) {
  return command.starts_with("/bin/") || command == "/usr/bin/env";
}

class MachinePaths {
 public:
  MachinePaths(const Document& document, const Reporter& report)
      : document_(document), report_(report) {}

  void launch(Value command, Value args, Value folder) const {
    if (command.is_string() && !is_everywhere(command.text())) tell(command, command.text());
    if (folder.is_string()) tell(folder, folder.text());
    if (!command.is_string() || !args.is_array()) return;
    const std::string program = program_name(command.text());
    if (program == "docker" || program == "podman") volumes(args);
  }

 private:
  void volumes(Value args) const {
    bool next = false;
    for (const Value argument : args) {
      if (!argument.is_string()) continue;
      std::string_view text = argument.text();
      constexpr std::string_view kVolume = "--volume=";
      if (text.starts_with(kVolume)) {
        tell(argument, volume_source(text.substr(kVolume.size())));
      } else if (next) {
        tell(argument, volume_source(text));
      }
      next = text == "-v" || text == "--volume";
    }
  }

  void tell(Value at, std::string_view path) const {
    const auto problem = absolute_problem(path);
    if (!problem) return;
    report_.value(document_, at,
                  {{"member", member_name(at)},
                   {"path", fmt::format("'{}'", printable(path, 80))},
                   {"problem", *problem}});
  }

  const Document& document_;
  const Reporter& report_;
};

void machine_path(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  if (!document.readable()) return;
  const MachinePaths paths(document, report);
  if (document.kind == Kind::McpbManifest) {
    const Value config = document.root()["server"]["mcp_config"];
    paths.launch(config["command"], config["args"], {});
    for (const Value other : config["platform_overrides"])
      paths.launch(other["command"], other["args"], {});
    return;
  }
  // This file is written for one machine, and its host asks for such paths.
  if (base_name(document.source->path()) == "claude_desktop_config.json") return;
  for (const ClientServer& server : target.facts->shared<ClientServers>())
    paths.launch(server.command, server.args, server.transport["cwd"]);
}

constexpr std::array kPath{ArgSpec{"fault", Type::Text, true}, ArgSpec{"level", Type::Text, true},
                           ArgSpec{"fields", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"machine-path",
               "a server is started by, in or with a path that only one machine has",
               {},
               false,
               make_simple<machine_path>},
    CheckEntry{
        "path",
        "a path of one of the 'fields' (build, asset, bundle, launch, subfolder, package, "
        "icon, archive) has this 'fault' (control, scheme, absolute, home-env, "
        "parent-escape, glob-escape, encoded, unicode, backslash, special, sensitive), as "
        "its gravest; 'level' error: it leaves its root, warning: it is suspicious",
        kPath, false,
        [](Args args) -> std::unique_ptr<Check> { return std::make_unique<PathCheck>(args); }},
};

}  // namespace

CheckTable path_checks() {
  return kTable;
}

}  // namespace cardlint::checks
