#include "fuzz/report_checks.h"

#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "fuzz/support.h"
#include "fuzz/world.h"
#include "fuzz/xml_check.h"

namespace cardlint::fuzz {
namespace {

template <class Check>
void each_line(std::string_view text, const Check& check) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    promise(end != std::string_view::npos, "a report ends its last line", text);
    check(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
}

void check_json(std::string_view out) {
  promise(std::all_of(out.begin(), out.end(),
                      [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }),
          "JSON reports are ASCII");
  promise(nlohmann::json::accept(out), "a JSON report parses", out);
}

void check_commands(std::string_view out) {
  each_line(out, [](std::string_view line) {
    promise(line.starts_with("::error ") || line.starts_with("::warning ") ||
                line.starts_with("::notice "),
            "each line for GitHub is one command of ours", line);
    const std::size_t end = line.find("::", 2);
    promise(end != std::string_view::npos, "a command for GitHub has a message", line);
    const std::string_view properties = line.substr(0, end);
    promise(std::count(properties.begin(), properties.end(), ',') <= 5,
            "a command for GitHub has the properties that we write", line);
    // Every '%' begins an escape of ours, so the runner reads what we meant.
    for (std::size_t at = line.find('%'); at != std::string_view::npos; at = line.find('%', at + 1))
      promise(
          line.substr(at, 3) == "%25" || line.substr(at, 3) == "%3A" || line.substr(at, 3) == "%2C",
          "'%' is escaped for GitHub", line);
  });
}

void check_text(std::string_view out) {
  each_line(out, [](std::string_view line) {
    promise(!line.starts_with("::") && !line.starts_with("##["),
            "no line of text is a command of a runner", line);
  });
}

void check_metrics(std::string_view out) {
  each_line(out, [](std::string_view line) {
    promise(line.starts_with("# HELP cardlint_") || line.starts_with("# TYPE cardlint_") ||
                line.starts_with("cardlint_"),
            "each line for Prometheus is a series of ours", line);
  });
}

void check_format(Format format, std::string_view out) {
  promise(is_visible(out, true), "a report holds nothing invisible", out);
  switch (format) {
    case Format::Json:
    case Format::Sarif:
    case Format::Gitlab:
      return check_json(out);
    case Format::Github:
      return check_commands(out);
    case Format::Junit: {
      const std::string fault = find_xml_fault(out);
      return promise(fault.empty(), "JUnit XML is well-formed", fault + "\n" + std::string(out));
    }
    case Format::Prometheus:
      return check_metrics(out);
    case Format::Text:
      return check_text(out);
    case Format::Markdown:
      return;
  }
}

}  // namespace

std::string written(Format format, const CheckReport& report, bool verbose) {
  ReportOptions options;
  options.version = "0.1.0";
  options.consumers = verbose;
  options.verbose = verbose;
  options.now = 1'800'000'000;
  std::ostringstream out;
  write_report(out, format, report, options);
  return out.str();
}

void check_formats(const CheckReport& report) {
  for (const Format format : kAllFormats) {
    check_format(format, written(format, report));
    check_format(format, written(format, report, false));
  }
}

void check_contract(const CheckReport& report) {
  const SourceFile source("report.json", written(Format::Json, report));
  Limits limits;
  limits.file_bytes = 256u << 20;
  limits.nodes = 10'000'000;
  const Loaded loaded = load_json(source, limits);
  promise(!loaded.tree.empty() && loaded.faults.empty(), "our own loader reads the JSON report");
  const auto faults = world().schemas.validate("report", loaded.tree.root());
  promise(faults.has_value(), "the schema of reports loads");
  for (const SchemaFault& fault : *faults)
    promise(false, "the JSON report keeps its contract",
            loaded.tree.pointer(fault.node) + " " + fault.detail);
}

void check_sample(const CheckReport& report, std::string_view json) {
  if (hash64(json) % 8 != 0) return;
  check_formats(report);
  check_contract(report);
}

void check_places(const CheckReport& report, std::string_view path, std::string_view text) {
  const SourceFile source("", std::string(text));
  for (const Diagnostic& d : report.diagnostics) {
    promise(!d.rule.empty() && !d.message.empty() && !d.fingerprint.empty(),
            "a finding has a rule, words and a fingerprint", d.rule);
    promise(d.severity != Severity::Off, "what is off is not reported", d.rule);
    if (d.where.path != path) continue;
    const Range& range = d.where.range;
    promise(range.start.offset <= range.end.offset && range.end.offset <= text.size(),
            "a finding lies in the text", d.rule);
    for (const Position& place : {range.start, range.end}) {
      const Position same = source.position(place.offset);
      promise(same.line == place.line && same.column == place.column,
              "line and column of a finding are those of its offset", d.rule);
    }
    promise(d.excerpt.line.size() <= 4000 && d.excerpt.width >= 1, "an excerpt is short", d.rule);
  }
  promise(std::is_sorted(report.diagnostics.begin(), report.diagnostics.end(), reported_before),
          "findings are sorted");
}

}  // namespace cardlint::fuzz
