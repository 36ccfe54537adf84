// How client configurations and bundle manifests start their servers.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/command/launch.h"
#include "checks/document/client_servers.h"
#include "checks/member/pattern.h"
#include "checks/table.h"
#include "doc/companion.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

// Calls visit(words) for each program that the document starts.
template <class Visit>
void each_launch(const Target& target, Visit&& visit) {
  const Document& document = target.document();
  if (!document.readable()) return;
  const auto take = [&](Value command, Value args) {
    const Words words = launch_words(command, args);
    if (!words.empty()) visit(words);
  };
  if (document.kind != Kind::McpbManifest) {
    for (const ClientServer& server : target.facts->shared<ClientServers>())
      take(server.command, server.args);
    return;
  }
  const Value config = document.root()["server"]["mcp_config"];
  take(config["command"], config["args"]);
  for (const Value other : config["platform_overrides"]) {
    const Value command = other["command"];
    const Value args = other["args"];
    if (command || args) take(command ? command : config["command"], args ? args : config["args"]);
  }
}

// One fault a launch: the gravest.
struct ShellFault {
  std::string_view fault;  // download, filled, root, script, syntax
  Value at;
  std::string sign;  // the word that shows it; never an argument's value
};

std::string quoted(const Word& word) {
  return fmt::format("'{}'", printable(word.text, 40));
}

std::optional<ShellFault> dangerous_program(const Words& words) {
  if (program_name(words[0].text) == "sudo") return ShellFault{"root", words[0].at, "'sudo'"};
  const auto inner = without_wrappers(words);
  if (inner.empty() || program_name(inner[0].text) != "rm") return std::nullopt;
  return ShellFault{"root", inner[0].at, "'rm'"};
}

ShellFault script_fault(const ShellCall& call) {
  static const Pattern kGrave(R"re((^|[;&|(\s])(sudo|rm\s+(-\S+\s+)*-\w*[rR]\w*)(\s|$))re");
  const Value at = call.option->at;
  const std::string sign = fmt::format("{} {}", program_name(call.shell->text), call.option->text);
  if (runs_download(call.script)) return {"download", at, fmt::format("'{}'", printable(sign, 40))};
  if (call.script.find("${user_config.") != std::string::npos)
    return {"filled", at, fmt::format("'{}'", printable(sign, 40))};
  if (kGrave.matches(call.script))
    return {"root", at, call.script.find("sudo") != std::string::npos ? "'sudo'" : "'rm'"};
  return {"script", at, fmt::format("'{}'", printable(sign, 40))};
}

std::optional<ShellFault> find_fault(const Words& words) {
  const auto call = find_shell(words);
  const bool reads_values = call && call->script.find("${user_config.") != std::string::npos;
  if (call && (!call->only_starts_program || reads_values)) return script_fault(*call);
  if (auto fault = dangerous_program(words)) return fault;
  if (call) return std::nullopt;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view sign = shell_syntax(words, i);
    if (!sign.empty()) return ShellFault{"syntax", words[i].at, fmt::format("'{}'", sign)};
  }
  return std::nullopt;
}

void launch_shell(const Target& target, const Args& args, const Reporter& report) {
  const auto wanted = args.texts("faults");
  each_launch(target, [&](const Words& words) {
    const auto fault = find_fault(words);
    if (!fault) return;
    for (const std::string_view word : wanted) {
      if (word == fault->fault)
        return report.value(target.document(), fault->at, {{"sign", fault->sign}});
    }
  });
}

// npx takes a package that the project around the file depends on from there, without asking, in
// the version of its lock file.
bool is_dependency(const Target& target, const FetchedPackage& package) {
  const Project* project = target.project;
  if (!package.npm || project == nullptr || project->files == nullptr) return false;
  std::string folder(parent_folder(target.document().repository_path));
  if (folder.starts_with('/')) return false;
  for (;;) {
    const Companion* found = project->files->open(join_path(folder, "package.json"));
    for (const std::string_view list :
         {"dependencies", "devDependencies", "optionalDependencies"}) {
      if (found != nullptr && found->file.root()[list][package.name]) return true;
    }
    if (folder.empty()) return false;
    folder = std::string(parent_folder(folder));
  }
}

void package_unpinned(const Target& target, const Args&, const Reporter& report) {
  each_launch(target, [&](const Words& words) {
    for (const FetchedPackage& package : fetched_packages(words)) {
      if (package.pinned || is_dependency(target, package)) continue;
      report.value(target.document(), package.word->at,
                   {{"package", fmt::format("'{}'", printable(package.name, 80))}});
    }
  });
}

void interpreter_shared(const Target& target, const Args&, const Reporter& report) {
  each_launch(target, [&](const Words& words) {
    const std::string name = shared_interpreter(words);
    const auto inner = without_wrappers(words);
    if (!name.empty())
      report.value(target.document(), inner[0].at, {{"program", quoted(inner[0])}});
  });
}

void npx_asks(const Target& target, const Args&, const Reporter& report) {
  each_launch(target, [&](const Words& words) {
    const Word* npx = npx_that_asks(words);
    if (npx == nullptr) return;
    const auto packages = fetched_packages(words);
    const bool all_there =
        !packages.empty() && std::all_of(packages.begin(), packages.end(),
                                         [&](const auto& p) { return is_dependency(target, p); });
    if (!all_there) report.value(target.document(), npx->at);
  });
}

constexpr std::array kFaults{ArgSpec{"faults", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"interpreter-shared",
               "a server is started with the Python that others use too",
               {},
               false,
               make_simple<interpreter_shared>},
    CheckEntry{"launch-shell",
               "a server's command has one of 'faults': download, filled, root, script, syntax",
               kFaults, false, make_simple<launch_shell>},
    CheckEntry{"npx-asks",
               "a server is started with npx and nothing answers its question",
               {},
               false,
               make_simple<npx_asks>},
    CheckEntry{"package-unpinned",
               "a server is started from a package or image without version",
               {},
               false,
               make_simple<package_unpinned>},
};

}  // namespace

CheckTable launch_checks() {
  return kTable;
}

}  // namespace cardlint::checks
