// How the process gets its pages from the system: many at once, for each that is met on the way
// costs a fault, which takes ten times as long, and more in some virtual machines. Of the heap,
// nothing without glibc's allocator.
#pragma once

namespace cardlint {

// Once, at the start: it grows by large steps, and keeps what it has.
void settle_heap();

// For a command that will work with half a megabyte and more.
void warm_heap();

// Now and then, in a thread that goes on working: the next megabyte at once. Of any thread but the
// first glibc lets the heap grow page by page, with system calls that all others wait for.
void make_heap_room();

// For a command that will use most of the program's code.
void map_code();

}  // namespace cardlint
