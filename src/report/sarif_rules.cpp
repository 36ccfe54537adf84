#include "report/sarif_rules.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "report/markdown_text.h"

namespace cardlint {
namespace {

using Json = nlohmann::ordered_json;
using std::string_view_literals::operator""sv;

// Groups whose findings can be exploited, not only be misread.
bool is_security(std::string_view group) {
  constexpr std::array kGroups{"secret"sv, "text"sv, "oauth"sv, "jwks"sv};
  return std::find(kGroups.begin(), kGroups.end(), group) != kGroups.end();
}

// Code scanning services sort by it as by a CVSS score: 7.0 to 8.9 is high, 4.0 to 6.9 medium.
std::string_view security_severity(Severity severity) {
  if (severity == Severity::Error) return "8.0";
  return severity == Severity::Warning ? "5.0" : "2.0";
}

std::string_view problem_severity(Severity severity) {
  if (severity == Severity::Error) return "error";
  return severity == Severity::Warning ? "warning" : "recommendation";
}

std::string one_line(std::string_view text) {
  std::string line(trim(text));
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

std::string sentence(std::string_view text) {
  std::string out = one_line(text);
  if (!out.empty() && out.back() != '.' && out.back() != '!' && out.back() != '?') out += '.';
  return out;
}

Json help(const RuleNote& note) {
  constexpr std::size_t kMost = 4000;
  std::string text = sarif_text(sentence(note.why.empty() ? note.title : note.why));
  std::string markdown =
      "**Why**: " +
      markdown_text(sentence(note.why.empty() ? note.title : note.why), MarkdownPlace::Text, kMost);
  if (!note.fix.empty()) {
    text += "\nFix: " + sarif_text(one_line(note.fix));
    markdown += "\n\n**Fix**: " + markdown_text(one_line(note.fix), MarkdownPlace::Text, kMost);
  }
  if (!note.references.empty()) {
    text += "\nSources: " + sarif_text(join(note.references, "; "));
    markdown += "\n\n**Sources**:\n";
    for (const std::string& reference : note.references)
      markdown += "\n* " + markdown_code(one_line(reference), MarkdownPlace::Text);
  }
  return {{"text", std::move(text)}, {"markdown", std::move(markdown)}};
}

Json descriptor(const RuleNote& note) {
  Json tags = Json::array({note.group});
  Json properties{{"precision", name(note.confidence)},
                  {"problem.severity", problem_severity(note.severity)}};
  if (is_security(note.group)) {
    tags.push_back("security");
    properties["security-severity"] = security_severity(note.severity);
  }
  properties["tags"] = std::move(tags);
  Json rule{{"id", note.id},
            {"shortDescription", {{"text", sarif_text(sentence(note.title))}}},
            {"fullDescription",
             {{"text", sarif_text(sentence(note.why.empty() ? note.title : note.why))}}},
            {"defaultConfiguration", {{"level", sarif_level(note.severity)}}},
            {"help", help(note)},
            {"properties", std::move(properties)}};
  if (note.url.starts_with("https://")) rule["helpUri"] = note.url;
  return rule;
}

}  // namespace

std::string sarif_text(std::string_view text) {
  return printable(text, 4000);
}

std::string sarif_message(std::string_view text) {
  std::string out;
  for (const char c : printable(text, 2000)) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string_view sarif_level(Severity severity) {
  if (severity == Severity::Error) return "error";
  return severity == Severity::Warning ? "warning" : "note";
}

SarifRules::SarifRules(const CheckReport& report) {
  std::map<std::string, RuleNote> notes;
  const auto note_of = [&](std::string_view word) -> RuleNote& {
    const std::string id(word);
    const auto [at, added] = notes.try_emplace(id);
    if (added) {
      const RuleNote* known = find_note(report, id);
      at->second =
          known != nullptr
              ? *known
              : RuleNote{
                    id, id.substr(0, id.find('-')), {}, {}, {}, {}, Severity::Off, Confidence::High,
                    {}};
    }
    return at->second;
  };
  // Rules without a note are described by their findings: the highest level, the last fix.
  for (const Diagnostic& d : report.diagnostics) {
    RuleNote& note = note_of(d.rule);
    if (!note.title.empty() && find_note(report, d.rule) != nullptr) continue;
    note.title = d.rule;
    note.severity = std::max(note.severity, d.severity);
    note.confidence = d.confidence;
    note.fix = d.fix;
    note.url = d.url;
  }
  for (const ProbeResult& p : report.probes) {
    RuleNote& note = note_of(p.check);
    if (find_note(report, p.check) != nullptr) continue;
    note.title = p.title.empty() ? p.check : p.title;
    note.severity = std::max(note.severity, p.severity);
    if (!p.fix.empty()) note.fix = p.fix;
    note.url = p.page;
  }
  for (auto& [id, note] : notes) notes_.push_back(std::move(note));
}

std::size_t SarifRules::index(std::string_view id) const {
  const auto at =
      std::lower_bound(notes_.begin(), notes_.end(), id,
                       [](const RuleNote& note, std::string_view word) { return note.id < word; });
  return static_cast<std::size_t>(at - notes_.begin());
}

Json SarifRules::descriptors() const {
  Json list = Json::array();
  for (const RuleNote& note : notes_) list.push_back(descriptor(note));
  return list;
}

}  // namespace cardlint
