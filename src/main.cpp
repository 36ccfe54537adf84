#include <unistd.h>

#include <iostream>

#include "cli/cli.h"
#include "cli/process.h"

int main(int argc, char** argv) {
  cardlint::settle_process();
  std::ios::sync_with_stdio(false);
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  return cardlint::run_cli({argv + 1, argv + argc}, {std::cout, std::cerr, terminal});
}
