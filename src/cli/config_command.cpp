#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/table.h"
#include "cli/commands.h"
#include "cli/process.h"
#include "config/config_show.h"
#include "lint/discovery.h"
#include "rules/builtin.h"

namespace cardlint {
namespace {

ExitCode check(const std::string& file, CheckTable checks, const Console& console) {
  const auto loaded = load_config(file, checks, builtin_tables());
  if (!loaded) {
    complain(console, loaded.error().message);
    return loaded.error().code == ErrorCode::Internal ? ExitCode::Internal : ExitCode::Usage;
  }
  const std::size_t own =
      (*loaded)->rules.rules().size() - builtin_rules().size() - builtin_probe_rules().size();
  console.out << fmt::format(
      "{}: sound{}\n", printable((*loaded)->config.path, 200),
      own == 0 ? "" : fmt::format(", with {} rule{} of your own", own, own == 1 ? "" : "s"));
  return ExitCode::Clean;
}

}  // namespace

Result<std::optional<std::string>> config_for(const std::string& path) {
  const std::string absolute = absolute_path(path);
  const std::string folder =
      path_type(absolute) == PathType::Folder ? absolute : std::string(parent_folder(absolute));
  return ConfigSearch().find(folder, repository_of(folder, std::nullopt, folder));
}

ExitCode config_command(const ConfigOptions& options, const Console& console) {
  if (!has_working_folder(console)) return ExitCode::NotAssessed;
  const std::vector<CheckEntry> checks = check_table();
  const std::string path = options.show && !options.path.empty() ? options.path : ".";
  std::optional<std::string> file = options.config.file;
  if (!options.show && !options.path.empty()) file = options.path;
  if (!file) {
    const auto found = config_for(path);
    if (!found) {
      complain(console, found.error().message);
      return ExitCode::Usage;
    }
    file = *found;
  }
  if (!file && !options.show) {
    complain(console, "there is no .cardlint.yaml from here up to the repository's root");
    return ExitCode::NotAssessed;
  }
  if (!options.show) return check(*file, checks, console);
  const RuleTables builtin = builtin_tables();
  const auto loaded = file ? load_config(*file, checks, builtin) : no_config(checks, builtin);
  if (!loaded) {
    complain(console, loaded.error().message);
    return loaded.error().code == ErrorCode::Internal ? ExitCode::Internal : ExitCode::Usage;
  }
  console.out << show_config((*loaded)->config);
  return ExitCode::Clean;
}

}  // namespace cardlint
