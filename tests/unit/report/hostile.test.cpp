// No text of a document or of a server's answer gets out of its place, in any format.
#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/writer.h"
#include "support/reports.h"

using namespace cardlint;

namespace {

std::string written(Format format, const CheckReport& report, bool verbose = true) {
  ReportOptions options;
  options.version = "0.1.0";
  options.consumers = true;
  options.verbose = verbose;
  options.now = 1800000000;
  std::ostringstream out;
  write_report(out, format, report, options);
  return out.str();
}

std::size_t times(std::string_view text, std::string_view piece) {
  std::size_t n = 0;
  for (std::size_t at = text.find(piece); at != std::string_view::npos;
       at = text.find(piece, at + piece.size()))
    ++n;
  return n;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> list;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) list.push_back(line);
  return list;
}

// Valid UTF-8 in which nothing is invisible but the end of a line.
bool is_visible(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    if (!c.valid || (is_unprintable(c.value) && c.value != '\n')) return false;
    i += c.length;
  }
  return true;
}

// Calls `test` with each hostile text in a section of its own.
template <class Test>
void for_each_hostile(const Test& test) {
  for (const std::string& text : hostile_texts()) {
    INFO(printable(text, 60));
    test(text);
  }
}

}  // namespace

TEST_CASE("what any format writes is visible UTF-8 of bounded size") {
  for_each_hostile([](const std::string& text) {
    const CheckReport report = full_report(text);
    for (const Format format : kAllFormats) {
      INFO(name(format));
      const std::string out = written(format, report);
      CHECK(is_visible(out));
      // JSON is the record and holds everything; U+202E takes six bytes there.
      if (format != Format::Json) CHECK(out.size() < 1'000'000);
    }
  });
}

TEST_CASE("JSON formats are ASCII and have the members of a harmless report") {
  const auto keys = [](const nlohmann::json& value) {
    std::vector<std::string> list;
    for (const auto& [key, unused] : value.items()) list.push_back(key);
    return list;
  };
  for_each_hostile([&](const std::string& text) {
    for (const Format format : {Format::Json, Format::Sarif, Format::Gitlab}) {
      INFO(name(format));
      const std::string out = written(format, full_report(text));
      CHECK(std::all_of(out.begin(), out.end(),
                        [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
      const auto parsed = nlohmann::json::parse(out, nullptr, false);
      REQUIRE_FALSE(parsed.is_discarded());
      CHECK(keys(parsed) == keys(nlohmann::json::parse(written(format, full_report()))));
    }
  });
}

TEST_CASE("github: each line is one command of ours") {
  const std::size_t usual = lines_of(written(Format::Github, full_report())).size();
  for_each_hostile([&](const std::string& text) {
    const std::vector<std::string> lines = lines_of(written(Format::Github, full_report(text)));
    CHECK(lines.size() == usual);
    for (const std::string& line : lines) {
      CHECK((line.starts_with("::error ") || line.starts_with("::warning ") ||
             line.starts_with("::notice ")));
      // The properties end at the first "::" behind the command's name.
      const std::string properties = line.substr(2, line.find("::", 2) - 2);
      CHECK(properties.find("title=cardlint") != std::string::npos);
      CHECK(times(properties, ",") <= 5);
    }
  });
}

TEST_CASE("junit: no element begins in a text") {
  const std::string usual = written(Format::Junit, full_report());
  for_each_hostile([&](const std::string& text) {
    const std::string out = written(Format::Junit, full_report(text));
    CHECK(times(out, "<") == times(usual, "<"));
    CHECK(times(out, ">") == times(usual, ">"));
    CHECK(times(out, "\"") == times(usual, "\""));
    CHECK(times(out, "\n") == times(usual, "\n"));
  });
}

TEST_CASE("prometheus: no series, label or line begins in a text") {
  const std::vector<std::string> usual = lines_of(written(Format::Prometheus, full_report()));
  for_each_hostile([&](const std::string& text) {
    const std::vector<std::string> lines = lines_of(written(Format::Prometheus, full_report(text)));
    // The same names of checks make fewer series, never more.
    CHECK(lines.size() <= usual.size());
    for (const std::string& line : lines)
      CHECK((line.starts_with("# HELP cardlint_") || line.starts_with("# TYPE cardlint_") ||
             line.starts_with("cardlint_")));
  });
}

TEST_CASE("markdown: no row, cell, fence or element begins in a text") {
  const std::string usual = written(Format::Markdown, full_report());
  for_each_hostile([&](const std::string& text) {
    const std::string out = written(Format::Markdown, full_report(text));
    CHECK(times(out, "<details>") == times(usual, "<details>"));
    const std::vector<std::string> lines = lines_of(out), before = lines_of(usual);
    REQUIRE(lines.size() == before.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      // Cells end at bars with an even number of backslashes before them.
      std::size_t cells = 0, usual_cells = times(before[i], "|"), backslashes = 0;
      for (const char c : lines[i]) {
        if (c == '|' && backslashes % 2 == 0) ++cells;
        backslashes = c == '\\' ? backslashes + 1 : 0;
      }
      if (before[i].starts_with('|')) CHECK(cells == usual_cells);
      CHECK(lines[i].substr(0, 2) == before[i].substr(0, 2));
    }
  });
}

TEST_CASE("text: no line begins with a text") {
  for_each_hostile([](const std::string& text) {
    for (const std::string& line : lines_of(written(Format::Text, full_report(text)))) {
      CHECK_FALSE(line.starts_with("::"));
      CHECK_FALSE(line.starts_with("#"));
    }
  });
}
