// Prints for each path, one a line of standard input, whether its name alone makes it a document.
#include <iostream>
#include <string>

#include "doc/kind.h"

int main() {
  for (std::string path; std::getline(std::cin, path);)
    std::cout << (cardlint::kind_of_path(path).kind ? '1' : '0') << '\n';
}
