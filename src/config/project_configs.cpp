#include "config/project_configs.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "config/rule_settings.h"

namespace cardlint {
namespace {

// The command line over the configuration.
LintSettings merged(LintSettings settings, const LintSettings& own, const RuleSet& rules) {
  if (!own.consumers.empty()) settings.consumers = own.consumers;
  if (!own.spec.empty()) settings.spec = own.spec;
  if (own.generation) settings.generation = own.generation;
  if (own.posture) settings.posture = own.posture;
  set_levels(own.severities, rules, settings.severities);
  settings.only = own.only;
  settings.suppressions = own.suppressions;
  settings.today = own.today;
  return settings;
}

bool covers_folder(const RunSettings& run, const std::string& folder) {
  return std::any_of(run.paths.begin(), run.paths.end(), [&](const std::string& path) {
    return path_type(path) == PathType::Folder && is_below(folder, absolute_path(path));
  });
}

}  // namespace

struct ProjectConfigs::Prepared {
  Prepared(std::shared_ptr<const LoadedConfig> given, const SchemaSet& schemas,
           const LintSettings& own)
      : loaded(std::move(given)),
        settings(merged(loaded->config.lint, own, loaded->rules)),
        linter(loaded->rules, schemas, settings) {}

  std::shared_ptr<const LoadedConfig> loaded;
  LintSettings settings;
  Linter linter;
  bool used = false;  // by a project of the run
};

ProjectConfigs::ProjectConfigs(ConfigChoice choice, CheckTable checks, const RuleTables& builtin,
                               const SchemaSet& schemas, LintSettings own)
    : choice_(std::move(choice)),
      checks_(checks),
      builtin_(builtin),
      schemas_(schemas),
      own_(std::move(own)) {}

ProjectConfigs::~ProjectConfigs() = default;

Result<ProjectConfigs::Prepared*> ProjectConfigs::prepare(const std::string& file) {
  auto found = prepared_.find(file);
  if (found == prepared_.end()) {
    auto loaded =
        file.empty() ? no_config(checks_, builtin_) : load_config(file, checks_, builtin_);
    Result<std::unique_ptr<Prepared>> prepared =
        loaded ? Result<std::unique_ptr<Prepared>>(
                     std::make_unique<Prepared>(*std::move(loaded), schemas_, own_))
               : tl::unexpected(loaded.error());
    found = prepared_.emplace(file, std::move(prepared)).first;
  }
  if (!found->second) return tl::unexpected(found->second.error());
  return found->second->get();
}

Result<ProjectConfigs::Prepared*> ProjectConfigs::prepare(const std::string& folder,
                                                          const std::string& repository) {
  if (choice_.none) return prepare("");
  if (choice_.file) return prepare(absolute_path(*choice_.file));
  const auto file = search_.find(folder, repository);
  if (!file) return tl::unexpected(file.error());
  return prepare(file->value_or(""));
}

Result<ChosenLinter> ProjectConfigs::choose(const std::string& folder,
                                            const std::string& repository) {
  const auto prepared = prepare(folder, repository);
  if (!prepared) return tl::unexpected(prepared.error());
  const Config& config = (*prepared)->loaded->config;
  (*prepared)->used = true;
  return ChosenLinter{&(*prepared)->linter, config.folder};
}

Result<const Config*> ProjectConfigs::of_path(const std::string& path,
                                              const std::optional<std::string>& root) {
  const std::string absolute = absolute_path(path);
  const bool folder = path_type(absolute) == PathType::Folder;
  const std::string begin = folder ? absolute : std::string(parent_folder(absolute));
  const std::string here = current_folder();
  const std::string fallback = !folder && is_below(begin, here) ? here : begin;
  const auto prepared = prepare(begin, repository_of(begin, root, fallback));
  if (!prepared) return tl::unexpected(prepared.error());
  return &(*prepared)->loaded->config;
}

// Whether the command line kept rules of this entry from running.
bool ProjectConfigs::narrowed(const IgnoreEntry& entry) const {
  if (!own_.only.empty() || !own_.consumers.empty() || !own_.suppressions) return true;
  return std::any_of(own_.severities.begin(), own_.severities.end(), [&](const auto& own) {
    const bool concerned =
        entry.rules.empty() || names_rule(entry.rules, own.first) ||
        std::any_of(entry.rules.begin(), entry.rules.end(),
                    [&](const std::string& rule) { return group_of(rule) == own.first; });
    return own.second == Severity::Off && concerned;
  });
}

std::vector<Diagnostic> ProjectConfigs::findings(const RunSettings& run,
                                                 const CheckReport& report) const {
  std::vector<Diagnostic> all;
  const bool unread = std::any_of(report.not_assessed.begin(), report.not_assessed.end(),
                                  [](const NotAssessed& n) { return n.operational; });
  for (const auto& [file, prepared] : prepared_) {
    if (!prepared || !(*prepared)->used || (*prepared)->settings.ignores == nullptr) continue;
    const Prepared& p = **prepared;
    const IgnoreList& list = *p.settings.ignores;
    const bool whole = !unread && covers_folder(run, p.loaded->config.folder);
    for (std::size_t i = 0; i < list.entries().size(); ++i) {
      const IgnoreEntry& entry = list.entries()[i];
      const bool expired = !entry.until.empty() && entry.until < p.settings.today;
      if (!expired && (!whole || list.was_used(i) || narrowed(entry))) continue;
      const std::string_view id = expired ? "suppression-expired" : "suppression-unused";
      std::string message =
          expired ? fmt::format("this entry held until {}; what it covered is reported again",
                                entry.until)
                  : "no finding is covered by this entry any more, or none ever was";
      if (auto d = p.linter.about_file(id, list.source(), {entry.span, entry.place}, message))
        all.push_back(*std::move(d));
    }
  }
  return all;
}

bool ProjectConfigs::knows(std::string_view word) const {
  const std::vector<std::string_view> known = words();
  return std::find(known.begin(), known.end(), word) != known.end();
}

const RuleInfo* ProjectConfigs::find(std::string_view id) const {
  for (const auto& [file, prepared] : prepared_) {
    const Rule* rule = prepared ? (*prepared)->loaded->rules.find(id) : nullptr;
    if (rule != nullptr) return rule->info;
  }
  return nullptr;
}

std::vector<std::string_view> ProjectConfigs::words() const {
  std::vector<std::string_view> words;
  for (const auto& [file, prepared] : prepared_) {
    if (!prepared) continue;
    for (const std::string_view word : rule_words((*prepared)->loaded->rules, true))
      words.push_back(word);
  }
  return words;
}

}  // namespace cardlint
