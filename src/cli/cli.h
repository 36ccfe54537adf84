// The whole program with its streams handed in, so that tests run it in process.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace cardlint {

struct Console {
  std::ostream& out;  // the report only
  std::ostream& err;  // everything else
  bool out_is_terminal = false;
  // Where a program that ends after the command keeps what the command worked with: the system
  // takes memory back faster than we can piece by piece. Null: freed with the command.
  std::vector<std::shared_ptr<const void>>* kept = nullptr;
};

// `args` without the program's name. Returns the exit code; throws nothing.
int run_cli(const std::vector<std::string>& args, const Console& console);

}  // namespace cardlint
