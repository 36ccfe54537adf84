// Reports made by hand: one that shows everything that a report can hold, and hostile texts to put
// into each of its strings.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "diag/check_report.h"

namespace cardlint {

// `text` stands in every free string when it is not empty; the words that only cardlint itself
// chooses (methods, eras, postures) stay, and so do ids when `sound_ids`. Ids and paths are bounded
// where they come from.
inline CheckReport full_report(const std::string& text = {}, bool sound_ids = false) {
  const auto or_text = [&](const char* usual) { return text.empty() ? std::string(usual) : text; };
  const auto or_id = [&](const char* usual) {
    return text.empty() || sound_ids ? std::string(usual) : text.substr(0, 1000);
  };
  const auto or_path = [&](const char* usual) {
    return text.empty() ? std::string(usual) : text.substr(0, 1000);
  };
  const std::string url = "https://mcp.example.com/mcp" + text;
  CheckReport report;

  DocumentSummary document;
  document.path = or_path("smithery.yaml");
  document.kind = "smithery-manifest";
  document.bytes = 412;
  document.verdicts = {{Consumer::SmitheryCli, Verdict::Ignores, {or_id("manifest-target-enum")}},
                       {Consumer::Claude, Verdict::Accepts, {}}};
  report.documents.push_back(document);

  Diagnostic d;
  d.rule = or_id("manifest-target-enum");
  d.severity = Severity::Error;
  d.message = or_text("'target' is 'cloud', so the Smithery CLI ignores the whole file");
  d.where = {document.path, "/" + or_text("target"), {{2, 9, 22}, {2, 14, 27}}};
  d.excerpt = {or_text("target: cloud"), 9, 5};
  d.fix = or_text("Use local or remote, or remove the key.");
  d.url = or_text("rules/README.md#manifest-target-enum");
  d.fingerprint = "67b08f5dabfa23cd";
  d.related = {{{or_path("Dockerfile"), "", {{1, 1, 0}, {1, 5, 4}}}, or_text("see here")}};
  report.diagnostics.push_back(d);
  d.severity = Severity::Warning;
  d.where.range = {{3, 1, 28}, {3, 1, 28}};
  report.diagnostics.push_back(d);
  d.suppressed = or_text("hosted elsewhere");
  report.diagnostics.push_back(d);
  d.suppressed.reset();
  d.severity = Severity::Info;
  d.notice = true;
  report.diagnostics.push_back(d);
  report.rules = {{d.rule,
                   "manifest",
                   or_text("target is neither local nor remote"),
                   or_text("The loader validates target."),
                   d.fix,
                   d.url,
                   Severity::Error,
                   Confidence::High,
                   {or_text("RFC 8259 §8.1")}}};

  TargetSummary target;
  target.url = url;
  target.posture = "apikey";
  target.era = "modern";
  target.exchanges = 14;
  target.seconds = 1.5;
  target.certificate_expires = 1798761600;
  target.clients = {{or_text("claude"), "", ""},
                    {or_text("smithery-scan"), or_text("reading the card"), or_text("not found")}};
  report.targets.push_back(target);

  report.words = std::make_shared<WordPool>();
  const auto keep = [&](const std::string& word) { return report.words->keep(word); };
  ProbeResult passed;
  passed.target = keep(url);
  passed.check = keep(or_id("probe-card-served"));
  passed.title = keep(or_text("the card is served"));
  passed.method = "GET";
  passed.url = keep(url);
  report.probes.push_back(passed);

  ProbeResult failed = passed;
  failed.check = keep(or_id("probe-mcp-unauth-status"));
  failed.title = keep(or_text("a request without credentials is refused with 401"));
  failed.outcome = Outcome::Fail;
  failed.severity = Severity::Error;
  failed.reason = keep(or_text("status"));
  failed.method = "POST";
  failed.expected = keep(or_text("401"));
  failed.observed =
      std::make_shared<const ProbeObservation>(ProbeObservation{403,
                                                                or_text("text/html"),
                                                                {{or_text("server"), or_text("x")}},
                                                                or_text("<html>"),
                                                                12.3,
                                                                2,
                                                                or_text("192.0.2.7")});
  failed.message = keep(or_text("without a credential the server answers 403"));
  failed.fix = keep(or_text("Answer 401 with WWW-Authenticate."));
  failed.page = keep(or_text("rules/README.md#probe-mcp-unauth-status"));
  failed.fingerprint = "00b08f5dabfa23cd";
  failed.rules = {or_id("card-required-member")};
  report.probes.push_back(failed);
  failed.severity = Severity::Info;
  report.probes.push_back(failed);

  ProbeResult unjudged = passed;
  unjudged.check = keep(or_id("probe-card-soft-404"));
  unjudged.outcome = Outcome::NotAssessed;
  unjudged.reason = keep(or_text("timeout"));
  unjudged.message = keep(or_text("the server did not answer within 10 seconds"));
  unjudged.operational = true;
  report.probes.push_back(unjudged);

  report.not_assessed = {{or_text("package.json"), or_text("is larger than 1 MiB"), true},
                         {or_text("tools"), or_text("it lists no tools"), false}};
  return report;
}

// Each is an attack on at least one format.
inline std::vector<std::string> hostile_texts() {
  const auto repeated = [](const char* piece, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += piece;
    return text;
  };
  return {
      "\x1b[31mred\x1b[0m\x1b]0;title\a\b\b",
      std::string("nul\0tab\t", 8),
      "a\n::error file=x::boom\r\n::stop-commands::t",
      "%0A::error::x%25",
      "]]><script>alert(1)</script><img src=x onerror=alert(1)>&amp;&#60;b&#62;",
      "</details></summary></code></td><h1>big",
      "<!-- <![CDATA[ ]]> -->",
      "| a | b |",
      "x \\| y \\\\| z \\",
      "a`b``c```d ` `` ``` |`|",
      "```\n~~~\n# head\n> quote\n- list\n1. list\n---\n===\n    code",
      "[x](javascript:alert(1)) ![i](http://evil.example/i.png) [y]: http://evil.example [z][y]",
      "http://evil.example https://evil.example/x www.evil.example a@evil.example "
      "mailto:a@b.example",
      "<http://evil.example> //evil.example 'www.evil.example'",
      "@everyone #1 GH-1 owner/repository#1 :tada: $x$ $$y$$ $`z`$ *b* _i_ __b__ ~~s~~ ==m==",
      "{0} {1} {{2}} ${{ secrets.X }} ${env:HOME} `{x}`",
      "\" 1\n# HELP x y\n# TYPE x counter\nx{a=\"b\"} 1 \\",
      "\xE2\x80\xAE"
      "rtl\xE2\x81\xA6 zero\xE2\x80\x8B"
      "width \xEF\xBB\xBF \xF3\xA0\x81\x81 \xE2\x80\xA8line",
      "\xED\xA0\x80 \xED\xBF\xBF \xFF\xFE \xC0\xAF \xF4\x90\x80\x80 \xE2\x82",
      "\xEF\xBF\xBE \xEF\xBF\xBF \xEE\x80\x80 \xC2\x85 \xC2\x9B",
      "' onload='x' \" onload=\"x",
      "../../etc/passwd",
      " ",
      repeated("A", 1 << 20),
      repeated("`", 1 << 15),
      repeated("[", 1 << 15),
      repeated("|\\", 1 << 15),
      repeated("*_ ", 1 << 15),
      repeated("\xE2\x80\xAE\n", 1 << 15),
  };
}

}  // namespace cardlint
