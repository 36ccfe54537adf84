#include "config/config_loader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/date.h"
#include "base/file_io.h"
#include "config/keys.h"
#include "config/reading.h"
#include "config/rule_settings.h"
#include "config/target_reader.h"
#include "diag/words.h"
#include "doc/load.h"

namespace cardlint {
namespace {

constexpr std::size_t kMaxBytes = 256u << 10;
constexpr std::size_t kMaxIgnored = 1000;
constexpr std::array<std::string_view, 2> kNames{".cardlint.yaml", ".cardlint.yml"};
constexpr std::array<std::string_view, 3> kNeverRead{".cardlint.json", ".cardlint.toml",
                                                     ".cardlintrc"};

std::string shown_path(const std::string& absolute) {
  const std::string here = current_folder();
  return is_below(absolute, here) ? relative_to(absolute, here) : absolute;
}

// What a reader of YAML might shrug at is refused here: two readers must not see two
// configurations.
void take_load_faults(const Loaded& loaded, Reading& reading) {
  for (const LoadFault& fault : loaded.faults) {
    const bool counts = fault.fatal || fault.code == FaultCode::DuplicateKey ||
                        fault.code == FaultCode::RootNotObject ||
                        fault.code == FaultCode::SecondDocument ||
                        fault.code == FaultCode::MergeKey || fault.code == FaultCode::YamlTag;
    if (counts && fault.code != FaultCode::EmptyDocument) reading.fault(fault.span, fault.detail);
  }
}

class ConfigReader {
 public:
  ConfigReader(Reading& reading, std::shared_ptr<const SourceFile> source, LoadedConfig& loaded)
      : reading_(reading), source_(std::move(source)), loaded_(loaded), config_(loaded.config) {}

  void read(Value root) {
    if (!reading_.object(root, config_keys::kTop)) return;
    config_.lint.consumers = read_consumers(reading_, root["consumers"]);
    protocol(root);
    if (const Value level = root["fail-on"])
      config_.fail_on =
          reading_.word<Severity>(level, parse_reported, {"error", "warning", "info"});
    add_own_rules(reading_, root["rule-folders"], config_, loaded_.store, loaded_.rules);
    change_rules(reading_, root["rules"], config_, loaded_.store, loaded_.rules);
    ignores(root["ignore"]);
    config_.targets =
        read_targets(reading_, root["targets"], config_.folder, probe_checks(loaded_.rules));
    limits(root["limits"]);
  }

 private:
  static std::optional<Severity> parse_reported(std::string_view word) {
    const auto severity = parse_severity(word);
    return severity == Severity::Off ? std::nullopt : severity;
  }

  static std::vector<std::string_view> probe_checks(const RuleSet& rules) {
    std::vector<std::string_view> ids;
    for (const Rule& rule : rules.rules()) {
      if (rule.info->scope == Scope::Probe) ids.push_back(rule.info->id);
    }
    return ids;
  }

  void protocol(Value root) {
    if (const Value spec = root["spec"]) {
      const auto parse = [](std::string_view word) {
        return is_mcp_revision(word) ? std::optional(std::string(word)) : std::nullopt;
      };
      config_.lint.spec = reading_.word<std::string>(spec, parse, revision_words()).value_or("");
    }
    if (const Value generation = root["generation"]; generation && !generation.is_text("auto"))
      config_.lint.generation = reading_.word<Generation>(
          generation, parse_generation, {"auto", "g0", "g0x", "g1", "g2", "g3", "g4", "g5", "g6"});
    if (const Value posture = root["posture"])
      config_.lint.posture = reading_.word<Posture>(posture, parse_posture, posture_words());
  }

  void ignores(Value list) {
    if (!list || !reading_.list(list)) return;
    if (list.size() > kMaxIgnored)
      return reading_.fault(list, fmt::format("more than {} entries", kMaxIgnored));
    std::vector<IgnoreEntry> entries;
    for (const Value item : list) entries.push_back(ignore(item));
    config_.lint.ignores = std::make_shared<IgnoreList>(source_, std::move(entries));
  }

  IgnoreEntry ignore(Value item) {
    IgnoreEntry entry;
    if (!reading_.object(item, config_keys::kIgnore)) return entry;
    entry.span = item.node().span;
    entry.place = item.pointer();
    if (const auto files = reading_.text(item["files"])) {
      if (auto glob = Glob::parse(*files)) {
        entry.files = *std::move(glob);
      } else {
        reading_.fault(item["files"], glob.error().message);
      }
    }
    ignored_rules(item["rule"], entry);
    if (!item["files"] && !item["rule"])
      reading_.fault(item, fmt::format("{} names neither 'files' nor a 'rule': it would hide "
                                       "everything",
                                       called(item)));
    if (const Value pointer = item["pointer"]) ignored_pointer(pointer, entry);
    if (!item["reason"]) reading_.missing(item, "reason");
    entry.reason = reading_.text(item["reason"]).value_or("");
    if (const Value until = item["until"]) {
      entry.until = reading_.text(until).value_or("");
      if (!entry.until.empty() && !is_date(entry.until))
        reading_.fault(
            until, fmt::format("'until' is {}, expected a day such as 2027-01-31", shown(until)));
    }
    return entry;
  }

  void ignored_rules(Value value, IgnoreEntry& entry) {
    entry.rules = reading_.texts(value);
    const std::vector<std::string_view> words = rule_words(loaded_.rules, true);
    for (const std::string& word : entry.rules) {
      if (std::find(words.begin(), words.end(), word) == words.end()) {
        reading_.fault(value, fmt::format("there is no rule and no group '{}'{}",
                                          printable(word, 60), did_you_mean(word, words)));
      } else if (group_of(word) == "suppression") {
        reading_.fault(value, fmt::format("'{}' speaks of suppressions and cannot be suppressed; "
                                          "turn it off under 'rules'",
                                          word));
      }
    }
  }

  void ignored_pointer(Value value, IgnoreEntry& entry) {
    if (!value.is_string())
      return reading_.fault(value,
                            fmt::format("'pointer' is {}, expected a JSON Pointer", shown(value)));
    auto selector = Selector::parse(value.text());
    std::size_t deep = 0;
    for (const std::string_view step : split(value.text(), '/')) deep += step == "**" ? 1 : 0;
    if (!selector) {
      reading_.fault(value, fmt::format("'pointer' is {}, expected a JSON Pointer: empty, or "
                                        "beginning with '/'",
                                        shown(value)));
    } else if (deep > 2) {
      reading_.fault(value, "'pointer' has more than two '**'");
    } else {
      entry.pointer = *std::move(selector);
    }
  }

  void limits(Value object) {
    if (!object) return;
    std::vector<std::string_view> known;
    known.reserve(std::size(config_keys::kLimits));
    for (const config_keys::Bound& bound : config_keys::kLimits) known.push_back(bound.key);
    if (!reading_.object(object, known)) return;
    for (const config_keys::Bound& bound : config_keys::kLimits) {
      const auto number = reading_.number(object[bound.key], static_cast<double>(bound.low),
                                          static_cast<double>(bound.high));
      if (number) config_.lint.limits.*bound.member = static_cast<std::size_t>(*number);
    }
  }

  Reading& reading_;
  std::shared_ptr<const SourceFile> source_;
  LoadedConfig& loaded_;
  Config& config_;
};

// The file in this one folder.
Result<std::optional<std::string>> config_in(const std::string& folder, const std::string& top) {
  std::vector<std::string> found;
  for (const std::string_view name : kNames) {
    if (exists_without_following(join_path(folder, name))) found.push_back(join_path(folder, name));
  }
  if (found.size() > 1)
    return fail(ErrorCode::Usage, fmt::format("{}: '{}' stands beside it; keep one of them",
                                              printable(shown_path(found[0]), 200), kNames[1]));
  if (!found.empty()) {
    if (!is_below(real_path(found[0]), real_path(top)))
      return fail(ErrorCode::Usage, fmt::format("{}: is a symbolic link that leaves the repository",
                                                printable(shown_path(found[0]), 200)));
    return std::optional(found[0]);
  }
  for (const std::string_view name : kNeverRead) {
    const std::string path = join_path(folder, name);
    if (exists_without_following(path))
      return fail(ErrorCode::Usage,
                  fmt::format("{}: this name is never read; the configuration is called '{}'",
                              printable(shown_path(path), 200), kNames[0]));
  }
  return std::optional<std::string>();
}

}  // namespace

Result<std::optional<std::string>> ConfigSearch::find(const std::string& folder,
                                                      const std::string& top) {
  const auto known = known_.find({folder, top});
  if (known != known_.end()) return known->second;
  auto found = config_in(folder, top);
  const bool last = folder == top || folder == "/" || folder.empty();
  if (found && !*found && !last) found = find(std::string(parent_folder(folder)), top);
  return known_.emplace(std::pair(folder, top), std::move(found)).first->second;
}

Result<std::shared_ptr<const LoadedConfig>> no_config(CheckTable checks,
                                                      const RuleTables& builtin) {
  auto loaded = std::make_shared<LoadedConfig>(checks);
  if (const auto added = loaded->rules.add(builtin); !added)
    return fail(ErrorCode::Internal, added.error().message);
  return loaded;
}

Result<std::shared_ptr<const LoadedConfig>> load_config(const std::string& path, CheckTable checks,
                                                        const RuleTables& builtin) {
  const std::string absolute = absolute_path(path);
  auto text = read_file(absolute, kMaxBytes);
  if (!text) {
    const std::string shown = printable(shown_path(absolute), 200);
    if (path_type(absolute) == PathType::Missing)
      return fail(ErrorCode::Usage, fmt::format("{}: no such file", shown));
    // The message names the whole path; said is the one that the user gave.
    std::string_view why = text.error().message;
    if (const std::string whole = fmt::format("'{}' ", printable(absolute)); why.starts_with(whole))
      why.remove_prefix(whole.size());
    return fail(ErrorCode::Usage, fmt::format("{}: {}", shown, why));
  }
  auto loaded = std::make_shared<LoadedConfig>(checks);
  if (const auto added = loaded->rules.add(builtin); !added)
    return fail(ErrorCode::Internal, added.error().message);
  loaded->config.path = shown_path(absolute);
  loaded->config.folder = std::string(parent_folder(absolute));
  const auto source = std::make_shared<SourceFile>(loaded->config.path, *std::move(text));
  Reading reading(*source);
  const Loaded tree = load_yaml(*source, Limits{});
  take_load_faults(tree, reading);
  if (tree.tree.root().is_object()) ConfigReader(reading, source, *loaded).read(tree.tree.root());
  if (!reading.sound()) return fail(ErrorCode::Usage, join(reading.lines(), "\n"));
  return loaded;
}

}  // namespace cardlint
