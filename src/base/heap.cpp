#include "base/heap.h"

#include <link.h>
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

// Asks the system for the pages of a block at once; an old one refuses.
[[maybe_unused]] void populate(std::uintptr_t begin, std::size_t size, int how) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t to_page = (page - begin % page) % page;
  if (to_page < size) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader tells of its segments by numbers
    ::madvise(reinterpret_cast<void*>(begin + to_page), (size - to_page) / page * page, how);
  }
}

void make_room([[maybe_unused]] std::size_t size) {
#if defined(__GLIBC__) && defined(MADV_POPULATE_WRITE)
  void* const block = std::malloc(size);
  if (block != nullptr)
    populate(reinterpret_cast<std::uintptr_t>(block), size, MADV_POPULATE_WRITE);
  std::free(block);
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
  make_room(640 << 10);
}

void make_heap_room() {
  make_room(kStep);
}

void map_code() {
#ifdef MADV_POPULATE_READ
  const auto map = [](dl_phdr_info* object, std::size_t, void*) {
    for (int i = 0; i < object->dlpi_phnum; ++i) {
      const auto& part = object->dlpi_phdr[i];
      if (part.p_type == PT_LOAD && (part.p_flags & PF_X) != 0)
        populate(object->dlpi_addr + part.p_vaddr, part.p_memsz, MADV_POPULATE_READ);
    }
    return 1;  // the program itself comes first
  };
  ::dl_iterate_phdr(map, nullptr);
#endif
}

}  // namespace cardlint
