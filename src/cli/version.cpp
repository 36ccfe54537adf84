#include "cli/version.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/wrap.h"
#include "diag/protocol.h"
#include "doc/load.h"
#include "rules/builtin.h"
#include "schema/schema_set.h"

namespace cardlint {
namespace {

std::string row(std::string_view name, std::string_view text) {
  const std::string margin(12, ' ');
  return fmt::format("{:<12}{}", name, wrapped(text, margin).substr(margin.size()));
}

// Its title says which edition of the form it is for.
std::string title_of(std::string_view schema) {
  const SourceFile source("", std::string(schema));
  const Loaded loaded = load_json(source, Limits{});
  return std::string(loaded.tree.root()["title"].text());
}

}  // namespace

std::string version_line(std::string_view program) {
  return fmt::format("{} {}", program, CARDLINT_VERSION);
}

bool asks_for_details(const std::vector<std::string>& args) {
  const auto has = [&](std::string_view a, std::string_view b) {
    return args[0] == a || args[1] == a || args[0] == b || args[1] == b;
  };
  return args.size() == 2 && has("--version", "--version") && has("--verbose", "-v");
}

std::string version_page(std::string_view program, std::string_view loaded) {
  std::string page = version_line(program) + "\n";
  page += row("compiler", CARDLINT_COMPILER);
  page += row("rules", fmt::format("{} on files, {} on live servers", builtin_rules().size(),
                                   builtin_probe_rules().size()));
  page += row("MCP", fmt::format("{}", fmt::join(kMcpRevisions, ", ")));
  page += row("libraries", CARDLINT_LIBRARIES);
  if (!loaded.empty()) page += row("loaded", loaded);
  const SchemaSet schemas;
  page += "schemas\n";
  for (const std::string_view name : schemas.names())
    page += fmt::format("  {:<28}  {}\n", name, title_of(schemas.text(name)));
  return page;
}

}  // namespace cardlint
