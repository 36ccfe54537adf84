#include <unistd.h>

#include <iostream>
#include <memory>
#include <vector>

#include "cli/cli.h"
#include "cli/process.h"

int main(int argc, char** argv) {
  cardlint::settle_process();
  std::ios::sync_with_stdio(false);
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  static auto& kept = *new std::vector<std::shared_ptr<const void>>;  // until the process ends
  return cardlint::run_cli({argv + 1, argv + argc}, {std::cout, std::cerr, terminal, &kept});
}
