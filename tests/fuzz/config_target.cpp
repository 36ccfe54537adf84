// A configuration file. What is understood is shown as a configuration that is understood the same.
#include "config/config_loader.h"
#include "config/config_show.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/world.h"
#include "rules/builtin.h"

namespace cardlint::fuzz {

void run_config(std::string_view input) {
  const std::string path = as_file(input);
  const auto loaded = load_config(path, world().checks, builtin_tables());
  if (!loaded) {
    promise(is_visible(loaded.error().message, true), "an error is printable",
            loaded.error().message);
    promise(loaded.error().message.find(path) != std::string::npos, "an error names its file",
            loaded.error().message);
    return;
  }
  const std::string shown = show_config((*loaded)->config);
  promise(is_visible(shown, true), "what is shown is printable", shown);
  const auto again = load_config(as_file(shown), world().checks, builtin_tables());
  promise(again.has_value(), "what is shown is a configuration",
          again ? "" : again.error().message + "\n" + shown);
  promise(show_config((*again)->config) == shown, "what is shown is understood the same", shown);
}

}  // namespace cardlint::fuzz
