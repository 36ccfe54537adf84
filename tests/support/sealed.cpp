#include "support/sealed.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cardlint::test {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kMachine = 0;  // not known: nothing can be sealed
#endif

// Little-endian: the lower half of an argument stands first.
constexpr std::uint32_t argument(int number) {
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args) +
                                    8U * static_cast<unsigned>(number));
}

class Filter {
 public:
  Filter() {
    load(offsetof(seccomp_data, arch));
    program_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kMachine, 1, 0));
    answer(SECCOMP_RET_KILL_PROCESS);
    load(offsetof(seccomp_data, nr));
  }

  void forbid(int call) { rule(call, {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)}); }
  // As kernels do that lack the call: the C library then uses an older one.
  void deny(int call) {
    rule(call, {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (ENOSYS & SECCOMP_RET_DATA))});
  }
  // Forbids the call when one of these bits is set in its argument, or when none is.
  void forbid_with(int call, int number, std::uint32_t bits) { by_bits(call, number, bits, true); }
  void forbid_without(int call, int number, std::uint32_t bits) {
    by_bits(call, number, bits, false);
  }

  bool install() {
    answer(SECCOMP_RET_ALLOW);
    const sock_fprog all{static_cast<unsigned short>(program_.size()), program_.data()};
    return kMachine != 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) == 0;
  }

 private:
  void load(std::uint32_t offset) {
    program_.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
  }
  void answer(std::uint32_t what) { program_.push_back(BPF_STMT(BPF_RET | BPF_K, what)); }
  // `then` ends in an answer; another call jumps over it.
  void rule(int call, const std::vector<sock_filter>& then) {
    program_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0,
                                static_cast<std::uint8_t>(then.size())));
    program_.insert(program_.end(), then.begin(), then.end());
  }
  void by_bits(int call, int number, std::uint32_t bits, bool set) {
    const auto yes = static_cast<std::uint8_t>(set ? 0 : 1);
    rule(call, {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument(number)),
                BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, yes, static_cast<std::uint8_t>(1 - yes)),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)});
  }

  std::vector<sock_filter> program_;
};

// Both the calls of all machines and those that only old ones have.
Filter filter() {
  Filter filter;
  for (const int call : {__NR_socket,    __NR_socketpair,       __NR_connect,
                         __NR_bind,      __NR_listen,           __NR_accept,
                         __NR_accept4,   __NR_sendto,           __NR_sendmsg,
                         __NR_sendmmsg,  __NR_execve,           __NR_ptrace,
                         __NR_unlinkat,  __NR_renameat2,        __NR_mkdirat,
                         __NR_mknodat,   __NR_linkat,           __NR_symlinkat,
                         __NR_truncate,  __NR_ftruncate,        __NR_fchmod,
                         __NR_fchmodat,  __NR_fchown,           __NR_fchownat,
                         __NR_utimensat, __NR_setxattr,         __NR_mount,
                         __NR_chroot,    __NR_openat2,          __NR_io_uring_setup,
                         __NR_bpf,       __NR_process_vm_readv, __NR_process_vm_writev,
                         __NR_keyctl})
    filter.forbid(call);
#if defined(__x86_64__)
  for (const int call : {__NR_fork, __NR_vfork, __NR_creat, __NR_unlink, __NR_rename, __NR_renameat,
                         __NR_mkdir, __NR_rmdir, __NR_mknod, __NR_link, __NR_symlink, __NR_chmod,
                         __NR_chown, __NR_lchown, __NR_utime, __NR_utimes, __NR_futimesat})
    filter.forbid(call);
  filter.forbid_with(__NR_open, 1, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC);
#endif
  filter.forbid_with(__NR_openat, 2, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC);
  filter.deny(__NR_clone3);  // its flags lie where a filter cannot look
  filter.forbid_without(__NR_clone, 0, CLONE_THREAD);
  // The program itself is started so, and by no path.
  filter.forbid_without(__NR_execveat, 4, AT_EMPTY_PATH);
  return filter;
}

}  // namespace

void seal() {
  if (!filter().install()) ::_exit(126);
}

bool can_seal() {
  const pid_t pid = ::fork();
  if (pid == 0) {
    seal();
    ::_exit(0);
  }
  int status = 0;
  return pid > 0 && ::waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

}  // namespace cardlint::test
