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

constexpr int kStep = 1 << 20;  // what the heap grows by

}  // namespace

void settle_heap() {
#ifdef __GLIBC__
  // Each project frees what the next one needs again: giving it back to the system in between costs
  // more than judging a small one.
  ::mallopt(M_TRIM_THRESHOLD, 16 << 20);
  ::mallopt(M_MMAP_THRESHOLD, 4 << 20);
  ::mallopt(M_TOP_PAD, kStep);
#endif
}

void warm_heap() {
#if defined(__GLIBC__) && defined(MADV_POPULATE_WRITE)
  constexpr std::size_t kWarm = 768 << 10;
  const std::unique_ptr<char> block(new char);
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = (reinterpret_cast<std::uintptr_t>(block.get()) / page + 1) * page;
  const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  // Another allocator has its memory elsewhere; an older system does not know the word.
  if (begin < end && end - begin <= 2 * kStep)
    ::madvise(reinterpret_cast<void*>(begin), std::min<std::size_t>(end - begin, kWarm),
              MADV_POPULATE_WRITE);
#endif
}

}  // namespace cardlint
