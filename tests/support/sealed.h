// A process that may read, and write to what is open already, and nothing else.
#pragma once

namespace cardlint::test {

// In Start::prepare: from here on a network, another program, a new process, a file opened for
// writing, or anything that changes the file system ends the process with SIGSYS. The kernel sees
// to it (seccomp), so nothing that the program does can get around it. False where the kernel does
// not know how; the process is then ended with 126.
void seal();
bool can_seal();

}  // namespace cardlint::test
