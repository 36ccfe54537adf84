// The whole program with its streams handed in, so that tests run it in process.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace cardlint {

struct Console {
  std::ostream& out;  // the report only
  std::ostream& err;  // everything else
  bool out_is_terminal = false;
};

// `args` without the program's name. Returns the exit code; throws nothing.
int run_cli(const std::vector<std::string>& args, const Console& console);

}  // namespace cardlint
