#include "config/baseline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "config/reading.h"
#include "doc/load.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kMaxBytes = 64u << 20;
constexpr int kVersion = 1;
constexpr std::array kTop{"cardlintBaseline"sv, "findings"sv};
constexpr std::array kEntry{"fingerprint"sv, "rule"sv, "path"sv, "count"sv};

bool is_fingerprint(std::string_view text) {
  return text.size() == 16 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

Baseline Baseline::of(const CheckReport& report) {
  Baseline baseline;
  for (const Diagnostic& d : report.diagnostics) {
    if (d.suppressed) continue;
    Entry& entry = baseline.entries_[d.fingerprint];
    entry.rule = d.rule;
    entry.path = d.where.path;
    ++entry.count;
  }
  return baseline;
}

Result<Baseline> Baseline::load(const std::string& path) {
  auto text = read_file(path, kMaxBytes);
  if (!text)
    return fail(ErrorCode::Usage, fmt::format("{}: {}", printable(path, 200),
                                              path_type(path) == PathType::Missing
                                                  ? "no such file; --write-baseline makes one"
                                                  : text.error().message));
  const SourceFile source(path, *std::move(text));
  Limits limits;
  limits.file_bytes = kMaxBytes;
  limits.nodes = 5'000'000;
  const Loaded loaded = load_json(source, limits);
  Reading reading(source);
  for (const LoadFault& fault : loaded.faults) reading.fault(fault.span, fault.detail);
  const Value root = loaded.tree.root();
  Baseline baseline;
  if (root.is_object() && reading.object(root, kTop)) {
    if (root["cardlintBaseline"].number() != kVersion)
      reading.fault(root,
                    "this is no baseline that this version of cardlint wrote "
                    "('cardlintBaseline': 1)");
    if (!root["findings"]) reading.missing(root, "findings");
    if (reading.list(root["findings"])) {
      for (const Value item : root["findings"]) {
        if (!reading.object(item, kEntry)) continue;
        const std::string fingerprint = reading.text(item["fingerprint"]).value_or("");
        Entry entry{reading.text(item["rule"]).value_or(""),
                    reading.text(item["path"]).value_or(""), 0, 0};
        const auto count = reading.number(item["count"], 1, 1e6);
        entry.count = static_cast<std::size_t>(count.value_or(1));
        for (const std::string_view key : kEntry) {
          if (!item[key] && key != "count") reading.missing(item, key);
        }
        if (item["fingerprint"].is_string() && !is_fingerprint(fingerprint))
          reading.fault(item["fingerprint"], "'fingerprint' is not 16 hexadecimal digits");
        if (!baseline.entries_.emplace(fingerprint, std::move(entry)).second)
          reading.fault(item, "this fingerprint is here twice; 'count' says how often it occurs");
      }
    }
  }
  if (!reading.sound()) return fail(ErrorCode::Usage, join(reading.lines(), "\n"));
  return baseline;
}

std::string Baseline::to_json() const {
  std::vector<std::pair<std::string, Entry>> sorted(entries_.begin(), entries_.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tie(a.second.path, a.second.rule, a.first) <
           std::tie(b.second.path, b.second.rule, b.first);
  });
  std::vector<std::string> lines;
  lines.reserve(sorted.size());
  for (const auto& [fingerprint, entry] : sorted) {
    lines.push_back(fmt::format(R"(    {{"path": {}, "rule": {}, "fingerprint": {}, "count": {}}})",
                                quoted_json(entry.path), quoted_json(entry.rule),
                                quoted_json(fingerprint), entry.count));
  }
  return fmt::format("{{\n  \"cardlintBaseline\": {},\n  \"findings\": [{}{}{}]\n}}\n", kVersion,
                     lines.empty() ? "" : "\n", join(lines, ",\n"), lines.empty() ? "" : "\n  ");
}

void Baseline::apply(CheckReport& report) {
  for (Diagnostic& d : report.diagnostics) {
    if (d.suppressed) continue;
    const auto found = entries_.find(d.fingerprint);
    if (found == entries_.end() || found->second.met == found->second.count) continue;
    ++found->second.met;
    d.suppressed = "accepted by the baseline";
  }
}

std::vector<std::string> Baseline::stale(const CheckReport& report) const {
  std::set<std::string_view> seen;
  for (const DocumentSummary& d : report.documents) seen.insert(d.path);
  std::vector<std::string> lines;
  for (const auto& [fingerprint, entry] : entries_) {
    const bool known = seen.contains(entry.path) || path_type(entry.path) == PathType::Missing;
    if (entry.met == entry.count || !known) continue;
    const std::size_t gone = entry.count - entry.met;
    lines.push_back(fmt::format("{}: '{}' is in the baseline and {}", printable(entry.path, 200),
                                printable(entry.rule, 80),
                                entry.met == 0 ? std::string("no longer occurs")
                                               : fmt::format("occurs {} times fewer", gone)));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace cardlint
