// A git index, as it lies in .git of a hostile checkout.
#include "doc/git_index.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"

namespace cardlint::fuzz {

void run_git_index(std::string_view input) {
  constexpr std::size_t kMost = 1000;
  const auto index = read_git_index(input, kMost);
  if (!index) return;
  promise(index->special.size() <= kMost, "entries are bounded");
  for (const auto& [path, type] : index->special) {
    promise(index->type_of(path) == type, "an entry is found by its path", path);
    promise(input.size() >= path.size() || path.size() < 1u << 20, "a path is bounded");
  }
}

}  // namespace cardlint::fuzz
