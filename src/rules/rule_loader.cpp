#include "rules/rule_loader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "diag/protocol.h"
#include "diag/words.h"
#include "doc/kind_words.h"
#include "doc/load.h"
#include "doc/selector.h"
#include "doc/tree_image.h"
#include "rules/check.h"
#include "rules/scope.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kRuleKeys{
    "id"sv,     "title"sv,      "severity"sv, "otherwise"sv, "generations"sv, "confidence"sv,
    "since"sv,  "scope"sv,      "specs"sv,    "notice"sv,    "kinds"sv,       "dialects"sv,
    "select"sv, "check"sv,      "message"sv,  "consumers"sv, "cases"sv,       "why"sv,
    "fix"sv,    "references"sv, "examples"sv, "postures"sv};
constexpr std::array kCaseKeys{"select"sv,    "check"sv,       "message"sv, "severity"sv,
                               "otherwise"sv, "generations"sv, "specs"sv,   "kinds"sv,
                               "dialects"sv,  "consumers"sv,   "postures"sv};

struct Fault {
  std::string message;
};

class RuleReader {
 public:
  RuleReader(const SourceFile& source, RuleStore& store) : source_(source), store_(store) {}

  Result<RuleInfo> read(Value root, std::string_view text) {
    try {
      return rule(root, text);
    } catch (const Fault& fault) {
      return fail(ErrorCode::Usage, fault.message);
    }
  }

 private:
  [[noreturn]] void refuse(Value at, std::string_view what) const {
    const Position p = source_.position(at ? at.node().span.begin : 0);
    throw Fault{
        fmt::format("{}:{}:{}: {}", printable(source_.path(), 200), p.line, p.column, what)};
  }

  // "'xy' is no consumer; did you mean 'xz'?", of the key of a member.
  static std::string unknown(Value member, std::string_view what,
                             const std::vector<std::string_view>& words) {
    return fmt::format("'{}' is no {}{}", printable(member.key()), what,
                       did_you_mean(member.key(), words));
  }

  template <std::size_t N>
  void only_known_keys(Value object, const std::array<std::string_view, N>& keys) const {
    for (const Value member : object) {
      if (std::find(keys.begin(), keys.end(), member.key()) != keys.end()) continue;
      refuse(member, fmt::format("unknown key '{}'{}", printable(member.key()),
                                 did_you_mean(member.key(), {keys.begin(), keys.end()})));
    }
  }

  std::string_view text(Value object, std::string_view key, bool required = true) const {
    const Value value = object[key];
    if (!value && !required) return {};
    if (!value) refuse(object, fmt::format("'{}' is missing", key));
    if (!value.is_string() || trim(value.text()).empty())
      refuse(value, fmt::format("'{}' is not a text", key));
    return store_.keep(std::string(trim(value.text())));
  }

  template <class Enum>
  Enum word(Value value, std::optional<Enum> (*parse)(std::string_view), std::string_view what,
            const std::vector<std::string_view>& words) const {
    const auto parsed = value.is_string() ? parse(value.text()) : std::nullopt;
    if (!parsed) {
      const bool text = value.is_string();
      refuse(value, fmt::format("{} is no {}{}", value ? describe(value) : "nothing", what,
                                text ? did_you_mean(value.text(), words) : ""));
    }
    return *parsed;
  }

  std::span<const NearText> texts(Value list) const {
    std::vector<NearText> items;
    for (const Value item : list) {
      if (!item.is_string()) refuse(item, "expected a text");
      items.emplace_back(store_.keep(std::string(item.text())));
    }
    return store_.keep(std::move(items));
  }

  Severity severity(Value value) const {
    return word<Severity>(value, parse_severity, "severity", severity_words());
  }

  KindSet kinds(Value list) const {
    KindSet set;
    if (!list.is_array() || list.size() == 0)
      refuse(list, "'kinds' is not a list of document kinds");
    for (const Value item : list) {
      if (item.is_text("all")) return kAllKinds;
      set.add(word<Kind>(item, parse_kind, "document kind", kind_words()));
    }
    return set;
  }

  DialectSet dialects(Value list) const {
    DialectSet set;
    for (const Value item : list)
      set.add(word<Dialect>(item, parse_dialect, "server card dialect", dialect_words()));
    return set;
  }

  std::span<const ConsumerEffect> consumers(Value object) const {
    std::vector<ConsumerEffect> effects;
    for (const Value member : object) {
      const auto consumer = parse_consumer(member.key());
      if (!consumer) refuse(member, unknown(member, "consumer", consumer_words()));
      if (!member.is_text("ignores") && !member.is_text("rejects"))
        refuse(member, "expected 'ignores' or 'rejects'");
      effects.push_back(
          {*consumer, member.text() == "ignores" ? Verdict::Ignores : Verdict::Rejects});
    }
    return store_.keep(std::move(effects));
  }

  std::span<const GenerationSeverity> generations(Value object) const {
    std::vector<GenerationSeverity> list;
    for (const Value member : object) {
      const auto generation = parse_generation(member.key());
      if (!generation)
        refuse(member, unknown(member, "generation of smithery.yaml", generation_words()));
      list.push_back({*generation, severity(member)});
    }
    return store_.keep(std::move(list));
  }

  std::span<const SpecSeverity> specs(Value object) const {
    std::vector<SpecSeverity> list;
    for (const Value member : object) {
      if (!is_mcp_revision(member.key()))
        refuse(member, unknown(member, "revision of MCP", revision_words()));
      list.push_back({store_.keep(std::string(member.key())), severity(member)});
    }
    std::sort(list.begin(), list.end(),
              [](const SpecSeverity& a, const SpecSeverity& b) { return a.since < b.since; });
    return store_.keep(std::move(list));
  }

  std::span<const PostureSeverity> postures(Value object) const {
    std::vector<PostureSeverity> list;
    for (const Value member : object) {
      const auto posture = parse_posture(member.key());
      if (!posture) refuse(member, unknown(member, "posture", posture_words()));
      list.push_back({*posture, severity(member)});
    }
    return store_.keep(std::move(list));
  }

  // `own` holds what the case says itself, `rule` what it inherits.
  CaseInfo one_case(Value own, Value rule) const {
    const auto inherit = [&](std::string_view key) { return own[key] ? own[key] : rule[key]; };
    CaseInfo c{};
    c.select = texts(inherit("select"));
    for (const std::string_view selector : c.select) {
      if (!Selector::parse(selector))
        refuse(inherit("select"), fmt::format("'{}' is no JSON Pointer", selector));
    }
    c.first_names = FirstNames(std::vector<std::string_view>(c.select.begin(), c.select.end()));
    const Value check = inherit("check");
    if (!check.is_object() || !check["name"].is_string())
      refuse(check ? check : own, "'check' is not a map with a 'name'");
    c.check = store_.keep(std::string(check["name"].text()));
    c.arguments = store_.keep(tree_image(check));
    if (!inherit("message")) refuse(own, "'message' is missing");
    c.message = text(own["message"] ? own : rule, "message");
    c.severity = severity(inherit("severity"));
    // A case with its own severity does not inherit the rule's other level.
    const Value otherwise = own["severity"] ? own["otherwise"] : inherit("otherwise");
    c.otherwise = otherwise ? severity(otherwise) : c.severity;
    if (own["kinds"] && rule["cases"]) c.kinds = kinds(own["kinds"]);
    c.dialects = dialects(inherit("dialects"));
    c.consumers = consumers(inherit("consumers"));
    c.generations = generations(own["severity"] ? own["generations"] : inherit("generations"));
    c.specs = specs(own["severity"] ? own["specs"] : inherit("specs"));
    c.postures = postures(own["severity"] ? own["postures"] : inherit("postures"));
    return c;
  }

  Scope scope(Value given) const {
    return given ? word<Scope>(given, parse_scope, "scope", scope_words()) : Scope::Document;
  }

  RuleInfo rule(Value root, std::string_view whole) const {
    if (!root.is_object()) refuse(root, "a rule file is one YAML map");
    only_known_keys(root, kRuleKeys);
    RuleInfo info{};
    info.id = text(root, "id");
    info.title = text(root, "title");
    info.confidence =
        word<Confidence>(root["confidence"], parse_confidence, "confidence", confidence_words());
    info.since = text(root, "since");
    info.scope = scope(root["scope"]);
    info.notice = root["notice"].is_true();
    if (info.scope != Scope::Probe) info.kinds = kinds(root["kinds"]);
    info.why = text(root, "why");
    info.fix = text(root, "fix");
    info.references = texts(root["references"]);
    if (info.references.empty())
      refuse(root, "'references' is missing: every rule cites its source");
    info.text = store_.keep(std::string(whole));
    std::vector<CaseInfo> cases;
    if (const Value list = root["cases"]) {
      if (!list.is_array() || list.size() == 0) refuse(list, "'cases' is not a list");
      for (const Value item : list) {
        only_known_keys(item, kCaseKeys);
        cases.push_back(one_case(item, root));
      }
    } else {
      cases.push_back(one_case(root, root));
    }
    info.severity = Severity::Off;
    for (const CaseInfo& c : cases)
      info.severity = std::max({info.severity, c.severity, c.otherwise});
    for (const CaseInfo& c : cases) {
      for (const SpecSeverity& level : c.specs)
        info.severity = std::max(info.severity, level.severity);
      for (const PostureSeverity& level : c.postures)
        info.severity = std::max(info.severity, level.severity);
    }
    info.cases = store_.keep(std::move(cases));
    return info;
  }

  const SourceFile& source_;
  RuleStore& store_;
};

}  // namespace

std::vector<std::string_view> scope_words() {
  return {"document", "project", "probe"};
}

std::string_view name(Scope scope) {
  return scope_words()[static_cast<std::size_t>(scope)];
}

std::optional<Scope> parse_scope(std::string_view word) {
  for (const Scope scope : {Scope::Document, Scope::Project, Scope::Probe}) {
    if (name(scope) == word) return scope;
  }
  return std::nullopt;
}

std::string_view group_of(std::string_view id) {
  constexpr std::array kTwoWords{"config-schema-"sv, "client-config-"sv, "client-metadata-"sv};
  for (const std::string_view group : kTwoWords) {
    if (id.starts_with(group)) return group.substr(0, group.size() - 1);
  }
  return id.substr(0, id.find('-'));
}

Result<RuleInfo> load_rule(std::string path, std::string text, RuleStore& store) {
  const SourceFile source(std::move(path), std::move(text));
  const Loaded loaded = load_yaml(source, Limits{});
  for (const LoadFault& fault : loaded.faults) {
    if (!fault.fatal && fault.code != FaultCode::DuplicateKey &&
        fault.code != FaultCode::RootNotObject)
      continue;
    const Position p = source.position(fault.span.begin);
    return fail(ErrorCode::Usage, fmt::format("{}:{}:{}: {}", printable(source.path(), 200), p.line,
                                              p.column, fault.detail));
  }
  return RuleReader(source, store).read(loaded.tree.root(), source.text());
}

}  // namespace cardlint
