// What the user expects of URLs that he names.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "doc/load.h"
#include "probe/checks/table.h"

namespace cardlint::probe_checks {
namespace {

struct Miss {
  std::string_view reason;  // "" when the answer is as expected
  std::string expected;
  std::string what;
};

// "200", "4xx".
bool is_status(int status, std::string_view pattern) {
  const std::string text = std::to_string(status);
  return pattern.size() == text.size() &&
         std::equal(pattern.begin(), pattern.end(), text.begin(),
                    [](char p, char c) { return p == 'x' || p == 'X' || p == c; });
}

Miss miss_of_head(const ExpectationRow& row, const Exchange& exchange) {
  const bool status =
      row.statuses.empty() ||
      std::any_of(row.statuses.begin(), row.statuses.end(),
                  [&](const std::string& pattern) { return is_status(exchange.status, pattern); });
  if (!status) {
    return {"status", join(row.statuses, " or "), fmt::format("is answered {}", exchange.status)};
  }
  const std::string type = media_type(exchange);
  const bool fits =
      row.media_types.empty() ||
      std::any_of(row.media_types.begin(), row.media_types.end(),
                  [&](const std::string& wanted) { return to_lower_ascii(wanted) == type; });
  if (!fits) {
    return {"media-type", join(row.media_types, " or "),
            type.empty() ? std::string("comes without a media type")
                         : fmt::format("comes as '{}'", printable(type))};
  }
  for (const HttpHeader& wanted : row.expected_headers) {
    const auto values = header_values(exchange.headers, wanted.name);
    const bool has = std::any_of(values.begin(), values.end(), [&](std::string_view value) {
      return wanted.value.empty() || trim(value) == trim(wanted.value);
    });
    if (has) continue;
    return {"header", fmt::format("a header '{}'", printable(wanted.name)),
            values.empty() ? fmt::format("has no header '{}'", printable(wanted.name))
                           : fmt::format("has the header '{}' with '{}'", printable(wanted.name),
                                         printable(values.front()))};
  }
  return {};
}

Miss miss_of_body(const ExpectationRow& row, const Exchange& exchange) {
  if (row.body == nullptr) return {};
  const std::string file = printable(row.body_file.value_or(row.body->source->path()), 200);
  const SourceFile source("", exchange.body);
  const Loaded loaded = load_json(source, Limits{});
  if (loaded.tree.empty()) return {"body", fmt::format("the JSON of {}", file), "brings no JSON"};
  if (same_value(loaded.tree.root(), row.body->root())) return {};
  return {"mismatch", fmt::format("the JSON of {}", file), "brings other JSON"};
}

void expectation(const ProbeView& view, const Args&, ProbeReporter& report) {
  std::size_t number = 0;
  for (const ExpectationRow& row : view.target.rows) {
    const std::string role = fmt::format("row-{}", ++number);
    const Exchange* exchange = answered(view, role, report);
    if (exchange == nullptr) continue;
    Miss miss = miss_of_head(row, *exchange);
    const bool limited = exchange->status == 429 && miss.reason == "status";
    if (limited) {
      report.not_assessed(role, "rate-limited");
      continue;
    }
    if (miss.reason.empty()) miss = miss_of_body(row, *exchange);
    if (miss.reason == "body" && !exchange->body_whole) {
      report.not_assessed(role, "no-document");
      continue;
    }
    if (miss.reason.empty()) {
      report.pass(role);
      continue;
    }
    ProbeFinding finding{Outcome::Fail, role, std::string(miss.reason), miss.expected, {}, {}};
    finding.params = {{"row", row.id.empty() ? role : printable(row.id, 80)},
                      {"what", std::move(miss.what)}};
    finding.severity = row.severity;
    report.add(std::move(finding));
  }
}

constexpr std::array kTable{
    ProbeCheckEntry{"expectation", "an answer is not what a row of the user says", {}, expectation},
};

}  // namespace

ProbeCheckTable row_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
