#include "config/rule_settings.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/file_io.h"
#include "config/keys.h"
#include "config/target_reader.h"
#include "diag/words.h"
#include "doc/load.h"
#include "doc/tree_image.h"
#include "rules/check_options.h"

namespace cardlint {
namespace {

constexpr std::size_t kMaxRuleFiles = 1000;
constexpr std::size_t kMaxRuleDepth = 4;
constexpr std::size_t kMaxRuleBytes = 256u << 10;

// The rule files of a folder and those below it, sorted; links are not followed.
class RuleFiles {
 public:
  Result<void> walk(const std::string& folder, std::size_t depth) {
    const auto entries = list_folder(folder);
    if (!entries) return tl::unexpected(entries.error());
    for (const Entry& entry : *entries) {
      const std::string path = join_path(folder, entry.name);
      if (entry.type == EntryType::Folder && depth < kMaxRuleDepth) {
        if (auto below = walk(path, depth + 1); !below) return below;
      }
      const bool yaml = entry.name.ends_with(".yaml") || entry.name.ends_with(".yml");
      if (entry.type == EntryType::File && yaml) files.push_back(path);
      if (files.size() > kMaxRuleFiles)
        return fail(ErrorCode::Usage, fmt::format("more than {} rule files", kMaxRuleFiles));
    }
    return {};
  }

  std::vector<std::string> files;
};

std::string shown_path(const std::string& absolute) {
  const std::string here = current_folder();
  return is_below(absolute, here) ? relative_to(absolute, here) : absolute;
}

// The fault of one rule file, or nothing: the rule is then in `rules`.
std::optional<std::string> add_rule_file(const std::string& path, RuleStore& store,
                                         RuleSet& rules) {
  const std::string shown = shown_path(path);
  auto text = read_file(path, kMaxRuleBytes);
  if (!text) return text.error().message;
  const auto rule = load_rule(shown, *std::move(text), store);
  if (!rule) return rule.error().message;  // has its place
  if (rules.find(rule->id) != nullptr)
    return fmt::format("{}: there is a rule '{}' already; give yours another id",
                       printable(shown, 200), rule->id);
  if (const auto added = rules.add(store.keep(std::vector<RuleInfo>{*rule})); !added)
    return fmt::format("{}: {}", printable(shown, 200), added.error().message);
  return std::nullopt;
}

class RuleChanger {
 public:
  RuleChanger(Reading& reading, Config& config, RuleStore& store, RuleSet& rules)
      : reading_(reading), config_(config), store_(store), rules_(rules) {}

  // Groups first, so that a rule's own line wins wherever it stands.
  void take(Value object) {
    for (const Value member : object) {
      if (rules_.find(member.key()) == nullptr) group(member);
    }
    for (const Value member : object) {
      if (rules_.find(member.key()) != nullptr) rule(member);
    }
  }

 private:
  std::optional<Severity> level(Value value) {
    return reading_.word<Severity>(value, parse_severity, severity_words());
  }

  void group(Value member) {
    std::vector<std::string_view> ids;
    for (const Rule& rule : rules_.rules()) {
      if (group_of(rule.info->id) == member.key()) ids.push_back(rule.info->id);
    }
    if (ids.empty()) {
      reading_.fault_at_key(
          member, fmt::format("there is no rule and no group '{}'{}", printable(member.key(), 60),
                              did_you_mean(member.key(), rule_words(rules_, true))));
      return;
    }
    if (member.is_object()) {
      reading_.fault(member, fmt::format("{} is a group: it takes a level only", called(member)));
      return;
    }
    if (const auto severity = level(member)) {
      for (const std::string_view id : ids) config_.lint.severities[std::string(id)] = *severity;
    }
  }

  void rule(Value member) {
    if (!member.is_object()) {
      if (const auto severity = level(member))
        config_.lint.severities[std::string(member.key())] = *severity;
      return;
    }
    reading_.object(member, config_keys::kRule);
    if (member.size() == 0)
      reading_.fault(member, fmt::format("{} changes nothing", called(member)));
    if (const Value severity = member["severity"]) {
      if (const auto parsed = level(severity))
        config_.lint.severities[std::string(member.key())] = *parsed;
    }
    const Rule& rule = *rules_.find(member.key());
    if (rule.info->scope == Scope::Probe && (member["options"] || member["consumers"])) {
      reading_.fault(member,
                     fmt::format("{} judges live servers: it takes a level only", called(member)));
      return;
    }
    std::vector<CaseInfo> cases(rule.info->cases.begin(), rule.info->cases.end());
    const bool sound = options(member, rule, cases) && consumers(member["consumers"], cases);
    if (!sound || (!member["options"] && !member["consumers"])) return;
    config_.changed[std::string(member.key())] = to_json(member);
    RuleInfo changed = *rule.info;
    changed.cases = store_.keep(std::move(cases));
    const RuleInfo& kept = store_.keep(std::vector<RuleInfo>{changed}).front();
    if (const auto replaced = rules_.replace(kept); !replaced)
      reading_.fault(member, replaced.error().message);
  }

  bool consumers(Value object, std::vector<CaseInfo>& cases) {
    if (!object) return true;
    if (!reading_.map(object)) return false;
    std::vector<ConsumerEffect> effects;
    for (const Value member : object) {
      const auto consumer = parse_consumer(member.key());
      if (!consumer) {
        reading_.fault_at_key(member,
                              fmt::format("'{}' is no consumer{}", printable(member.key(), 60),
                                          did_you_mean(member.key(), consumer_words())));
        continue;
      }
      const auto parse = [](std::string_view word) -> std::optional<Verdict> {
        if (word == "ignores") return Verdict::Ignores;
        return word == "rejects" ? std::optional(Verdict::Rejects) : std::nullopt;
      };
      if (const auto effect = reading_.word<Verdict>(member, parse, {"ignores", "rejects"}))
        effects.push_back({*consumer, *effect});
    }
    const auto kept = store_.keep(std::move(effects));
    for (CaseInfo& c : cases) c.consumers = kept;
    return true;
  }

  bool options(Value member, const Rule& rule, std::vector<CaseInfo>& cases) {
    const Value given = member["options"];
    if (!given) return true;
    if (!reading_.map(given)) return false;
    for (const Value option : given) {
      if (!set_option(option, rule, cases)) return false;
    }
    return true;
  }

  static std::vector<const ArgSpec*> open_arguments(const CheckEntry& entry) {
    std::vector<const ArgSpec*> open;
    for (const ArgSpec& spec : entry.args) {
      if (is_option(spec)) open.push_back(&spec);
    }
    return open;
  }

  bool set_option(Value option, const Rule& rule, std::vector<CaseInfo>& cases) {
    std::vector<std::string_view> known;
    std::vector<CaseInfo*> concerned;
    const ArgSpec* argument = nullptr;
    for (CaseInfo& c : cases) {
      for (const ArgSpec* spec : open_arguments(*find_check(rules_.checks(), c.check))) {
        known.push_back(spec->name);
        if (spec->name != option.key()) continue;
        concerned.push_back(&c);
        argument = spec;
      }
    }
    if (argument == nullptr) {
      reading_.fault_at_key(option, known.empty()
                                        ? fmt::format("rule '{}' has no options", rule.info->id)
                                        : fmt::format("rule '{}' has no option '{}'{}",
                                                      rule.info->id, printable(option.key(), 60),
                                                      did_you_mean(option.key(), known)));
      return false;
    }
    if (!fits_argument(option, argument->type)) {
      reading_.fault(option, fmt::format("{} is {}, expected {}", called(option), shown(option),
                                         expected(argument->type)));
      return false;
    }
    std::set<std::string> present;
    for (const CaseInfo* c : concerned) present.insert(argument_of(*c, option.key()));
    if (present.size() > 1) {
      reading_.fault_at_key(option, fmt::format("rule '{}' has {} different values for '{}'; one "
                                                "cannot stand for all",
                                                rule.info->id, present.size(), option.key()));
      return false;
    }
    for (CaseInfo* c : concerned) c->arguments = store_.keep(with(*c, option));
    return true;
  }

  static std::string_view expected(ArgSpec::Type type) {
    if (type == ArgSpec::Type::Number) return "a number that is not negative";
    return type == ArgSpec::Type::Flag ? "true or false" : "a text or a list of texts";
  }

  // An argument of a case as JSON; empty where it has none of this name.
  static std::string argument_of(const CaseInfo& c, std::string_view name) {
    const Tree arguments = tree_of_image(c.arguments);
    const Value value = arguments.root()[name];
    return value ? to_json(value) : std::string();
  }

  // The arguments of a case with `option` set, as an image.
  static std::string with(const CaseInfo& c, Value option) {
    const Tree arguments = tree_of_image(c.arguments);
    std::string json = fmt::format("{{{}:{}", quoted_json(option.key()), to_json(option));
    for (const Value member : arguments.root()) {
      if (member.key() != option.key())
        json += fmt::format(",{}:{}", quoted_json(member.key()), to_json(member));
    }
    const SourceFile source("", json + "}");
    return tree_image(load_json(source, Limits{}).tree.root());
  }

  Reading& reading_;
  Config& config_;
  RuleStore& store_;
  RuleSet& rules_;
};

}  // namespace

std::vector<std::string_view> rule_words(const RuleSet& rules, bool groups) {
  std::vector<std::string_view> words;
  std::set<std::string_view> seen;
  for (const Rule& rule : rules.rules()) {
    words.push_back(rule.info->id);
    if (groups && seen.insert(group_of(rule.info->id)).second)
      words.push_back(group_of(rule.info->id));
  }
  return words;
}

void set_levels(const std::map<std::string, Severity, std::less<>>& given, const RuleSet& rules,
                std::map<std::string, Severity, std::less<>>& levels) {
  if (given.empty()) return;
  for (const Rule& rule : rules.rules()) {
    const std::string_view id = rule.info->id;
    if (const auto own = given.find(id); own != given.end()) {
      levels[std::string(id)] = own->second;
    } else if (const auto group = given.find(group_of(id)); group != given.end()) {
      levels[std::string(id)] = group->second;
    }
  }
}

void add_own_rules(Reading& reading, Value list, Config& config, RuleStore& store, RuleSet& rules) {
  if (!list || !reading.list(list)) return;
  for (const Value item : list) {
    const auto folder = read_path(reading, item, config.folder);
    if (!folder) continue;
    if (path_type(*folder) != PathType::Folder) {
      reading.fault(
          item, fmt::format("{} is {}, and there is no such folder", called(item), shown(item)));
      continue;
    }
    config.rule_folders.push_back(*folder);
    RuleFiles found;
    if (const auto walked = found.walk(*folder, 0); !walked) {
      reading.fault(item, walked.error().message);
      continue;
    }
    if (found.files.empty())
      reading.fault(item, fmt::format("{} holds no rule file (*.yaml)", shown(item)));
    for (const std::string& file : found.files) {
      if (auto fault = add_rule_file(file, store, rules)) reading.fault(item, *std::move(fault));
    }
  }
}

void change_rules(Reading& reading, Value object, Config& config, RuleStore& store,
                  RuleSet& rules) {
  if (object && reading.map(object)) RuleChanger(reading, config, store, rules).take(object);
}

}  // namespace cardlint
