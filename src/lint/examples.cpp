#include "lint/examples.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "doc/yaml_writer.h"
#include "lint/linter.h"
#include "lint/project_files.h"

namespace cardlint {
namespace {

// The day on which examples play, whenever they are run.
constexpr const char* kToday = "2026-01-01";

// A file of an example, in one of the forms it can be written.
struct ExampleFile {
  std::string path;
  std::string text;
  std::optional<Archive> archive;  // instead of a text, where the path is that of a bundle
  std::string link;                // instead of a text: what a symbolic link says
};

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

class ExampleRunner {
 public:
  ExampleRunner(const RuleInfo& rule, const RuleSet& rules, const SchemaSet& schemas)
      : rule_(rule), rules_(rules), schemas_(schemas) {}

  ExampleReport run() {
    const SourceFile source(std::string(rule_.id) + ".yaml", std::string(rule_.text));
    const Loaded loaded = load_yaml(source, Limits{});
    const Value examples = loaded.tree.root()["examples"];
    each(examples, "bad", [&](Value e, bool as_json) { bad(e, as_json); });
    each(examples, "good", [&](Value e, bool as_json) { good(e, as_json); });
    if (examples["bad"].size() == 0 || examples["good"].size() == 0) {
      report_.faults.emplace_back("a rule needs at least one bad and one good example");
    }
    return std::move(report_);
  }

 private:
  template <class Do>
  void each(Value examples, std::string_view list, Do&& run_one) {
    std::size_t number = 0;
    if (!examples[list].is_array())
      return report_.faults.push_back(fmt::format("'examples' has no list '{}'", list));
    for (const Value example : examples[list]) {
      name_ = fmt::format("{} example {}", list, ++number);
      run_one(example, false);
      if (!has_yaml_value(example)) continue;
      name_ += " as JSON";
      run_one(example, true);
    }
  }

  // Whether a document that is given as a value can be written both as YAML and as JSON.
  bool has_yaml_value(Value example) const {
    if (example["doc"]) return syntax_of_path(path_of(example)) == Syntax::Yaml;
    return std::any_of(example["files"].begin(), example["files"].end(), [](Value file) {
      return !file.is_string() && syntax_of_path(file.key()) == Syntax::Yaml;
    });
  }

  std::string path_of(Value example) const {
    return example["path"].is_string() ? std::string(example["path"].text()) : default_path(rule_);
  }

  // 'fetched_from' and 'fetched_for': a text, or with 'files' one for each path.
  static std::string fetched(Value example, std::string_view key, std::string_view path) {
    const Value given = example[key].is_object() ? example[key][path] : example[key];
    return given.is_string() ? std::string(given.text()) : std::string();
  }

  static std::string written(std::string_view path, Value value, bool as_json) {
    if (value.is_string()) return std::string(value.text());
    const bool yaml = syntax_of_path(path) == Syntax::Yaml && !as_json;
    return yaml ? to_yaml(value) : to_json(value) + "\n";
  }

  // Texts that would look like a leak are kept with a mark in their midst, which `cut` names.
  static std::string joined(std::string text, Value example) {
    const Value cut = example["cut"];
    if (!cut.is_string() || cut.text().empty()) return text;
    for (std::size_t at = text.find(cut.text()); at != std::string::npos;
         at = text.find(cut.text(), at))
      text.erase(at, cut.text().size());
    return text;
  }

  std::vector<ExampleFile> files_of(Value example, bool as_json) const {
    std::vector<ExampleFile> files = written_files(example, as_json);
    for (ExampleFile& file : files) file.text = joined(std::move(file.text), example);
    return files;
  }

  std::vector<ExampleFile> written_files(Value example, bool as_json) const {
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

  Project project_of(Value example, bool as_json) {
    Project project;
    project.root = ".";
    const bool whole = bool(example["files"]);  // else nothing is known of what lies beside
    std::map<std::string, std::string> texts;
    std::map<std::string, std::string> links;
    for (ExampleFile& file : files_of(example, as_json)) {
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
      document.named = true;
      document.fetched_from = fetched(example, "fetched_from", file.path);
      document.fetched_for = fetched(example, "fetched_for", file.path);
      project.documents.push_back(std::move(document));
    }
    if (whole) project.files = files_of_texts(std::move(texts), std::move(links));
    if (project.documents.empty()) fault("holds no document: give 'doc', 'text' or 'files'");
    return project;
  }

  LintSettings settings_of(Value example) {
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

  CheckReport lint(const Project& project, const LintSettings& settings) const {
    CheckReport report = Linter(rules_, schemas_, settings).lint(project);
    std::vector<Diagnostic>& all = report.diagnostics;  // as a reader sees them
    std::erase_if(all, [](const Diagnostic& d) { return d.suppressed.has_value(); });
    return report;
  }

  void fault(std::string_view what) {
    report_.faults.push_back(fmt::format("{}: {}", name_, what));
  }

  void bad(Value example, bool as_json) {
    ++report_.bad;
    const Project project = project_of(example, as_json);
    LintSettings settings = settings_of(example);
    std::multiset<std::string> got;
    for (const Diagnostic& d : lint(project, settings).diagnostics) {
      if (d.rule != rule_.id) continue;
      got.insert(example["files"] ? d.where.path + "#" + d.where.pointer : d.where.pointer);
      check_message(d, example);
    }
    std::multiset<std::string> expected;
    for (const Value pointer : example["expect"]) expected.emplace(pointer.text());
    if (expected.empty()) fault("a bad example needs 'expect'");
    if (got != expected) {
      fault(fmt::format("fires at [{}], expected [{}]", fmt::join(got, ", "),
                        fmt::join(expected, ", ")));
    }
    settings.severities[std::string(rule_.id)] = Severity::Off;
    const Value also = example["also"];
    for (const Diagnostic& d : lint(project, settings).diagnostics) {
      const bool listed =
          std::any_of(also.begin(), also.end(), [&](Value v) { return v.is_text(d.rule); });
      if (d.rule == rule_.id) fault("fires although the rule is off");
      if (d.severity >= Severity::Warning && !listed) {
        fault(fmt::format(
            "'{}' fires too at '{}' ({}); list it under 'also' or keep the example to one fault",
            d.rule, d.where.pointer, d.message));
      }
    }
  }

  void check_message(const Diagnostic& d, Value example) {
    for (const CaseInfo& c : rule_.cases) {
      for (std::size_t at = c.message.find('{'); at != std::string_view::npos;
           at = c.message.find('{', at + 1)) {
        const std::string_view hole = c.message.substr(at, c.message.find('}', at) - at + 1);
        if (hole.size() > 2 && d.message.find(hole) != std::string::npos) {
          fault(fmt::format("nobody fills {} of the message", hole));
        }
      }
    }
    const Value severity = example["severity"];
    if (severity && name(d.severity) != severity.text()) {
      fault(fmt::format("is {} at '{}', expected {}", name(d.severity), d.where.pointer,
                        severity.text()));
    }
  }

  void good(Value example, bool as_json) {
    ++report_.good;
    for (const Diagnostic& d :
         lint(project_of(example, as_json), settings_of(example)).diagnostics) {
      if (d.rule != rule_.id && d.severity < Severity::Warning) continue;
      fault(fmt::format("'{}' fires at '{}': {}", d.rule, d.where.pointer, d.message));
    }
  }

  const RuleInfo& rule_;
  const RuleSet& rules_;
  const SchemaSet& schemas_;
  std::string name_;
  ExampleReport report_;
};

}  // namespace

ExampleReport run_examples(const RuleInfo& rule, const RuleSet& rules, const SchemaSet& schemas) {
  return ExampleRunner(rule, rules, schemas).run();
}

}  // namespace cardlint
