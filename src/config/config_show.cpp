#include "config/config_show.h"

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "config/keys.h"
#include "doc/tree.h"
#include "doc/yaml_writer.h"

namespace cardlint {
namespace {

class Show {
 public:
  explicit Show(const Config& config) : config_(config) {}

  std::string text() {
    const LintSettings& lint = config_.lint;
    out_ = config_.path.empty() ? "# no configuration file\n"
                                : fmt::format("# from {}\n", printable(config_.path, 200));
    line("consumers", lint.consumers.empty() ? "" : consumers(lint.consumers),
         "those that each document is meant for");
    line("spec", lint.spec.empty() ? "" : quoted_json(lint.spec), "every revision");
    line("generation", lint.generation ? std::string(name(*lint.generation)) : "", "auto");
    line("posture", lint.posture ? std::string(name(*lint.posture)) : "", "what the documents say");
    line("fail-on", config_.fail_on ? std::string(name(*config_.fail_on)) : "", "error");
    rules();
    texts("rule-folders", config_.rule_folders);
    ignores();
    targets();
    limits();
    return yaml_escaped(out_);
  }

 private:
  void line(std::string_view key, const std::string& value, std::string_view otherwise) {
    out_ += value.empty() ? fmt::format("# {}: {}\n", key, otherwise)
                          : fmt::format("{}: {}\n", key, value);
  }

  static std::string consumers(ConsumerSet set) {
    std::vector<std::string> words;
    for (const Consumer consumer : kAllConsumers) {
      if (set.has(consumer)) words.emplace_back(name(consumer));
    }
    return fmt::format("[{}]", join(words, ", "));
  }

  std::string relative(const std::string& absolute) const {
    return relative_to(absolute, config_.folder);
  }

  void rules() {
    if (config_.lint.severities.empty() && config_.changed.empty())
      return line("rules", "", "at their own levels");
    out_ += "rules:\n";
    for (const auto& [id, severity] : config_.lint.severities) {
      if (!config_.changed.contains(id)) out_ += fmt::format("  {}: {}\n", id, name(severity));
    }
    for (const auto& [id, json] : config_.changed) out_ += fmt::format("  {}: {}\n", id, json);
  }

  void texts(std::string_view key, const std::vector<std::string>& paths) {
    if (paths.empty()) return line(key, "", "none");
    out_ += fmt::format("{}:\n", key);
    for (const std::string& path : paths) out_ += fmt::format("  - {}\n", json(relative(path)));
  }

  static std::string json(std::string_view text) { return quoted_json(text); }

  void ignores() {
    if (config_.lint.ignores == nullptr || config_.lint.ignores->entries().empty())
      return line("ignore", "", "nothing");
    out_ += "ignore:\n";
    for (const IgnoreEntry& entry : config_.lint.ignores->entries()) {
      std::vector<std::string> parts;
      if (entry.files) parts.push_back("files: " + json(entry.files->text()));
      if (!entry.rules.empty()) parts.push_back(fmt::format("rule: [{}]", join(entry.rules, ", ")));
      if (entry.pointer) parts.push_back("pointer: " + json(entry.pointer->text()));
      parts.push_back("reason: " + json(entry.reason));
      if (!entry.until.empty()) parts.push_back("until: " + entry.until);
      out_ += fmt::format("  - {{{}}}\n", join(parts, ", "));
    }
  }

  void targets() {
    if (config_.targets.empty()) return line("targets", "", "none");
    out_ += "targets:\n";
    for (const ProbeTargetConfig& target : config_.targets) one_target(target);
  }

  void one_target(const ProbeTargetConfig& t) {
    out_ += fmt::format("  - url: {}\n", json(t.url));
    const auto member = [&](std::string_view key, const std::string& value) {
      if (!value.empty()) out_ += fmt::format("    {}: {}\n", key, value);
    };
    const auto path = [&](const std::string& p) {
      return p.empty() ? std::string() : json(relative(p));
    };
    member("posture", t.posture ? std::string(name(*t.posture)) : "");
    member("card", path(t.card));
    member("manifest", path(t.manifest));
    member("tools", path(t.tools));
    member("client-id", t.client_id.empty() ? "" : json(t.client_id));
    member("issuer", t.issuer.empty() ? "" : json(t.issuer));
    member("browser", t.browser ? "true" : "");
    std::vector<std::string> fields;
    for (const ProbeHeader& h : t.headers)
      fields.push_back(fmt::format("{}: {}", json(h.name), json("${env:" + h.variable + "}")));
    member("headers", fields.empty() ? "" : fmt::format("{{{}}}", join(fields, ", ")));
    member("bearer", t.bearer.empty() ? "" : json("${env:" + t.bearer + "}"));
    member("consumers", t.consumers.empty() ? "" : consumers(t.consumers));
    if (t.expect.empty()) return;
    out_ += "    expect:\n";
    for (const ProbeExpectation& row : t.expect) out_ += fmt::format("      - {}\n", row_text(row));
  }

  static std::string map(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::vector<std::string> parts;
    parts.reserve(fields.size());
    for (const auto& [key, value] : fields)
      parts.push_back(fmt::format("{}: {}", json(key), json(value)));
    return fmt::format("{{{}}}", join(parts, ", "));
  }

  std::string row_text(const ProbeExpectation& row) const {
    std::vector<std::string> parts;
    const auto member = [&](std::string_view key, const std::string& value) {
      if (!value.empty()) parts.push_back(fmt::format("{}: {}", key, value));
    };
    member("id", row.id);
    member("url", row.url.empty() ? "" : json(row.url));
    member("method", row.method);
    member("auth", row.auth);
    member("send", row.send.empty() ? "" : map(row.send));
    member("status",
           row.statuses.empty() ? "" : fmt::format("[{}]", fmt::join(row.statuses, ", ")));
    std::vector<std::string> types;
    for (const std::string& type : row.media_types) types.push_back(json(type));
    member("media-type", types.empty() ? "" : fmt::format("[{}]", join(types, ", ")));
    member("headers", row.headers.empty() ? "" : map(row.headers));
    member("body-file", row.body_file.empty() ? "" : json(relative(row.body_file)));
    member("severity", row.severity ? std::string(name(*row.severity)) : "");
    member("reason", row.reason.empty() ? "" : json(row.reason));
    return fmt::format("{{{}}}", join(parts, ", "));
  }

  void limits() {
    const Limits usual;
    std::string changed;
    for (const config_keys::Bound& bound : config_keys::kLimits) {
      const std::size_t value = config_.lint.limits.*bound.member;
      const bool own = value != usual.*bound.member;
      changed += fmt::format("{} {}: {}\n", own ? " " : "#  ", bound.key, value);
    }
    const bool any = changed.starts_with("  ") || changed.find("\n  ") != std::string::npos;
    out_ += fmt::format("{}limits:\n{}", any ? "" : "# ", changed);
  }

  const Config& config_;
  std::string out_;
};

}  // namespace

std::string show_config(const Config& config) {
  return Show(config).text();
}

}  // namespace cardlint
