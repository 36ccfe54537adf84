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

}  // namespace

void write_json(std::ostream& out, const CheckReport& report, const ReportOptions& options) {
  Json documents = Json::array();
  for (const DocumentSummary& d : report.documents) documents.push_back(document(d));
  Json diagnostics = Json::array();
  for (const Diagnostic& d : report.diagnostics) diagnostics.push_back(diagnostic(d));
  Json not_assessed = Json::array();
  for (const NotAssessed& n : report.not_assessed)
    not_assessed.push_back({{"what", n.what}, {"reason", n.reason}});
  const Counts counts = count(report);
  const Json whole{{"schemaVersion", 1},
                   {"tool", {{"name", "cardlint"}, {"version", options.version}}},
                   {"documents", std::move(documents)},
                   {"diagnostics", std::move(diagnostics)},
                   {"targets", targets_json(report)},
                   {"probes", probes_json(report)},
                   {"notAssessed", std::move(not_assessed)},
                   {"summary",
                    {{"documents", report.documents.size()},
                     {"errors", counts.errors},
                     {"warnings", counts.warnings},
                     {"infos", counts.infos},
                     {"suppressed", counts.suppressed},
                     {"probes", report.probes.size()},
                     {"notAssessed", counts.not_assessed}}}};
  // ASCII output: no reader of the report can be fooled by invisible or bidirectional characters in
  // it; bytes of a path that are no UTF-8 become U+FFFD.
  out << whole.dump(2, ' ', true, Json::error_handler_t::replace) << '\n';
}

}  // namespace cardlint
