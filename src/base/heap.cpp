#include "base/heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace cardlint {
namespace {

constexpr std::size_t kStep = 1 << 20;  // what the heap grows by

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
#if defined(__GLIBC__) && defined(MADV_POPULATE_WRITE)
  constexpr std::size_t kWarm = 512 << 10;
  const std::unique_ptr<char> block(new char);
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(block.get());
  const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  const std::size_t to_page = page - begin % page;
  // Another allocator has its memory elsewhere; an older system does not know the word.
  if (begin + to_page < end && end - begin <= 2 * kStep)
    ::madvise(block.get() + to_page, std::min(end - begin - to_page, kWarm), MADV_POPULATE_WRITE);
#endif
}

}  // namespace cardlint
