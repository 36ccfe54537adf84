#include <nlohmann/json.hpp>

#include "report/json_probes.h"
#include "report/writer.h"

namespace cardlint {
namespace {

using Json = nlohmann::ordered_json;

Json position(const Position& p) {
  return {{"line", p.line}, {"column", p.column}, {"offset", p.offset}};
}
Json range(const Range& r) {
  return {{"start", position(r.start)}, {"end", position(r.end)}};
}

Json document(const DocumentSummary& d) {
  Json verdicts = Json::array();
  for (const ConsumerVerdict& v : d.verdicts) {
    verdicts.push_back(
        {{"consumer", name(v.consumer)}, {"verdict", name(v.verdict)}, {"because", v.because}});
  }
  return {{"path", d.path},
          {"kind", d.kind.empty() ? Json(nullptr) : Json(d.kind)},
          {"dialect", d.dialect.empty() ? Json(nullptr) : Json(d.dialect)},
          {"bytes", d.bytes},
          {"verdicts", std::move(verdicts)}};
}

Json diagnostic(const Diagnostic& d) {
  Json related = Json::array();
  for (const Related& r : d.related) {
    related.push_back({{"path", r.where.path},
                       {"pointer", r.where.pointer},
                       {"range", range(r.where.range)},
                       {"message", r.message}});
  }
  return {{"rule", d.rule},
          {"severity", name(d.severity)},
          {"confidence", name(d.confidence)},
          {"message", d.message},
          {"path", d.where.path},
          {"pointer", d.where.pointer},
          {"range", range(d.where.range)},
          {"fix", d.fix},
          {"url", d.url},
          {"fingerprint", d.fingerprint},
          {"suppressed", d.suppressed ? Json(*d.suppressed) : Json(nullptr)},
          {"related", std::move(related)}};
}

Json unjudged(const NotAssessed& n) {
  return {{"what", n.what}, {"reason", n.reason}};
}

// The members of the root, written one by one, and lists item by item: as one value a report on
// many targets would take several times its size in memory.
class RootWriter {
 public:
  explicit RootWriter(std::ostream& out) : out_(out) {}

  void member(std::string_view name, const Json& value) {
    begin(name);
    dump(value, "\n  ");
  }

  template <typename Items, typename ToJson>
  void list(std::string_view name, const Items& items, const ToJson& to_json) {
    begin(name);
    std::string_view before = "[\n    ";
    for (const auto& item : items) {
      out_ << before;
      dump(to_json(item), "\n    ");
      before = ",\n    ";
    }
    out_ << (items.empty() ? "[]" : "\n  ]");
  }

  void end() { out_ << "\n}\n"; }

 private:
  void begin(std::string_view name) {
    out_ << (first_ ? "{\n  \"" : ",\n  \"") << name << "\": ";
    first_ = false;
  }

  // ASCII output: no reader of the report can be fooled by invisible or bidirectional characters in
  // it; bytes of a path that are no UTF-8 become U+FFFD. A line break is never part of a string.
  void dump(const Json& value, std::string_view line_break) {
    const std::string text = value.dump(2, ' ', true, Json::error_handler_t::replace);
    std::size_t from = 0;
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', from)) {
      out_ << std::string_view(text).substr(from, at - from) << line_break;
      from = at + 1;
    }
    out_ << std::string_view(text).substr(from);
  }

  std::ostream& out_;
  bool first_ = true;
};

}  // namespace

void write_json(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  RootWriter root(out);
  root.member("schemaVersion", 1);
  root.member("tool", {{"name", "cardlint"}, {"version", options.version}});
  root.list("documents", report.documents, document);
  root.list("diagnostics", report.diagnostics, diagnostic);
  root.list("targets", report.targets, target_json);
  root.list("probes", report.probes, probe_json);
  root.list("notAssessed", report.not_assessed, unjudged);
  const Counts counts = count(report);
  root.member("summary", {{"documents", report.documents.size()},
                          {"errors", counts.errors},
                          {"warnings", counts.warnings},
                          {"infos", counts.infos},
                          {"suppressed", counts.suppressed},
                          {"probes", report.probes.size()},
                          {"notAssessed", counts.not_assessed}});
  root.end();
}

}  // namespace cardlint
