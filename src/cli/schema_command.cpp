#include <fmt/format.h>

#include "base/suggest.h"
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
    console.err << fmt::format("cardlint: there is no schema '{}'{}\n", printable(options.name),
                               did_you_mean(options.name, schemas.names()));
    return ExitCode::Usage;
  }
  console.out << schemas.text(options.name);
  return ExitCode::Clean;
}

}  // namespace cardlint
