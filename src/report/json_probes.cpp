#include "report/json_probes.h"

namespace cardlint {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json observed_json(const ProbeObservation& observed) {
  Json headers = Json::object();
  for (const auto& [key, value] : observed.headers) {
    if (!headers.contains(key)) {
      headers[key] = value;
    } else {  // as RFC 9110 §5.3 joins them
      headers[key] = headers[key].get_ref<const std::string&>() + ", " + value;
    }
  }
  return {{"status", observed.status == 0 ? Json(nullptr) : Json(observed.status)},
          {"contentType", or_null(observed.content_type)},
          {"headers", std::move(headers)},
          {"bodyStart", or_null(observed.body_start)},
          {"ms", observed.ms},
          {"attempts", observed.attempts},
          {"remote", or_null(observed.remote)}};
}

}  // namespace

Json probe_json(const ProbeResult& p) {
  Json request = nullptr;
  if (!p.url.empty()) request = {{"method", p.method}, {"url", p.url}, {"auth", p.auth}};
  return {{"target", p.target},
          {"check", p.check},
          {"title", p.title},
          {"outcome", name(p.outcome)},
          {"severity", p.severity == Severity::Off ? Json(nullptr) : Json(name(p.severity))},
          {"reason", or_null(p.reason)},
          {"operational", p.operational},
          {"request", std::move(request)},
          {"expected", or_null(p.expected)},
          {"observed", p.observed ? observed_json(*p.observed) : Json(nullptr)},
          {"message", p.message},
          {"fix", p.fix},
          {"url", p.page},
          {"fingerprint", p.fingerprint},
          {"rules", p.rules}};
}

Json target_json(const TargetSummary& t) {
  Json clients = Json::array();
  for (const TargetSummary::Client& c : t.clients)
    clients.push_back({{"name", c.name}, {"stops", or_null(c.stops)}, {"message", c.message}});
  return {
      {"url", t.url},
      {"posture", or_null(t.posture)},
      {"postureDeclared", t.posture_declared},
      {"era", or_null(t.era)},
      {"exchanges", t.exchanges},
      {"seconds", t.seconds},
      {"certificateExpires", t.certificate_expires ? Json(*t.certificate_expires) : Json(nullptr)},
      {"clients", std::move(clients)}};
}

}  // namespace cardlint
