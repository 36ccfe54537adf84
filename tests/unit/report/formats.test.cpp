// What each format says of an ordinary report.
#include <catch2/catch.hpp>

#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "report/markdown_text.h"
#include "report/uri_reference.h"
#include "report/writer.h"
#include "support/reports.h"

using namespace cardlint;
using nlohmann::json;

namespace {

ReportOptions usual_options() {
  ReportOptions options;
  options.version = "0.1.0";
  return options;
}

std::string written(Format format, const CheckReport& report,
                    const ReportOptions& options = usual_options()) {
  std::ostringstream out;
  write_report(out, format, report, options);
  return out.str();
}

bool holds(const std::string& text, std::string_view piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("names of formats are read back") {
  for (const Format format : kAllFormats) CHECK(parse_format(name(format)) == format);
  CHECK_FALSE(parse_format("Json"));
}

TEST_CASE("failed probes count as findings, unjudged ones as not assessed") {
  const Counts counts = count(full_report());
  CHECK(counts.errors == 2);
  CHECK(counts.warnings == 1);
  CHECK(counts.infos == 2);
  CHECK(counts.suppressed == 1);
  CHECK(counts.not_assessed == 3);
}

TEST_CASE("json has targets and probes as the schema says") {
  const json report = json::parse(written(Format::Json, full_report()));
  CHECK(report["summary"]["probes"] == 4);
  CHECK(report["summary"]["errors"] == 2);
  CHECK(report["summary"]["notAssessed"] == 3);
  CHECK(report["targets"][0]["certificateExpires"] == 1798761600);
  CHECK(report["targets"][0]["clients"][0]["stops"].is_null());
  const json& probe = report["probes"][1];
  CHECK(probe["outcome"] == "fail");
  CHECK(probe["observed"]["status"] == 403);
  CHECK(probe["observed"]["headers"]["server"] == "x");
  CHECK(report["probes"][0]["severity"].is_null());
  CHECK(report["probes"][0]["reason"].is_null());
}

TEST_CASE("json joins headers of one name") {
  CheckReport report = full_report();
  ProbeObservation observed = *report.probes[1].observed;
  observed.headers = {{"link", "a"}, {"link", "b"}};
  report.probes[1].observed = std::make_shared<const ProbeObservation>(observed);
  const json parsed = json::parse(written(Format::Json, report));
  CHECK(parsed["probes"][1]["observed"]["headers"]["link"] == "a, b");
}

TEST_CASE("text tells failures in full, passes as a count, and where clients stop") {
  const std::string text = written(Format::Text, full_report());
  CHECK(holds(text, "✗ error [probe-mcp-unauth-status] status\n"));
  CHECK(holds(text, "asked:    POST https://mcp.example.com/mcp, no credential\n"));
  CHECK(holds(text, "observed: 403, text/html, 12 ms, 2 attempts, from 192.0.2.7\n"));
  CHECK(holds(text, "✓ 1 check passed (--verbose lists them)\n"));
  CHECK(holds(text, "? not assessed [probe-card-soft-404] timeout: the server did not answer"));
  CHECK(holds(text, "smithery-scan stops at reading the card: its user reads \"not found\""));
  CHECK(holds(text, "1 document and 1 target checked: 2 errors, 1 warning, 2 notes, 1 suppressed"));
  ReportOptions verbose = usual_options();
  verbose.verbose = true;
  CHECK(holds(written(Format::Text, full_report(), verbose),
              "✓ probe-card-served: the card is served\n"));
}

TEST_CASE("github annotates failed probes without a file") {
  CHECK(holds(written(Format::Github, full_report()),
              "::error title=cardlint probe-mcp-unauth-status::https://mcp.example.com/mcp: "
              "without a credential the server answers 403. Fix: Answer 401"));
}

TEST_CASE("sarif: rules, places, suppressions, notifications") {
  const json run = json::parse(written(Format::Sarif, full_report()))["runs"][0];
  CHECK(run["columnKind"] == "unicodeCodePoints");
  CHECK(run["automationDetails"]["id"] == "cardlint/probe/");
  const json& rules = run["tool"]["driver"]["rules"];
  REQUIRE(rules.size() == 4);  // sorted, one for each rule and check
  CHECK(rules[0]["id"] == "manifest-target-enum");
  CHECK(rules[0]["defaultConfiguration"]["level"] == "error");
  CHECK(rules[0]["properties"]["precision"] == "high");
  // The notice is left out, what is suppressed is marked, passed probes are no results.
  const json& results = run["results"];
  REQUIRE(results.size() == 5);
  for (const json& result : results) {
    CHECK(result["ruleId"] == rules[result["ruleIndex"].get<std::size_t>()]["id"]);
    CHECK(result.contains("suppressions"));
  }
  CHECK(results[2]["suppressions"][0]["justification"] == "hosted elsewhere");
  const json& place = results[0]["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "smithery.yaml");
  CHECK(place["artifactLocation"]["index"] == 0);
  CHECK(place["region"]["startColumn"] == 9);
  CHECK(place["region"]["byteLength"] == 5);
  // Same fingerprint, same file: told apart.
  CHECK(results[0]["partialFingerprints"] != results[1]["partialFingerprints"]);
  // Code scanning refuses files with a URI of another scheme than file:.
  const json& target = results[3]["locations"][0]["physicalLocation"]["artifactLocation"];
  CHECK(target["uri"] == "mcp");
  CHECK(run["originalUriBaseIds"][target["uriBaseId"].get<std::string>()]["uri"] ==
        "https://mcp.example.com/");
  const json& invocation = run["invocations"][0];
  CHECK(invocation["executionSuccessful"] == false);
  CHECK(invocation["toolExecutionNotifications"].size() == 3);
  CHECK(invocation["toolExecutionNotifications"][1]["level"] == "note");
}

TEST_CASE("sarif: brackets in a message begin no link") {
  CheckReport report = full_report();
  report.diagnostics[0].message = "a [b](c)";
  report.diagnostics[0].fix.clear();
  const json run = json::parse(written(Format::Sarif, report))["runs"][0];
  CHECK(run["results"][0]["message"]["text"] == "a \\[b\\](c)");
}

TEST_CASE("sarif: secrets and orders to the model are security findings") {
  CheckReport report = full_report();
  report.rules[0].group = "secret";
  const json rule =
      json::parse(written(Format::Sarif, report))["runs"][0]["tool"]["driver"]["rules"][0];
  CHECK(rule["properties"]["tags"] == json{"secret", "security"});
  CHECK(rule["properties"]["security-severity"] == "8.0");
}

TEST_CASE("junit: failures from --fail-on up, errors for what ought to have been judged") {
  const std::string text = written(Format::Junit, full_report());
  CHECK(holds(text, R"(<testsuites name="cardlint" tests="7" failures="2" errors="2">)"));
  CHECK(holds(text,
              R"(<testsuite name="smithery.yaml" tests="1" failures="1" errors="0" skipped="0">)"));
  CHECK(holds(text, R"(<failure type="error" message="'target' is 'cloud')"));
  CHECK(holds(text, "<skipped>it lists no tools</skipped>"));
  ReportOptions strict = usual_options();
  strict.fail_on = Severity::Info;
  CHECK(holds(written(Format::Junit, full_report(), strict), "failures=\"3\" errors=\"2\""));
  CHECK(holds(written(Format::Junit, CheckReport{}), "tests=\"0\""));
}

TEST_CASE("gitlab: one entry a finding, each with a fingerprint of its own") {
  const json list = json::parse(written(Format::Gitlab, full_report()));
  REQUIRE(list.size() == 4);
  std::set<std::string> prints;
  for (const json& entry : list) prints.insert(entry["fingerprint"]);
  CHECK(prints.size() == 4);
  CHECK(list[0]["severity"] == "major");
  CHECK(list[1]["severity"] == "minor");
  CHECK(list[0]["location"]["lines"]["begin"] == 2);
  CHECK(written(Format::Gitlab, CheckReport{}) == "[]\n");
}

TEST_CASE("prometheus: what to alert on") {
  ReportOptions options = usual_options();
  options.now = 1800000000;
  const std::string text = written(Format::Prometheus, full_report(), options);
  CHECK(holds(text, "\ncardlint_probe_up{target=\"https://mcp.example.com/mcp\"} 1\n"));
  CHECK(holds(text,
              "check=\"probe-mcp-unauth-status\",severity=\"error\",outcome=\"fail\","
              "reason=\"status\"} 1\n"));
  CHECK(holds(text,
              "\ncardlint_probe_failures{target=\"https://mcp.example.com/mcp\","
              "severity=\"warning\"} 0\n"));
  CHECK(holds(text,
              "\ncardlint_probe_certificate_expiry_timestamp_seconds{target=\"https://"
              "mcp.example.com/mcp\"} 1798761600\n"));
  CHECK(holds(text, "\ncardlint_probe_last_run_timestamp_seconds 1800000000\n"));
  CHECK_FALSE(holds(written(Format::Prometheus, full_report()), "timestamp_seconds 18"));
}

TEST_CASE("markdown tables") {
  const std::string text = written(Format::Markdown, full_report());
  CHECK(holds(text, "## cardlint: 2 errors, 1 warning, 2 notes\n"));
  CHECK(holds(text, "| **error** | `smithery.yaml:2:9` | `manifest-target-enum` | 'target' is "));
  CHECK(holds(text, "| `smithery.yaml` | smithery-cli | **ignores** | `manifest-target-enum` |"));
  CHECK(holds(text, "; 1 note on what the documents are not shown.\n"));
  CHECK(holds(text, "| not-assessed | `probe-card-soft-404` | timeout | the server did not"));
}

TEST_CASE("markdown text stays readable and cannot act") {
  const auto text = [](std::string_view raw) { return markdown_text(raw, MarkdownPlace::Text); };
  CHECK(text("'name' is 3 letters long, expected 5") == "'name' is 3 letters long, expected 5");
  CHECK(text("'name' is '@acme/weather', so it ends") == "'name' is `'@acme/weather'`, so it ends");
  CHECK(text("see http://a.example.") == "see `http://a.example`.");
  CHECK(text("'resource_name' is missing") == "'resource_name' is missing");
  CHECK(text("_a_ b_ __c") == "`_a_ b_ __c`");
  CHECK(text("see //a.example") == "see `//a.example`");
  CHECK(text("<b>x</b> [y](z)") == "`<b>x</b> [y](z)`");
  CHECK(text("a `b` c") == "a `` `b` `` c");
  CHECK(markdown_text("a|b", MarkdownPlace::Cell) == "`a\\|b`");
  CHECK(markdown_text("a\\|b", MarkdownPlace::Cell) == "`a\\\\\\|b`");
  CHECK(markdown_code("a|b", MarkdownPlace::Text) == "`a|b`");
  CHECK(text("").empty());
}

TEST_CASE("paths and addresses as URI references") {
  CHECK(uri_of_path("a b/c:d.json") == "a%20b/c%3Ad.json");
  CHECK(uri_of_path("/tmp/x") == "file:///tmp/x");
  CHECK(uri_of_path("\xFF[") == "%FF%5B");
  const SplitUrl url = split_origin("https://a.example:8443/b c/[x]?q=%20%zz#f#g");
  CHECK(url.origin == "https://a.example:8443/");
  CHECK(url.rest == "b%20c/%5Bx%5D?q=%20%25zz");
  CHECK(split_origin("https://a.example/x:y").rest == "x%3Ay");
  CHECK(split_origin("https://a.example//b").rest == ".//b");
  CHECK(split_origin("http://[::1]:3000").origin == "http://[::1]:3000/");
  CHECK(split_origin("http://[::1]:3000").rest.empty());
  CHECK(split_origin("ftp://a.example/").origin.empty());
  CHECK(split_origin("smithery.yaml").origin.empty());
}
