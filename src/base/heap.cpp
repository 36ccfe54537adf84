#include "base/heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace cardlint {
namespace {

constexpr std::size_t kStep = 1 << 20;  // what the heap grows by

// Asks the system for the pages that lie in a block, at once. Nothing where it does not know how.
[[maybe_unused]] void populate([[maybe_unused]] void* block, [[maybe_unused]] std::size_t size) {
#ifdef MADV_POPULATE_WRITE
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t to_page = page - reinterpret_cast<std::uintptr_t>(block) % page;
  if (to_page < size)
    ::madvise(static_cast<char*>(block) + to_page, (size - to_page) / page * page,
              MADV_POPULATE_WRITE);
#endif
}

}  // namespace

void settle_heap() {
#ifdef __GLIBC__
  // Each project frees what the next one needs again: giving it back to the system in between costs
  // more than judging a small one.
  ::mallopt(M_TRIM_THRESHOLD, 16 << 20);
  ::mallopt(M_MMAP_THRESHOLD, 4 << 20);
  ::mallopt(M_TOP_PAD, static_cast<int>(kStep));
#endif
}

void warm_heap() {
#ifdef __GLIBC__
  constexpr std::size_t kWarm = 512 << 10;
  const std::unique_ptr<char> block(new char);
  const auto begin = reinterpret_cast<std::uintptr_t>(block.get());
  const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  // Another allocator has its memory elsewhere.
  if (begin < end && end - begin <= 2 * kStep)
    populate(block.get(), std::min<std::size_t>(end - begin, kWarm));
#endif
}

void make_heap_room() {
#ifdef __GLIBC__
  void* const block = std::malloc(kStep);
  if (block != nullptr) populate(block, kStep);
  std::free(block);
#endif
}

}  // namespace cardlint
