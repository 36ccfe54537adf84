#include "rules/rule_docs.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "base/wrap.h"

namespace cardlint {
namespace {

std::string kinds_text(KindSet kinds) {
  if (kinds == kAllKinds) return "all";
  std::vector<std::string> words;
  for (std::size_t k = 0; k < kKindCount; ++k) {
    if (kinds.has(static_cast<Kind>(k))) words.emplace_back(name(static_cast<Kind>(k)));
  }
  return join(words, ", ");
}

// "error (else warning)": `else` is the level when none of the rule's consumers is meant.
std::string severity_text(const RuleInfo& rule) {
  std::vector<std::string> parts;
  for (const CaseInfo& c : rule.cases) {
    std::string part(name(c.severity));
    if (c.otherwise != c.severity) part += fmt::format(" (else {})", name(c.otherwise));
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
  }
  return join(parts, ", ");
}

// "none off, apikey warning": where the posture changes the level.
std::string postures_text(const RuleInfo& rule) {
  std::vector<std::string> parts;
  for (const CaseInfo& c : rule.cases) {
    for (const PostureSeverity& p : c.postures) {
      std::string part = fmt::format("{} {}", name(p.posture), name(p.severity));
      if (std::find(parts.begin(), parts.end(), part) == parts.end())
        parts.push_back(std::move(part));
    }
  }
  return join(parts, ", ");
}

// "smithery-scan and ts-sdk reject the document; smithery-cli ignores it"
std::string consumers_text(const RuleInfo& rule) {
  std::map<Verdict, std::set<std::string_view>> by_effect;
  for (const CaseInfo& c : rule.cases) {
    for (const ConsumerEffect& e : c.consumers) by_effect[e.effect].insert(name(e.consumer));
  }
  std::vector<std::string> parts;
  for (const auto& [effect, consumers] : by_effect) {
    const std::string verb(name(effect));
    parts.push_back(fmt::format("{} {} the {}", fmt::join(consumers, ", "),
                                consumers.size() == 1 ? verb : verb.substr(0, verb.size() - 1),
                                rule.scope == Scope::Probe ? "server" : "document"));
  }
  return join(parts, "; ");
}

// "g4 error; spec 2026-07-28 and later off": where what is pinned changes the level.
std::string pinned_text(const RuleInfo& rule) {
  std::vector<std::string> parts;
  const auto add = [&](std::string part) {
    if (std::find(parts.begin(), parts.end(), part) == parts.end())
      parts.push_back(std::move(part));
  };
  for (const CaseInfo& c : rule.cases) {
    for (const GenerationSeverity& g : c.generations)
      add(fmt::format("--generation {}: {}", name(g.generation), name(g.severity)));
    for (const SpecSeverity& s : c.specs)
      add(fmt::format("--spec {} or later: {}", s.since, name(s.severity)));
  }
  return join(parts, "; ");
}

struct GroupText {
  std::string_view group;
  std::string_view text;
};

// What the groups are about, for the catalogue and `explain`; a test holds that none is missing.
constexpr GroupText kGroups[] = {
    {"as", "metadata of authorization servers: what makes a client stop before anybody signs in"},
    {"bundle", "MCPB manifests and archives: what the packer or the host refuses"},
    {"card", "server cards in six dialects, judged by what their readers want"},
    {"catalog", "AI catalogues"},
    {"client-config", "configurations of clients: servers that they do not find or cannot start"},
    {"client-metadata", "metadata documents by which OAuth clients name themselves"},
    {"config-schema", "configSchema of smithery.yaml and the examples beside it"},
    {"deploy", "what lies beside a manifest: Dockerfile, build, workflows"},
    {"input", "files that are not what they seem, cannot be read, or are too large"},
    {"jwks", "key sets: private keys in public files, keys that nobody can use"},
    {"manifest", "smithery.yaml: what makes the Smithery CLI ignore the file or misread it"},
    {"name", "names of servers"},
    {"oauth", "identifiers and addresses that OAuth documents must agree on"},
    {"parity", "what the files of one project say about the same thing"},
    {"path", "paths that leave the repository, and patterns that take in private files"},
    {"prm", "protected resource metadata"},
    {"probe", "answers of live servers, by posture"},
    {"registry", "server.json: every refusal of the MCP registry"},
    {"schema", "JSON Schemas in documents"},
    {"secret", "hardcoded credentials, told from references and placeholders"},
    {"suppression", "suppressions that are misspelt, unused or past their day"},
    {"syntax", "broken syntax, duplicate keys, wrong encoding"},
    {"text", "characters that nobody sees, and orders to the model"},
    {"tool", "tools, prompts and resources: names, schemas, hints"},
    {"url", "addresses in any document"}};

}  // namespace

std::string_view group_text(std::string_view group) {
  for (const GroupText& entry : kGroups) {
    if (entry.group == group) return entry.text;
  }
  return {};
}

std::vector<RuleFact> rule_facts(const RuleInfo& rule) {
  std::vector<RuleFact> facts;
  const auto add = [&](std::string_view label, std::string text) {
    if (!text.empty()) facts.push_back({label, std::move(text)});
  };
  add("severity", fmt::format("{}, confidence {}", severity_text(rule), name(rule.confidence)));
  add("postures", postures_text(rule));
  add("pinned", pinned_text(rule));
  if (rule.scope != Scope::Probe) add("documents", kinds_text(rule.kinds));
  add("consumers", consumers_text(rule));
  add("since", std::string(rule.since));
  return facts;
}

std::string rules_catalogue(std::span<const RuleInfo> rules, CheckTable checks) {
  std::map<std::string_view, std::vector<const RuleInfo*>> groups;
  for (const RuleInfo& rule : rules) groups[group_of(rule.id)].push_back(&rule);
  std::string out = fmt::format(
      "# Rules\n\nGenerated by `cardlint rules docs`; edit the rule files, not this page. {} "
      "rules.\n\n"
      "`error`: a specification's MUST is broken, a named consumer refuses or ignores the "
      "document, or it is exploitable. `(else …)`: the level when none of the consumers named is a "
      "target of the document. `cardlint explain ID` shows the same with examples, and what "
      "`check` says of them.\n\n"
      "To change the level of a rule or group, or to switch it off: `--rule ID=off`, or "
      "`rules: {{ID: warning}}` in `.cardlint.yaml`. To accept one finding: a comment "
      "`cardlint-ignore ID REASON`, or an entry under `ignore`.\n\n"
      "| group | rules | about |\n|---|---|---|\n",
      rules.size());
  for (const auto& [group, members] : groups) {
    out += fmt::format("| [{0}](#{0}) | {1} | {2} |\n", group, members.size(), group_text(group));
  }
  for (const auto& [group, members] : groups) {
    out += fmt::format("\n## {}\n\n", group);
    for (const RuleInfo* rule : members) {
      out += fmt::format("### <a id=\"{0}\"></a>{0}\n\n{1}\n\n", rule->id, rule->title);
      for (const RuleFact& fact : rule_facts(*rule)) {
        if (fact.label != "since") out += fmt::format("- {}: {}\n", fact.label, fact.text);
      }
      std::string why(rule->why);
      for (char& c : why) c = c == '\n' ? ' ' : c;
      std::vector<std::string> references(rule->references.begin(), rule->references.end());
      out += fmt::format("- why: {}\n- fix: {}\n- sources: {}\n\n", why, rule->fix,
                         join(references, "; "));
    }
  }
  out += "## Checks that rules can call\n\n| check | fires when | arguments |\n|---|---|---|\n";
  for (const CheckEntry& check : checks) {
    std::vector<std::string> arguments;
    for (const ArgSpec& arg : check.args)
      arguments.push_back(fmt::format("`{}`{}", arg.name, arg.required ? "" : " (optional)"));
    out += fmt::format("| `{}` | {} | {} |\n", check.name, check.help, join(arguments, ", "));
  }
  return out;
}

}  // namespace cardlint
