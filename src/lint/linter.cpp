#include "lint/linter.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "lint/comment_suppressions.h"
#include "lint/facts.h"
#include "lint/secret_masker.h"
#include "lint/verdicts.h"
#include "rules/message.h"

namespace cardlint {
namespace {

constexpr std::size_t kMostRelated = 20;  // places that one finding names

// Rules about suppressions run last, and cannot be suppressed themselves.
bool runs_last(const Rule& rule) {
  return rule.info->cases.front().check == "suppression-fault";
}

std::string page_of(std::string_view id) {
  return fmt::format("rules/README.md#{}", id);
}

// One project on its way through the rules.
class Run {
 public:
  Run(const Project& project, const RuleSet& rules, const SchemaSet& schemas,
      const LintSettings& settings)
      : project_(project),
        rules_(rules),
        settings_(settings),
        check_settings_{settings.spec, settings.generation, settings.posture} {
    states_.reserve(project.documents.size());
    for (const Document& document : project.documents) {
      states_.push_back({&document, Facts(document, schemas), VerdictBook(document),
                         CommentSuppressions(document, rules, settings.today), targets(document)});
    }
  }

  CheckReport finish() {
    for (DocumentState& state : states_) {
      for (const Rule& rule : rules_.rules()) {
        if (rule.scope == Scope::Document && applies(rule, *state.document) && !runs_last(rule))
          check_document(rule, state);
      }
    }
    for (const Rule& rule : rules_.rules()) {
      if (rule.scope == Scope::Project) check_project(rule);
    }
    for (DocumentState& state : states_) check_suppressions(state);
    for (const DocumentState& state : states_) close(state);
    for (const auto& [id, count] : unjudged_) {
      if (count <= settings_.limits.findings_per_rule) continue;
      result_.not_assessed.push_back({project_.root,
                                      fmt::format("{} more places that rule '{}' could not judge",
                                                  count - settings_.limits.findings_per_rule, id),
                                      false});
    }
    std::sort(result_.diagnostics.begin(), result_.diagnostics.end(), reported_before);
    return std::move(result_);
  }

 private:
  struct DocumentState {
    const Document* document;
    Facts facts;
    VerdictBook verdicts;
    CommentSuppressions comments;
    ConsumerSet targets;
  };

  ConsumerSet targets(const Document& document) const {
    return settings_.consumers.empty() ? default_targets(document) : settings_.consumers;
  }

  static bool applies(const Rule& rule, const Document& document) {
    // A file of no known kind is judged only by rules that hold for any file.
    return document.kind ? rule.kinds.has(*document.kind) : rule.kinds == kAllKinds;
  }
  static bool applies(const CaseInfo& c, const Document& document) {
    if (!c.kinds.empty() && (!document.kind || !c.kinds.has(*document.kind))) return false;
    return document.kind != Kind::ServerCard || c.dialects.empty() ||
           c.dialects.has(document.dialect);
  }

  // A rule that applies to the document.
  void check_document(const Rule& rule, DocumentState& state) {
    // Cases that look at nodes need a tree; the others (load faults, path) judge an unreadable file
    // too.
    for (const RunnableCase& c : rule.cases) {
      if (!applies(c.info(), *state.document)) continue;
      if (!c.info().select.empty() && (!state.document->readable() ||
                                       !state.facts.selections().may_select(c.info().first_names)))
        continue;
      run(rule, c, {check_settings_, &project_, &state.facts, Value()});
    }
  }

  void run(const Rule& rule, const RunnableCase& c, const Target& target) {
    running_ = {&rule, &c.info()};
    try {
      c.run(target, report_);
    } catch (const UnusableArgument& fault) {
      result_.not_assessed.push_back(
          {fmt::format("rule '{}'", rule.info->id), fault.message, true});
    }
  }

  void check_suppressions(DocumentState& state) {
    std::vector<SuppressionFault> faults =
        state.comments.faults([&](const Rule& rule) { return judged(rule, state); });
    if (faults.empty()) return;
    state.facts.set_suppression_faults(std::move(faults));
    for (const Rule& rule : rules_.rules()) {
      if (runs_last(rule) && applies(rule, *state.document)) check_document(rule, state);
    }
  }

  // Whether a finding of this rule would have been seen, had there been one.
  bool judged(const Rule& rule, const DocumentState& state) const {
    const RuleInfo& info = *rule.info;
    if (!settings_.suppressions) return false;
    const bool all_reported =
        std::all_of(info.cases.begin(), info.cases.end(),
                    [&](const CaseInfo& c) { return concerns_consumers(c, c.severity); });
    if (!all_reported) return false;
    if (const auto own = settings_.severities.find(info.id);
        own != settings_.severities.end() && own->second == Severity::Off)
      return false;
    if (!settings_.only.empty() && !names_rule(settings_.only, info.id)) return false;
    const auto seen = counts_.find({state.document, info.id});
    if (seen != counts_.end() && seen->second > settings_.limits.findings_per_rule) return false;
    const bool pinned = settings_.generation || !settings_.spec.empty();
    const bool depends = std::any_of(info.cases.begin(), info.cases.end(), [](const CaseInfo& c) {
      return !c.generations.empty() || !c.specs.empty();
    });
    if (pinned && depends) return false;
    // Of a project whose files are named one by one the others may be missing.
    return info.scope == Scope::Document ||
           std::none_of(states_.begin(), states_.end(),
                        [](const DocumentState& s) { return s.document->named; });
  }

  void check_project(const Rule& rule) {
    const bool concerned = std::any_of(states_.begin(), states_.end(), [&](const DocumentState& s) {
      return applies(rule, *s.document);
    });
    if (!concerned) return;
    for (const RunnableCase& c : rule.cases) {
      run(rule, c, {check_settings_, &project_, nullptr, Value()});
    }
  }

  DocumentState* state_of(const Document* document) {
    const auto it = std::find_if(states_.begin(), states_.end(),
                                 [&](const DocumentState& s) { return s.document == document; });
    return it == states_.end() ? nullptr : &*it;
  }

  // What the running case finds.
  void take(const Finding& finding) {
    const Rule& rule = *running_.rule;
    const CaseInfo& c = *running_.info;
    DocumentState* state = state_of(finding.document);
    // A project's check finds its documents itself; the case still says which it is for. A file
    // beside the documents has no kind and no verdicts.
    if (state != nullptr) {
      if (!applies(c, *finding.document)) return;
      state->verdicts.record(rule.info->id, c.consumers);
    }
    const Severity severity = severity_of(rule, c, state);
    if (severity == Severity::Off || !wanted(rule, c, severity)) return;
    const std::size_t seen = ++counts_[{finding.document, rule.info->id}];
    if (seen > settings_.limits.findings_per_rule) return;
    const SourceFile& source = *finding.document->source;
    if (state == nullptr && masked_sources_.insert(&source).second)
      masker().add_source(source.text());
    result_.diagnostics.push_back(diagnostic(rule, c, severity, finding));
    Diagnostic& d = result_.diagnostics.back();
    d.excerpt = make_excerpt(
        source, d.where.range,
        state != nullptr ? state->facts.secrets().hidden() : secret_places(source.text()));
    d.excerpt.line = masker().mask(d.excerpt.line);  // where it stands a second time
    if (auto reason = suppression(rule, state, finding, d.where.range.start.line))
      d.suppressed = masker().mask(*reason);
  }

  void take_unjudged(const std::string& what, const std::string& reason) {
    if (++unjudged_[running_.rule->info->id] <= settings_.limits.findings_per_rule)
      result_.not_assessed.push_back({masker().mask(what), masker().mask(reason), false});
  }

  // The reason why a finding is accepted, or nothing.
  std::optional<std::string> suppression(const Rule& rule, DocumentState* state,
                                         const Finding& finding, std::uint32_t line) {
    if (!settings_.suppressions || runs_last(rule)) return std::nullopt;
    if (state != nullptr) {
      if (auto reason = state->comments.reason_for(rule.info->id, line)) return reason;
    }
    if (settings_.ignores == nullptr) return std::nullopt;
    const Document& document = *finding.document;
    const std::string& path = document.repository_path;
    const Value node = document.readable() ? Value(document.tree, finding.node) : Value();
    return settings_.ignores->reason_for(
        rule.info->id,
        is_below(path, project_.config_folder) ? relative_to(path, project_.config_folder) : path,
        node, settings_.today);
  }

  // The rule's own level, unless the settings give one.
  Severity severity_of(const Rule& rule, const CaseInfo& c, const DocumentState* state) const {
    if (const auto own = settings_.severities.find(rule.info->id);
        own != settings_.severities.end())
      return own->second;
    const bool of_manifest = state == nullptr || state->document->kind == Kind::SmitheryManifest;
    if (settings_.generation && of_manifest) {
      for (const GenerationSeverity& g : c.generations) {
        if (g.generation == *settings_.generation) return g.severity;
      }
    }
    if (const auto pinned = pinned_severity(c, settings_.spec)) return *pinned;
    const ConsumerSet targets = state != nullptr ? state->targets : settings_.consumers;
    const bool concerns_target =
        std::any_of(c.consumers.begin(), c.consumers.end(),
                    [&](const ConsumerEffect& e) { return targets.has(e.consumer); });
    return concerns_target ? c.severity : c.otherwise;
  }

  bool wanted(const Rule& rule, const CaseInfo& c, Severity severity) const {
    if (!settings_.only.empty() && !names_rule(settings_.only, rule.info->id)) return false;
    return runs_last(rule) || concerns_consumers(c, severity);
  }

  bool concerns_consumers(const CaseInfo& c, Severity severity) const {
    if (settings_.consumers.empty()) return true;
    // What no consumer refuses and is an error all the same (a leaked secret, an escaping path)
    // hurts whoever reads the document.
    if (c.consumers.empty() && severity == Severity::Error) return true;
    return std::any_of(c.consumers.begin(), c.consumers.end(), [&](const ConsumerEffect& e) {
      return settings_.consumers.has(e.consumer);
    });
  }

  // Knows the secrets of all documents: a finding may quote another than its own.
  SecretMasker& masker() {
    if (!masker_) {
      masker_.emplace();
      for (const DocumentState& state : states_) masker_->add(state.facts.secrets());
    }
    return *masker_;
  }

  std::string shown_pointer(const std::string& pointer) { return masker().mask_pointer(pointer); }

  Diagnostic diagnostic(const Rule& rule, const CaseInfo& c, Severity severity,
                        const Finding& finding) {
    const Document& document = *finding.document;
    const Value node = document.readable() ? Value(document.tree, finding.node) : Value();
    Diagnostic d;
    d.rule = rule.info->id;
    d.severity = severity;
    d.confidence = rule.info->confidence;
    d.notice = rule.info->notice;
    const auto mask = [this](std::string_view text) { return masker().mask(text); };
    d.message = render_message(c.message, node, finding.params, mask);
    d.where = {document.source->path(),
               shown_pointer(node ? printable(node.pointer(), 1000) : std::string()),
               document.source->range(finding.span)};
    d.fix = render_message(rule.info->fix, node, finding.params, mask);
    d.url = page_of(rule.info->id);
    d.fingerprint = fingerprint(d, document, node);
    for (const Finding::Also& also : finding.related) {
      if (d.related.size() == kMostRelated) {
        d.related.back().message +=
            fmt::format(" (and {} more such places)", finding.related.size() - kMostRelated);
        break;
      }
      const SourceFile& source = *also.document->source;
      d.related.push_back({{source.path(), shown_pointer(also.pointer), source.range(also.span)},
                           mask(also.message)});
    }
    return d;
  }

  // Stable when lines move; the ordinal keeps two findings of one rule at one place apart.
  std::string fingerprint(const Diagnostic& d, const Document& document, Value node) {
    const std::string_view kind = document.kind ? name(*document.kind) : std::string_view();
    std::uint64_t hash = hash64(d.rule);
    for (const std::string_view part :
         {kind, std::string_view(document.repository_path), std::string_view(d.where.pointer)})
      hash = hash64(part, hash64("\n", hash));
    hash = hash64("\n", hash);
    if (node)
      hash = hash64(fmt::format_int(node.size()).c_str(),
                    hash64("/", hash64(name(node.type()), hash)));
    return hex64(hash + 0x9E3779B97F4A7C15u * ordinals_[hash]++);
  }

  void close(const DocumentState& state) {
    const Document& document = *state.document;
    const std::string& path = document.source->path();
    result_.documents.push_back({path, std::string(document.kind ? name(*document.kind) : ""),
                                 std::string(name(document.dialect)),
                                 document.source->text().size(), state.verdicts.verdicts()});
    if (!document.readable() && all_suppressed(path))
      result_.not_assessed.push_back(
          {path, "it cannot be read, and what says so is suppressed: nothing else was judged",
           false});
    for (const std::string& error : state.facts.errors())
      result_.not_assessed.push_back({path, error, true});
    for (const auto& [key, count] : counts_) {
      if (key.first != state.document || count <= settings_.limits.findings_per_rule) continue;
      result_.not_assessed.push_back(
          {path,
           fmt::format("{} more findings of rule '{}'", count - settings_.limits.findings_per_rule,
                       key.second),
           false});
    }
  }

  bool all_suppressed(const std::string& path) const {
    std::size_t live = 0, suppressed = 0;
    for (const Diagnostic& d : result_.diagnostics) {
      if (d.where.path == path) ++(d.suppressed ? suppressed : live);
    }
    return live == 0 && suppressed > 0;
  }

  const Project& project_;
  const RuleSet& rules_;
  const LintSettings& settings_;
  const CheckSettings check_settings_;
  std::vector<DocumentState> states_;
  // One reporter for all cases: they run one after the other.
  struct {
    const Rule* rule = nullptr;
    const CaseInfo* info = nullptr;
  } running_;
  const Reporter report_{
      [this](const Finding& finding) { take(finding); },
      [this](const std::string& what, const std::string& reason) { take_unjudged(what, reason); }};
  std::map<std::pair<const Document*, std::string_view>, std::size_t> counts_;
  std::map<std::string_view, std::size_t> unjudged_;  // what was not assessed, by rule
  std::map<std::uint64_t, std::uint64_t> ordinals_;
  std::optional<SecretMasker> masker_;          // made for the first finding
  std::set<const SourceFile*> masked_sources_;  // files that are no documents
  CheckReport result_;
};

}  // namespace

std::optional<Diagnostic> Linter::about_file(std::string_view id, const SourceFile& source,
                                             const FilePlace& place, std::string message) const {
  const Rule* rule = rules_.find(id);
  if (rule == nullptr) return std::nullopt;
  if (!settings_.only.empty() && !names_rule(settings_.only, id)) return std::nullopt;
  const auto own = settings_.severities.find(id);
  Diagnostic d;
  d.rule = id;
  d.severity = own == settings_.severities.end() ? rule->info->severity : own->second;
  if (d.severity == Severity::Off) return std::nullopt;
  d.confidence = rule->info->confidence;
  d.message = std::move(message);
  d.where = {source.path(), place.pointer, source.range(place.span)};
  d.excerpt = make_excerpt(source, d.where.range, secret_places(source.text()));
  d.fix = rule->info->fix;
  d.url = page_of(id);
  d.fingerprint = hex64(hash64(fmt::format("{}\n{}\n{}", id, place.pointer, d.message)));
  return d;
}

CheckReport Linter::lint(const Project& project) const {
  return Run(project, rules_, schemas_, settings_).finish();
}

}  // namespace cardlint
