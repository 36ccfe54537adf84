// server.json against the package that it names: the proofs by which the registry knows that the
// package is the publisher's, and the inputs that every description of the configuration lists.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

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
};

std::optional<Package> npm_package(const Project& project, const Reporter& report) {
  const Document* file = companion(project, "package.json", report);
  if (file == nullptr || !file->root()["name"].is_string()) return std::nullopt;
  const Value proof = file->root()["mcpName"];
  return Package{{file, file->root()["name"]},
                 file,
                 proof.is_string() ? std::string(proof.text()) : std::string(),
                 "\"mcpName\""};
}

// "io.github.acme/weather" behind "mcp-name: " in a README.
std::string readme_proof(std::string_view text) {
  constexpr std::string_view kMark = "mcp-name:";
  const std::size_t at = text.find(kMark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = trim(text.substr(at + kMark.size(), 300));
  return std::string(rest.substr(0, rest.find_first_of(" \t\r\n<>\"'")));
}

std::optional<Package> pypi_package(const Project& project, const Reporter& report) {
  const Document* file = companion(project, "pyproject.toml", report);
  if (file == nullptr) return std::nullopt;
  const Value name = file->root()["project"]["name"];
  if (!name.is_string()) return std::nullopt;
  const Value given = file->root()["project"]["readme"];
  const Value path = given.is_object() ? given["file"] : given;
  const Document* readme =
      companion(project, path.is_string() ? path.text() : std::string_view("README.md"), report);
  if (readme == nullptr) return std::nullopt;
  return Package{{file, name}, readme, readme_proof(readme->source->text()), "'mcp-name: '"};
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

// A workflow that sets the label itself (--label, a metadata step) gives the proof as well.
bool labelled_by_workflow(const Project& project) {
  for (const std::string& name : project.files->list(".github/workflows")) {
    const Companion* workflow = project.files->open(".github/workflows/" + name);
    if (workflow != nullptr && workflow->file.source->text().find(kImageLabel) != std::string::npos)
      return true;
  }
  return false;
}

std::optional<Package> oci_package(const Project& project, const Reporter& report) {
  const Document* file = companion(project, "Dockerfile", report);
  if (file == nullptr) return std::nullopt;
  Package package{{file, file->root()}, file, {}, "a LABEL"};
  for (const Value instruction : file->root()) {
    if (!instruction["instruction"].is_text("LABEL")) continue;
    const std::string value = label_value(instruction["arguments"].text(), kImageLabel);
    if (!value.empty()) package.proof = value;
  }
  // A template or a build argument is filled in by whoever builds.
  if (package.proof.find('$') != std::string::npos) return std::nullopt;
  if (package.proof.empty() && labelled_by_workflow(project)) return std::nullopt;
  return package;
}

std::optional<Package> package_beside(const Project& project, std::string_view type,
                                      const Reporter& report) {
  if (project.files == nullptr) return std::nullopt;
  if (type == "npm") return npm_package(project, report);
  if (type == "pypi") return pypi_package(project, report);
  if (type == "oci") return oci_package(project, report);
  return std::nullopt;
}

bool same_package(std::string_view type, const Package& package, std::string_view identifier) {
  if (type == "oci") return true;  // a Dockerfile does not say what the image is called
  const std::string_view name = package.name.value.text();
  return type == "pypi" ? plain_python_name(name) == plain_python_name(identifier)
                        : name == identifier;
}

template <class Use>
void each_package(const Project& project, const Reporter& report, Use&& use) {
  each_document(project, Kind::RegistryServer, [&](const Document& server) {
    const Value name = server.root()["name"];
    if (!name.is_string()) return;
    for (const Value package : server.root()["packages"]) {
      const Value type = package["registryType"];
      const Value identifier = package["identifier"];
      if (!type.is_string() || !identifier.is_string()) continue;
      if (const auto found = package_beside(project, type.text(), report))
        use(server, name, type.text(), identifier, *found);
    }
  });
}

void ownership_missing(const Target& target, const Args&, const Reporter& report) {
  each_package(
      *target.project, report,
      [&](const Document& server, Value name, std::string_view type, Value identifier,
          const Package& package) {
        if (!same_package(type, package, identifier.text())) return;
        if (package.proof == name.text()) return;
        const std::string problem = package.proof.empty()
                                        ? fmt::format("has no {} that names it", package.wanted)
                                        : fmt::format("names '{}'", printable(package.proof));
        Finding finding = finding_at(
            {&server, identifier},
            {{"name", describe(name)}, {"file", file_of(*package.file)}, {"problem", problem}});
        finding.related.push_back({package.file, {0, 0}, "", "carries the proof"});
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
        "the package of a server.json lies here and lacks the proof that it is this server's",
        {},
        false,
        make_simple<ownership_missing>},
};

}  // namespace

CheckTable ownership_checks() {
  return kTable;
}

}  // namespace cardlint::checks
