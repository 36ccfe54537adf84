// Between the documents of a project: what one file says must not contradict what another says.
// Each finding names both places; what a document cannot say (a card form without tools) is "not
// assessed", never a pass.
#include <algorithm>
#include <array>
#include <map>
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

// --- tool lists ---

void report_missing(const Document& from, const Document& in, const Reporter& report) {
  const auto there = tool_names(tools_of(in));
  for (const auto& [name, place] : tool_names(tools_of(from))) {
    if (there.contains(name)) continue;
    // Only a slip of the pen: get_weather and set_weather are two tools.
    std::string_view near;
    for (const auto& [other, value] : there) {
      if (edit_distance(fold_name(name), fold_name(other), 1) <= 1) near = other;
    }
    Finding finding = finding_at(
        {&from, place},
        {{"tool", fmt::format("'{}'", printable(name, 80))},
         {"file", file_of(in)},
         {"suggestion", near.empty() ? std::string()
                                     : fmt::format(" ('{}' stands there)", printable(near, 80))}});
    finding.related.push_back(also_at({&in, tools_of(in)}, "the list that lacks it"));
    report.finding(finding);
  }
}

// Compares the tool names of documents of kind 'left' with those of kind 'right', both ways.
void tool_lists(const Target& target, const Args& args, const Reporter& report) {
  const Project& project = *target.project;
  each_document(project, *parse_kind(args.text("left")), [&](const Document& left) {
    each_document(project, *parse_kind(args.text("right")), [&](const Document& right) {
      const auto dialects = args.texts("dialects");
      const bool other_form =
          std::find(dialects.begin(), dialects.end(), name(right.dialect)) == dialects.end();
      if (!dialects.empty() && other_form) return;
      // Who never wrote a list promises nothing.
      if (!tools_of(left) && left.kind != Kind::ServerCard) return;
      if (!tools_of(right) && right.kind != Kind::ServerCard) return;
      if (!tools_of(left) && !tools_of(right)) return;
      if (right.root()["tools_generated"].is_true() || left.root()["tools_generated"].is_true())
        return;
      for (const Document* document : {&left, &right}) {
        if (const std::string why = no_tools_because(*document); !why.empty()) {
          const Document& other = document == &left ? right : left;
          return report.not_assessed(
              fmt::format("tools of {} against {}", file_of(other), file_of(*document)), why);
        }
      }
      report_missing(left, right, report);
      report_missing(right, left, report);
    });
  });
}

// --- versions, names, repositories ---

Value card_version(const Document& card) {
  const bool remote_form = card.dialect == Dialect::Sep2127 || card.dialect == Dialect::Hybrid;
  if (remote_form) return card.root()["version"];
  if (card.dialect == Dialect::Sep1960) return card.root()["server_version"];
  return card.root()["serverInfo"]["version"];
}

std::vector<Mention> versions_in(const Project& project) {
  std::vector<Mention> found;
  bool card = false;
  const auto add = [&](const Document& document, Value value) {
    if (value.is_string() && !value.text().empty()) found.push_back({&document, value});
  };
  for (const Document& document : project.documents) {
    if (!document.readable()) continue;
    // Cards among themselves are the matter of rules on copies and dialects.
    if (document.kind == Kind::ServerCard && !card) {
      card = true;
      add(document, card_version(document));
    }
    if (document.kind == Kind::McpbManifest) add(document, document.root()["version"]);
    if (document.kind != Kind::RegistryServer) continue;
    add(document, document.root()["version"]);
    for (const Value package : document.root()["packages"]) add(document, package["version"]);
  }
  return found;
}

// The files that describe the server's package. A private package.json beside a pyproject.toml
// belongs to the tooling, not to the server.
std::vector<const Document*> packages_of(const Project& project, const Reporter& report) {
  std::vector<const Document*> files;
  const Document* python = companion(project, "pyproject.toml", report);
  const Document* node = companion(project, "package.json", report);
  if (node != nullptr && (python == nullptr || !node->root()["private"].is_true()))
    files.push_back(node);
  if (python != nullptr) files.push_back(python);
  return files;
}

// The version of the package that a companion file describes. "0.0.0" stands for "not versioned
// here", and the root of a workspace versions nothing.
Value package_version(const Document& file) {
  const Value root = file.root();
  for (const Value version : {root["version"], root["project"]["version"]}) {
    if (version.is_string() && version.text() != "0.0.0" && !root["workspaces"]) return version;
  }
  return {};
}

// One finding, at the first of `mentions`, when they do not all agree after `normal`.
template <class Normal>
void disagreement(const std::vector<Mention>& mentions, Normal&& normal, const Reporter& report) {
  if (mentions.empty()) return;
  const std::string expected = normal(mentions.front().value.text());
  Finding finding = finding_at(mentions.front(), {});
  std::string others;
  const auto differs = [&](Value value, const SourceFile& source) {
    if (normal(value.text()) == expected) return false;
    const Position at = source.position(value.node().span.begin);
    if (others.size() < 300) {
      others += fmt::format("{}{} in '{}' line {}", others.empty() ? "" : ", ", describe(value),
                            printable(source.path(), 120), at.line);
    }
    return true;
  };
  for (const Mention& mention : mentions) {
    if (differs(mention.value, *mention.document->source))
      finding.related.push_back(also_at(mention, "differs"));
  }
  if (others.empty()) return;
  finding.params.emplace_back("others", others);
  report.finding(finding);
}

void versions_differ(const Target& target, const Args&, const Reporter& report) {
  const auto normal = [](std::string_view text) {
    return std::string(text.starts_with('v') ? text.substr(1) : text);
  };
  std::vector<Mention> found = versions_in(*target.project);
  if (found.empty()) return;
  for (const Document* file : packages_of(*target.project, report)) {
    if (const Value version = package_version(*file)) found.push_back({file, version});
  }
  disagreement(found, normal, report);
}

void reverse_dns_names_differ(const Target& target, const Args&, const Reporter& report) {
  std::vector<Mention> found;
  for (const Document& document : target.project->documents) {
    const bool card = document.kind == Kind::ServerCard &&
                      (document.dialect == Dialect::Sep2127 || document.dialect == Dialect::Hybrid);
    const Value name = document.root()["name"];
    if ((card || document.kind == Kind::RegistryServer) && name.is_string())
      found.push_back({&document, name});
  }
  disagreement(
      found, [](std::string_view text) { return std::string(text); }, report);
}

// Display names without the words that people add or leave out.
std::string plain_name(std::string_view text) {
  std::string name = fold_name(text.substr(text.rfind('/') + 1));
  for (const std::string_view word : {"mcpserver", "servermcp", "mcp", "server"}) {
    const std::size_t at = name.find(word);
    if (at != std::string::npos && name.size() > word.size()) name.erase(at, word.size());
  }
  return name;
}

void display_names_differ(const Target& target, const Args&, const Reporter& report) {
  std::vector<Mention> found;
  for (const Document& document : target.project->documents) {
    const Value root = document.root();
    const bool named = document.kind == Kind::SmitheryManifest ||
                       document.kind == Kind::McpbManifest || document.kind == Kind::RegistryServer;
    const bool card = document.kind == Kind::ServerCard;
    const Value inner = card ? root["serverInfo"]["name"] : Value();
    const Value name = inner ? inner : card || named ? root["name"] : Value();
    if (name.is_string() && !plain_name(name.text()).empty()) found.push_back({&document, name});
  }
  disagreement(found, plain_name, report);
}

std::string plain_repository(std::string_view url) {
  std::string text = to_lower_ascii(trim(url));
  const auto drop_prefix = [&](std::string_view prefix) {
    if (text.starts_with(prefix)) text.erase(0, prefix.size());
  };
  for (const std::string_view prefix :
       {"git+", "https://", "http://", "ssh://", "git://", "git@", "www.", "github:"})
    drop_prefix(prefix);
  std::replace(text.begin(), text.end(), ':', '/');
  while (text.ends_with('/')) text.pop_back();
  if (text.ends_with(".git")) text.erase(text.size() - 4);
  // A link into the tree names the same repository.
  for (const std::string_view inner : {"/tree/", "/blob/", "#"})
    text.erase(std::min(text.find(inner), text.size()));
  drop_prefix("github.com/");
  return text;
}

Value repository_of(Value root) {
  for (const Value holder : {root, root["serverInfo"]}) {
    const Value repository = holder["repository"];
    if (repository.is_string()) return repository;
    if (repository["url"].is_string()) return repository["url"];
  }
  return {};
}

// package.json's `repository`, or the URL that pyproject.toml calls Repository or Source.
Value package_repository(Value root) {
  if (const Value repository = repository_of(root)) return repository;
  for (const Value url : root["project"]["urls"]) {
    const std::string label = fold_name(url.key());
    if (url.is_string() && (label == "repository" || label == "source" || label == "sourcecode"))
      return url;
  }
  return {};
}

void repositories_differ(const Target& target, const Args&, const Reporter& report) {
  std::vector<Mention> found;
  for (const Document& document : target.project->documents) {
    const bool wanted =
        document.kind == Kind::ServerCard || document.kind == Kind::RegistryServer ||
        document.kind == Kind::McpbManifest || document.kind == Kind::SmitheryManifest;
    const Value repository = wanted ? repository_of(document.root()) : Value();
    if (repository && repository.text().find('/') != std::string_view::npos)
      found.push_back({&document, repository});
  }
  if (found.empty()) return;
  for (const Document* file : packages_of(*target.project, report)) {
    if (const Value url = package_repository(file->root())) found.push_back({file, url});
  }
  disagreement(found, plain_repository, report);
}

constexpr std::array kLists{ArgSpec{"left", Type::Text, true}, ArgSpec{"right", Type::Text, true},
                            ArgSpec{"dialects", Type::Texts, false}};

constexpr std::array kTable{
    CheckEntry{"display-names-differ",
               "documents of a project give the server different names",
               {},
               false,
               make_simple<display_names_differ>},
    CheckEntry{"repositories-differ",
               "documents of a project name different repositories",
               {},
               false,
               make_simple<repositories_differ>},
    CheckEntry{"reverse-dns-names-differ",
               "card and server.json give different reverse-DNS names",
               {},
               false,
               make_simple<reverse_dns_names_differ>},
    CheckEntry{"tool-lists-differ",
               "documents of kinds 'left' and 'right' (of 'dialects') name different tools", kLists,
               false, make_simple<tool_lists>},
    CheckEntry{"versions-differ",
               "documents of a project give the server different versions",
               {},
               false,
               make_simple<versions_differ>},
};

}  // namespace

CheckTable parity_checks() {
  return kTable;
}

}  // namespace cardlint::checks
