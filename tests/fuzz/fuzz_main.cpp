// libFuzzer's entry. The target is the end of the program's own name: cardlint_fuzz_json runs
// "json".
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fuzz/targets.h"

using namespace cardlint::fuzz;

namespace {

const Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  const std::string_view program = *argc > 0 ? (*argv)[0] : "";
  constexpr std::string_view kBefore = "cardlint_fuzz_";
  const std::size_t at = program.rfind(kBefore);
  if (at != std::string_view::npos) chosen = find(program.substr(at + kBefore.size()));
  if (chosen == nullptr) {
    std::fputs("the program's name does not end in cardlint_fuzz_<target>\n", stderr);
    std::exit(2);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
