#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "CVaultCrypto.h"

int cvc_harden_process(int dumpable) {
  // The Swift runtime's handlers print registers and the memory behind them on a crash.
  static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT};
  for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++)
    if (signal(crashes[i], SIG_DFL) == SIG_ERR) return CVC_KERNEL;
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return CVC_KERNEL;
  if (prctl(PR_SET_DUMPABLE, dumpable ? 1 : 0, 0, 0, 0) != 0) return CVC_KERNEL;
  return CVC_OK;
}

static int set_lock(int descriptor, short type, int wait) {
  // A whole-file lock; l_pid must be 0 for open-file-description locks (fcntl(2)).
  struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 0};
  while (fcntl(descriptor, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock) != 0) {
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == EACCES ? CVC_REFUSED : CVC_KERNEL;
  }
  return CVC_OK;
}

int cvc_lock(int descriptor, int exclusive, int wait) {
  return set_lock(descriptor, exclusive ? F_WRLCK : F_RDLCK, wait);
}

int cvc_unlock(int descriptor) { return set_lock(descriptor, F_UNLCK, 0); }
