#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "schema/schema_set.h"

namespace cardlint {

ExitCode schema_command(const SchemaOptions& options, const Console& console) {
  const SchemaSet schemas;
  if (!options.show) {
    for (const std::string_view schema : schemas.names()) console.out << schema << "\n";
    return ExitCode::Clean;
  }
  if (!schemas.has(options.name)) {
    const std::string_view near = nearest(options.name, schemas.names());
    console.err << fmt::format("cardlint: there is no schema '{}'{}\n", printable(options.name),
                               near.empty() ? "" : fmt::format("; did you mean '{}'?", near));
    return ExitCode::Usage;
  }
  console.out << schemas.text(options.name);
  return ExitCode::Clean;
}

}  // namespace cardlint
