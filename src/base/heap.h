// How the heap of the process gets its memory from the system. Nothing without glibc's allocator.
#pragma once

namespace cardlint {

// Once, at the start: it grows by large steps, and keeps what it has.
void settle_heap();

// For a command that will work with half a megabyte and more: the system gives it at once in a
// fifth of the time that it takes page by page.
void warm_heap();

// Now and then, in a thread that goes on working: the next megabyte at once. Of any thread but the
// first glibc lets the heap grow page by page, with system calls that all others wait for.
void make_heap_room();

}  // namespace cardlint
