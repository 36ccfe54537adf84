#include "doc/load.h"

namespace cardlint {

Loaded load_yaml(const SourceFile& source, const Limits& limits) { return load_json(source, limits); }

}  // namespace cardlint
