// server.json against the package that it names: the proofs by which the registry knows that the
// package is the publisher's, and the inputs that every description of the configuration lists.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/document/tool_list.h"
#include "checks/project/companions.h"
#include "checks/table.h"
#include "checks/text/mention.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

constexpr std::string_view kImageLabel = "io.modelcontextprotocol.server.name";

// PEP 503: case and the choice of separators do not count.
std::string plain_python_name(std::string_view name) {
  std::string plain;
  for (const char c : to_lower_ascii(name)) {
    const bool separator = c == '-' || c == '_' || c == '.';
    if (!separator) plain += c;
    if (separator && !plain.ends_with('-')) plain += '-';
  }
  return plain;
}

// What a companion file says of the package it describes.
struct Package {
  Mention name;             // the package's own name
  const Document* file;     // that carries the proof
  std::string proof;        // the server name that it gives; empty when it gives none
  std::string_view wanted;  // how the proof is written, for messages
  bool known = true;        // false: the file may be that of another package
};

// Where the package of a server.json lies, by its own word or beside it.
std::string package_folder(const Document& server) {
  const Value subfolder = server.root()["repository"]["subfolder"];
  if (subfolder.is_string() && !subfolder.text().empty()) {
    if (auto path = path_below_root(subfolder.text())) return *path;
  }
  return described_folder(server);
}

std::optional<Package> npm_package(const Project& project, const Document& server,
                                   const Reporter& report) {
  const Document* file = companion_above(project, package_folder(server), "package.json", report);
  if (file == nullptr || !file->root()["name"].is_string()) return std::nullopt;
  const Value proof = file->root()["mcpName"];
  return Package{{file, file->root()["name"]},
                 file,
                 proof.is_string() ? std::string(proof.text()) : std::string(),
                 "\"mcpName\""};
}

// "io.github.acme/weather" behind "mcp-name: " in a README: the name that is wanted, else the first
// of those that it gives.
std::string readme_proof(std::string_view text, std::string_view wanted) {
  constexpr std::string_view kMark = "mcp-name:";
  std::string first;
  for (std::size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at)) {
    at += kMark.size();
    const std::string_view rest = trim(text.substr(at, 300));
    std::string given(rest.substr(0, rest.find_first_of(" \t\r\n<>\"'")));
    if (given == wanted) return given;
    if (first.empty()) first = std::move(given);
  }
  return first;
}

std::optional<Package> pypi_package(const Project& project, const Document& server,
                                    const Reporter& report) {
  const Document* file = companion_above(project, package_folder(server), "pyproject.toml", report);
  if (file == nullptr) return std::nullopt;
  const Value table = file->root()["project"];
  if (!table["name"].is_string()) return std::nullopt;
  // A README that is put together at build time is not here to be read.
  for (const Value made : table["dynamic"]) {
    if (made.is_text("readme")) return std::nullopt;
  }
  const std::string_view wanted = server.root()["name"].text();
  const Value readme = table["readme"];
  if (const Value text = readme["text"]; text.is_string())
    return Package{{file, table["name"]}, file, readme_proof(text.text(), wanted), "'mcp-name: '"};
  const Value path = readme.is_object() ? readme["file"] : readme;
  const Companion* found = project.files->open(
      join_path(described_folder(*file), path.is_string() ? path.text() : "README.md"));
  const Document* shown = found == nullptr ? nullptr : readable(*found, report);
  if (shown == nullptr) return std::nullopt;
  return Package{
      {file, table["name"]}, shown, readme_proof(shown->source->text(), wanted), "'mcp-name: '"};
}

// The value of a label in `a=1 "b"="2"`.
std::string label_value(std::string_view arguments, std::string_view label) {
  const std::size_t at = arguments.find(label);
  if (at == std::string_view::npos) return {};
  std::string_view rest = arguments.substr(at + label.size());
  if (rest.starts_with('"') || rest.starts_with('\'')) rest.remove_prefix(1);
  rest = trim(rest);
  if (rest.starts_with('=')) rest = trim(rest.substr(1));
  if (rest.starts_with('"') || rest.starts_with('\''))
    return std::string(rest.substr(1, rest.find(rest.front(), 1) - 1));
  return std::string(rest.substr(0, rest.find_first_of(" \t")));
}

// Dockerfile.prod and the like beside it: other recipes of images.
std::vector<std::string> other_dockerfiles(const Project& project, const std::string& folder) {
  std::vector<std::string> others;
  for (const std::string& name : project.files->list(folder)) {
    if (name != "Dockerfile" && to_lower_ascii(name).find("dockerfile") != std::string::npos)
      others.push_back(join_path(folder, name));
  }
  return others;
}

// A workflow that sets the label itself (--label, a metadata step) gives the proof as well, and so
// does what else calls the builder.
bool labelled_elsewhere(const Project& project, const std::string& folder,
                        std::vector<std::string> files) {
  for (const std::string& name : project.files->list(".github/workflows"))
    files.push_back(".github/workflows/" + name);
  for (const std::string_view name :
       {"Makefile", "docker-bake.hcl", "docker-bake.json", "docker-compose.yml", "compose.yaml",
        ".goreleaser.yml", ".goreleaser.yaml", ".gitlab-ci.yml"}) {
    files.emplace_back(name);
    if (!folder.empty()) files.push_back(join_path(folder, name));
  }
  return std::any_of(files.begin(), files.end(), [&](const std::string& path) {
    const Companion* file = project.files->open(path);
    return file != nullptr && file->file.source->text().find(kImageLabel) != std::string::npos;
  });
}

bool is_server_of(const Project& project, std::string_view name) {
  bool found = false;
  each_document(project, Kind::RegistryServer, [&](const Document& server) {
    found = found || server.root()["name"].is_text(name);
  });
  return found;
}

// A Dockerfile does not say which image it makes: it is taken for that of the package when it lies
// alone in the package's folder. Any other may make anything, and is spoken of only when it gives
// no name at all.
std::optional<Package> oci_package(const Project& project, const Document& server,
                                   const Reporter& report) {
  const std::string home = package_folder(server);
  const Document* file = companion_above(project, home, "Dockerfile", report);
  if (file == nullptr) return std::nullopt;
  Package package{{file, file->root()}, file, {}, "LABEL"};
  for (const Value instruction : file->root()) {
    if (!instruction["instruction"].is_text("LABEL")) continue;
    const std::string value = label_value(instruction["arguments"].text(), kImageLabel);
    if (!value.empty()) package.proof = value;
  }
  if (server.root()["name"].is_text(package.proof)) return package;
  const std::string folder = described_folder(*file);
  const std::vector<std::string> others = other_dockerfiles(project, folder);
  package.known = folder == home && others.empty();
  if (!package.proof.empty() && (!package.known || is_server_of(project, package.proof)))
    return std::nullopt;
  // A template or a build argument is filled in by whoever builds.
  if (package.proof.find('$') != std::string::npos) return std::nullopt;
  if (labelled_elsewhere(project, folder, others)) return std::nullopt;
  return package;
}

std::optional<Package> package_of(const Project& project, const Document& server,
                                  std::string_view type, const Reporter& report) {
  if (project.files == nullptr) return std::nullopt;
  if (type == "npm") return npm_package(project, server, report);
  if (type == "pypi") return pypi_package(project, server, report);
  if (type == "oci") return oci_package(project, server, report);
  return std::nullopt;
}

bool same_package(std::string_view type, const Package& package, std::string_view identifier) {
  if (type == "oci") return true;  // `known` says how far
  const std::string_view name = package.name.value.text();
  return type == "pypi" ? plain_python_name(name) == plain_python_name(identifier)
                        : name == identifier;
}

template <class Use>
void each_package(const Project& project, const Reporter& report, Use&& use) {
  each_document(project, Kind::RegistryServer, [&](const Document& server) {
    const Value name = server.root()["name"];
    if (!name.is_string()) return;
    std::map<std::string_view, std::optional<Package>> known;  // by type
    for (const Value package : server.root()["packages"]) {
      const Value type = package["registryType"];
      const Value identifier = package["identifier"];
      if (!type.is_string() || !identifier.is_string()) continue;
      const auto [found, is_new] = known.try_emplace(type.text());
      if (is_new) found->second = package_of(project, server, type.text(), report);
      if (found->second) use(server, name, type.text(), identifier, *found->second);
    }
  });
}

void ownership_missing(const Target& target, const Args& args, const Reporter& report) {
  const bool known = args.text("package") == "known";
  each_package(
      *target.project, report,
      [&](const Document& server, Value name, std::string_view type, Value identifier,
          const Package& package) {
        if (package.known != known || !same_package(type, package, identifier.text())) return;
        if (package.proof == name.text()) return;
        const std::string problem = package.proof.empty()
                                        ? fmt::format("has no {} that names it", package.wanted)
                                        : fmt::format("names '{}'", printable(package.proof));
        Finding finding = finding_at(
            {&server, identifier},
            {{"name", describe(name)}, {"file", file_of(*package.file)}, {"problem", problem}});
        finding.related.push_back({package.file, {0, 0}, "", "where the proof is looked for"});
        report.finding(finding);
      });
}

void identifier_differs(const Target& target, const Args&, const Reporter& report) {
  each_package(*target.project, report,
               [&](const Document& server, Value name, std::string_view type, Value identifier,
                   const Package& package) {
                 if (same_package(type, package, identifier.text())) return;
                 if (package.proof != name.text()) return;  // some other package
                 Finding finding =
                     finding_at({&server, identifier}, {{"other", describe(package.name.value)},
                                                        {"file", file_of(*package.name.document)}});
                 finding.related.push_back(also_at(package.name, "the package's name"));
                 report.finding(finding);
               });
}

// --- configuration inputs ---

// What a document lets its user configure: folded names, and whether each is required.
struct Inputs {
  Mention at;
  std::map<std::string, bool, std::less<>> names;
};

void add_input(Inputs& inputs, std::string_view name, bool required) {
  inputs.names.emplace(fold_name(name), required);
}

std::optional<Inputs> inputs_of(const Document& document) {
  const Value root = document.root();
  Inputs inputs{{&document, root}, {}};
  for (const Value schema : {root["startCommand"]["configSchema"], root["configSchema"]}) {
    if (!schema["properties"].is_object()) continue;
    inputs.at.value = schema;
    std::set<std::string_view> required;
    for (const Value name : schema["required"]) {
      if (name.is_string()) required.insert(name.text());
    }
    for (const Value property : schema["properties"])
      add_input(inputs, property.key(), required.contains(property.key()));
  }
  if (document.kind == Kind::McpbManifest && root["user_config"].is_object()) {
    inputs.at.value = root["user_config"];
    for (const Value option : root["user_config"])
      add_input(inputs, option.key(), option["required"].is_true());
  }
  if (document.kind == Kind::RegistryServer) {
    for (const Value package : root["packages"]) {
      const Value variables = package["environmentVariables"];
      if (variables.size() > 0) inputs.at.value = variables;
      for (const Value variable : variables) {
        // One that has its value asks nobody.
        if (variable["name"].is_string() && !variable["value"])
          add_input(inputs, variable["name"].text(), variable["isRequired"].is_true());
      }
    }
  }
  return inputs.names.empty() ? std::nullopt : std::optional<Inputs>(std::move(inputs));
}

std::string differences(const Inputs& a, const Inputs& b) {
  std::string text;
  const auto add = [&](std::string_view part) {
    if (text.size() < 200) text += fmt::format("{}{}", text.empty() ? "" : ", ", part);
  };
  for (const auto& [name, required] : a.names) {
    const auto other = b.names.find(name);
    if (other == b.names.end()) {
      add(fmt::format("'{}' only here", printable(name, 40)));
    } else if (other->second != required) {
      add(fmt::format("'{}' required only {}", printable(name, 40), required ? "here" : "there"));
    }
  }
  for (const auto& [name, required] : b.names) {
    if (!a.names.contains(name)) add(fmt::format("'{}' only there", printable(name, 40)));
  }
  return text;
}

void inputs_differ(const Target& target, const Args&, const Reporter& report) {
  std::vector<Inputs> all;
  for (const Document& document : target.project->documents) {
    const bool wanted = document.kind == Kind::SmitheryManifest ||
                        document.kind == Kind::ServerCard || document.kind == Kind::McpbManifest ||
                        document.kind == Kind::RegistryServer;
    if (!wanted || !document.readable()) continue;
    if (auto inputs = inputs_of(document)) all.push_back(std::move(*inputs));
  }
  for (std::size_t i = 1; i < all.size(); ++i) {
    const std::string text = differences(all[i], all[0]);
    if (text.empty()) continue;
    Finding finding =
        finding_at(all[i].at, {{"differences", text}, {"file", file_of(*all[0].at.document)}});
    finding.related.push_back(also_at(all[0].at, "differs"));
    report.finding(finding);
  }
}

constexpr std::array kPackage{ArgSpec{"package", Type::Text, true}};

constexpr std::array kTable{
    CheckEntry{"inputs-differ",
               "configSchema, user_config and the inputs of server.json ask for different values",
               {},
               false,
               make_simple<inputs_differ>},
    CheckEntry{"package-identifier-differs",
               "the package that proves to be this server's has another name than server.json says",
               {},
               false,
               make_simple<identifier_differs>},
    CheckEntry{
        "package-ownership-missing",
        "the package of a server.json lies here and lacks the proof that it is this server's; "
        "'known', or 'guessed' where the file may make another package",
        kPackage, false, make_simple<ownership_missing>},
};

}  // namespace

CheckTable ownership_checks() {
  return kTable;
}

}  // namespace cardlint::checks
