#include "lint/example_source.h"

#include <algorithm>
#include <map>

#include "base/file_io.h"
#include "doc/yaml_writer.h"
#include "lint/project_files.h"

namespace cardlint {
namespace {

// The day on which examples play, whenever they are run.
constexpr const char* kToday = "2026-01-01";

// Of a member that is given as a number; nonsense is nothing.
std::size_t size_of(Value member) {
  const double size = member.number().value_or(0);
  return size > 0 && size < 1e12 ? static_cast<std::size_t>(size) : 0;
}

// A bundle is given as {member: text, or document, or size in bytes}.
Archive example_archive(Value members) {
  Archive archive;
  for (const Value member : members) {
    archive.members.emplace_back(member.key());
    const bool size_only = member.is_number();
    const std::string text = size_only            ? std::string()
                             : member.is_string() ? std::string(member.text())
                                                  : to_json(member) + "\n";
    archive.bytes += size_only ? size_of(member) : text.size();
    if (member.key() != "manifest.json") continue;
    archive.has_manifest = true;
    archive.manifest = text;
  }
  return archive;
}

std::string default_path(const RuleInfo& rule) {
  if (rule.kinds == kAllKinds || rule.kinds.has(Kind::SmitheryManifest)) return "smithery.yaml";
  constexpr std::pair<Kind, std::string_view> kPaths[] = {
      {Kind::ServerCard, ".well-known/mcp/server-card.json"},
      {Kind::OauthProtectedResource, ".well-known/oauth-protected-resource"},
      {Kind::OauthAuthorizationServer, ".well-known/oauth-authorization-server"},
      {Kind::OpenidConfiguration, ".well-known/openid-configuration"},
      {Kind::Jwks, ".well-known/jwks.json"},
      {Kind::ClientMetadata, "client-metadata.json"},
      {Kind::AiCatalog, ".well-known/ai-catalog.json"},
      {Kind::RegistryServer, "server.json"},
      {Kind::ClientConfig, ".mcp.json"},
      {Kind::McpbManifest, "manifest.json"},
      {Kind::ToolsList, "tools.json"}};
  for (const auto& [kind, path] : kPaths) {
    if (rule.kinds.has(kind)) return std::string(path);
  }
  return "smithery.yaml";
}

// 'fetched_from' and 'fetched_for': a text, or with 'files' one for each path.
std::string fetched(Value example, std::string_view key, std::string_view path) {
  const Value given = example[key].is_object() ? example[key][path] : example[key];
  return given.is_string() ? std::string(given.text()) : std::string();
}

std::string written(std::string_view path, Value value, bool as_json) {
  if (value.is_string()) return std::string(value.text());
  const bool yaml = syntax_of_path(path) == Syntax::Yaml && !as_json;
  return yaml ? to_yaml(value) : to_json(value) + "\n";
}

// Texts that would look like a leak are kept with a mark in their midst, which `cut` names.
std::string joined(std::string text, Value example) {
  const Value cut = example["cut"];
  if (!cut.is_string() || cut.text().empty()) return text;
  for (std::size_t at = text.find(cut.text()); at != std::string::npos;
       at = text.find(cut.text(), at))
    text.erase(at, cut.text().size());
  return text;
}

}  // namespace

bool ExampleSource::has_two_forms(Value example) const {
  if (example["doc"]) return syntax_of_path(path_of(example)) == Syntax::Yaml;
  return std::any_of(example["files"].begin(), example["files"].end(), [](Value file) {
    return !file.is_string() && syntax_of_path(file.key()) == Syntax::Yaml;
  });
}

std::string ExampleSource::path_of(Value example) const {
  return example["path"].is_string() ? std::string(example["path"].text()) : default_path(rule_);
}

std::vector<ExampleFile> ExampleSource::files(Value example, bool as_json) const {
  std::vector<ExampleFile> files = written_files(example, as_json);
  for (ExampleFile& file : files) file.text = joined(std::move(file.text), example);
  return files;
}

std::vector<ExampleFile> ExampleSource::written_files(Value example, bool as_json) const {
  const std::string path = path_of(example);
  if (example["text"]) return {{path, std::string(example["text"].text()), {}, {}}};
  if (example["doc"]) {
    const Value doc = example["doc"];
    return {{path, doc.is_string() ? to_json(doc) : written(path, doc, as_json), {}, {}}};
  }
  std::vector<ExampleFile> files;
  for (const Value file : example["files"]) {
    if (is_bundle_path(file.key())) {
      files.push_back({std::string(file.key()), "", example_archive(file), {}});
    } else if (file.size() == 1 && file["link"].is_string()) {
      files.push_back({std::string(file.key()), "", {}, std::string(file["link"].text())});
    } else {
      files.push_back({std::string(file.key()), written(file.key(), file, as_json), {}, {}});
    }
  }
  std::sort(files.begin(), files.end(),
            [](const ExampleFile& a, const ExampleFile& b) { return a.path < b.path; });
  return files;
}

Project ExampleSource::project(Value example, bool as_json) const {
  Project project;
  project.root = ".";
  const bool whole = bool(example["files"]);  // else nothing is known of what lies beside
  std::map<std::string, std::string> texts;
  std::map<std::string, std::string> links;
  for (ExampleFile& file : files(example, as_json)) {
    if (!file.link.empty()) {
      links.emplace(file.path, file.link);
      continue;
    }
    if (file.archive) {
      project.documents.push_back(
          make_bundle_document(file.path, file.path, std::move(*file.archive), Limits{}));
      continue;
    }
    if (whole) texts.emplace(file.path, file.text);
    auto source = std::make_shared<SourceFile>(file.path, std::move(file.text));
    Document document = make_document(std::move(source), file.path, Limits{});
    if (whole && !document.kind) continue;
    document.named = !whole;  // the files of a project are found
    document.fetched_from = fetched(example, "fetched_from", file.path);
    document.fetched_for = fetched(example, "fetched_for", file.path);
    project.documents.push_back(std::move(document));
  }
  if (whole) project.files = files_of_texts(texts, std::move(links));
  return project;
}

LintSettings ExampleSource::settings(Value example) {
  LintSettings settings;
  settings.today = kToday;
  const Value options = example["options"];
  for (const Value consumer : options["consumers"]) {
    if (const auto known = parse_consumer(consumer.text())) settings.consumers.add(*known);
  }
  if (options["generation"].is_string())
    settings.generation = parse_generation(options["generation"].text());
  if (options["posture"].is_string()) settings.posture = parse_posture(options["posture"].text());
  if (options["spec"].is_string()) settings.spec = options["spec"].text();
  return settings;
}

}  // namespace cardlint
