// Runs targets on files, without libFuzzer: `replay FOLDER`, where FOLDER/<target>/ holds inputs.
// What breaks a promise aborts, with the name of the file as the last line before.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "fuzz/targets.h"

using namespace cardlint::fuzz;
namespace fs = std::filesystem;

int main(int argc, char** argv) {
  if (argc != 2 || !fs::is_directory(argv[1])) {
    std::cerr << "usage: replay FOLDER\n";
    return 2;
  }
  std::size_t count = 0;
  for (const auto& file : fs::recursive_directory_iterator(argv[1])) {
    if (!file.is_regular_file()) continue;
    const std::string name = file.path().parent_path().filename().string();
    const Target* target = find(name);
    if (target == nullptr) {
      std::cerr << file.path() << ": there is no target '" << name << "'\n";
      return 2;
    }
    std::cout << file.path().string() << std::endl;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string input{std::istreambuf_iterator<char>(in), {}};
    target->run(input);
    ++count;
  }
  std::cout << count << " inputs replayed\n";
  return count > 0 ? 0 : 1;
}
