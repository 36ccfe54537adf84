// A whole check of one text: the first byte says where it lies, the second how the run is set.
#include "fuzz/report_checks.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/world.h"
#include "lint/run.h"

namespace cardlint::fuzz {

void run_check(std::string_view input) {
  Input in(input);
  const std::string path = path_of(in.byte());
  const std::uint8_t choice = in.byte();
  const LintSettings settings = settings_of(choice);
  const Linter linter(world().rules, world().schemas, settings);
  FetchedText fetched;
  if (choice & 0x80) {
    fetched.from = "https://mcp.example.com/" + path;
    fetched.identifier = "https://mcp.example.com/mcp";
  }
  const std::string text(in.rest());
  const CheckReport report = lint_text(linter, path, text, std::nullopt, settings.limits, fetched);
  check_places(report, path, text);
  const std::string json = written(Format::Json, report);
  check_sample(report, json);
  const CheckReport again = lint_text(linter, path, text, std::nullopt, settings.limits, fetched);
  promise(json == written(Format::Json, again), "a second run says the same");
}

}  // namespace cardlint::fuzz
