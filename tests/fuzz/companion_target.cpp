// Files beside the documents: the first byte names the file, and the project around it asks for it.
#include "doc/companion.h"
#include "fuzz/companion_names.h"
#include "fuzz/report_checks.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/tree_checks.h"
#include "fuzz/world.h"
#include "lint/project_files.h"

namespace cardlint::fuzz {
namespace {

Document document(const char* path, std::string text) {
  return make_document(std::make_shared<SourceFile>(path, std::move(text)), path, Limits{});
}

}  // namespace

void run_companion(std::string_view input) {
  Input in(input);
  const std::string name(in.pick(kCompanionNames));
  const std::string text(in.rest());
  const auto source = std::make_shared<const SourceFile>(name, text);
  const Companion companion = make_companion(source, name, Limits{});
  check_tree(*source, companion.file.tree, Places::Loose);
  promise(is_visible(companion.unread, false), "a reason is printable", companion.unread);

  Project project;
  project.root = ".";
  project.documents.push_back(document(
      "server.json",
      "{\"$schema\": "
      "\"https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json\","
      "\"name\": \"io.github.acme/weather\", \"description\": \"x\", \"version\": \"1.0.0\","
      "\"repository\": {\"url\": \"https://github.com/acme/weather\", \"source\": \"github\"},"
      "\"packages\": [{\"registryType\": \"npm\", \"identifier\": \"@acme/weather\", \"version\": "
      "\"1.0.0\", \"transport\": {\"type\": \"stdio\"}}, {\"registryType\": \"pypi\", "
      "\"identifier\": \"acme-weather\", \"version\": \"1.0.0\", \"transport\": {\"type\": "
      "\"stdio\"}}]}"));
  project.documents.push_back(document("smithery.yaml",
                                       "runtime: container\nbuild:\n  dockerfile: Dockerfile\n"
                                       "startCommand:\n  type: http\n"));
  project.files =
      files_of_texts({{name, text}, {"src/index.ts", "export {}\n"}}, {{"link", "../outside"}});
  const LintSettings settings = settings_of(0);
  const Linter linter(world().rules, world().schemas, settings);
  const CheckReport report = linter.lint(project);
  check_places(report, name, text);
  check_formats(report);
}

}  // namespace cardlint::fuzz
