// The calls of libc that this program defines in its place. Each asks whether it has to fail, calls the
// next definition, and keeps in the log what was done.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

// The next definition of a call: libc's.
#define NEXT(name)                                                                                 \
  ({                                                                                               \
    static __typeof__(&name) next;                                                                 \
    if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name);                                  \
    next;                                                                                          \
  })

// The descriptor of /dev/urandom while randomness comes from a seed; -1 if there is none.
static atomic_int urandom = -1;

// MARK: opening

static int opened(const char *path, int fd, int was_there) {
  const char *name = fd < 0 ? NULL : cfl_relative(path);
  if (name) cfl_log_open(fd, name, was_there);
  if (fd >= 0 && cfl_is_seeded() && strcmp(path, "/dev/urandom") == 0) atomic_store(&urandom, fd);
  return fd;
}

static int open_with(int (*next)(const char *, int, ...), const char *path, int flags,
                     mode_t mode) {
  const char *name = cfl_relative(path);
  if (!name) return opened(path, next(path, flags, mode), 1);
  if (cfl_fails(CFL_OPEN) >= 0) return -1;
  cfl_lock_log();
  int was_there = !(flags & O_CREAT) || NEXT(access)(path, F_OK) == 0;
  int fd = opened(path, next(path, flags, mode), was_there);
  if (was_there && (flags & O_TRUNC)) cfl_log_file(CFL_LOG_TRUNCATE, fd, 0, NULL, 0);
  cfl_unlock_log();
  return fd;
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
  va_end(list);
  return open_with(NEXT(open), path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
  va_end(list);
  return open_with(NEXT(open64), path, flags, mode);
}

int close(int fd) {
  int expected = fd;
  atomic_compare_exchange_strong(&urandom, &expected, -1);
  if (!cfl_is_watched(fd)) return NEXT(close)(fd);
  cfl_lock_log();
  cfl_log_close(fd);
  int result = NEXT(close)(fd);
  cfl_unlock_log();
  return result;
}

// MARK: reading

ssize_t read(int fd, void *bytes, size_t count) {
  if (fd >= 0 && fd == atomic_load(&urandom)) {
    cfl_random(bytes, count);
    return (ssize_t)count;
  }
  if (cfl_is_watched(fd) && cfl_fails(CFL_READ) >= 0) return -1;
  return NEXT(read)(fd, bytes, count);
}

ssize_t pread(int fd, void *bytes, size_t count, off_t offset) {
  if (cfl_is_watched(fd) && cfl_fails(CFL_READ) >= 0) return -1;
  return NEXT(pread)(fd, bytes, count, offset);
}

ssize_t pread64(int fd, void *bytes, size_t count, off64_t offset) {
  if (cfl_is_watched(fd) && cfl_fails(CFL_READ) >= 0) return -1;
  return NEXT(pread64)(fd, bytes, count, offset);
}

ssize_t getrandom(void *bytes, size_t count, unsigned flags) {
  if (!cfl_is_seeded()) return NEXT(getrandom)(bytes, count, flags);
  cfl_random(bytes, count);
  return (ssize_t)count;
}

// MARK: writing

static ssize_t write_at(int fd, const void *bytes, size_t count, off_t offset, int is_at_offset) {
  if (!cfl_is_watched(fd))
    return is_at_offset ? NEXT(pwrite)(fd, bytes, count, offset) : NEXT(write)(fd, bytes, count);
  int way = cfl_fails(CFL_WRITE);
  if (way == CFL_ONCE || way == CFL_FOR_GOOD) return -1;
  int error = errno;
  size_t taken = way >= 0 ? count / 2 : count;
  cfl_lock_log();
  off_t place = is_at_offset ? offset : lseek(fd, 0, SEEK_CUR);
  ssize_t written = taken == 0     ? 0
                    : is_at_offset ? NEXT(pwrite)(fd, bytes, taken, offset)
                                   : NEXT(write)(fd, bytes, taken);
  if (written > 0) cfl_log_file(CFL_LOG_WRITE, fd, (uint64_t)place, bytes, (size_t)written);
  cfl_unlock_log();
  if (way != CFL_TORN) return written;
  errno = error;
  return -1;
}

ssize_t write(int fd, const void *bytes, size_t count) { return write_at(fd, bytes, count, 0, 0); }

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return write_at(fd, bytes, count, offset, 1);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  return write_at(fd, bytes, count, offset, 1);
}

static int truncate_to(int fd, off_t length) {
  if (!cfl_is_watched(fd)) return NEXT(ftruncate)(fd, length);
  if (cfl_fails(CFL_TRUNCATE) >= 0) return -1;
  cfl_lock_log();
  int result = NEXT(ftruncate)(fd, length);
  if (result == 0) cfl_log_file(CFL_LOG_TRUNCATE, fd, (uint64_t)length, NULL, 0);
  cfl_unlock_log();
  return result;
}

int ftruncate(int fd, off_t length) { return truncate_to(fd, length); }
int ftruncate64(int fd, off64_t length) { return truncate_to(fd, length); }

// SQLite asks for room only if told to (SQLITE_FCNTL_CHUNK_SIZE); a length it makes is a truncation.
static int allocate(int fd, off_t offset, off_t length) {
  if (cfl_fails(CFL_WRITE) >= 0) return errno;
  struct stat status;
  if (NEXT(fstat)(fd, &status) != 0) return errno;
  if (status.st_size < offset + length && truncate_to(fd, offset + length) != 0) return errno;
  return 0;
}

int posix_fallocate(int fd, off_t offset, off_t length) {
  return cfl_is_watched(fd) ? allocate(fd, offset, length)
                            : NEXT(posix_fallocate)(fd, offset, length);
}

int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  return cfl_is_watched(fd) ? allocate(fd, offset, length)
                            : NEXT(posix_fallocate64)(fd, offset, length);
}

// MARK: syncing

static int sync_with(int (*next)(int), int fd) {
  if (!cfl_is_watched(fd)) return next(fd);
  if (cfl_fails(CFL_SYNC) >= 0) return -1;
  cfl_lock_log();
  // What is watched lies in memory, so there is nothing to wait for; the log is what counts.
  cfl_log_file(CFL_LOG_SYNC, fd, 0, NULL, 0);
  cfl_unlock_log();
  return 0;
}

int fsync(int fd) { return sync_with(NEXT(fsync), fd); }
int fdatasync(int fd) { return sync_with(NEXT(fdatasync), fd); }

// MARK: names

int mkdir(const char *path, mode_t mode) {
  const char *name = cfl_relative(path);
  if (!name) return NEXT(mkdir)(path, mode);
  if (cfl_fails(CFL_OPEN) >= 0) return -1;
  cfl_lock_log();
  int result = NEXT(mkdir)(path, mode);
  if (result == 0) cfl_log_name(CFL_LOG_DIRECTORY, name, NULL);
  cfl_unlock_log();
  return result;
}

int unlink(const char *path) {
  const char *name = cfl_relative(path);
  if (!name) return NEXT(unlink)(path);
  if (cfl_fails(CFL_REMOVE) >= 0) return -1;
  cfl_lock_log();
  int result = NEXT(unlink)(path);
  if (result == 0) cfl_log_name(CFL_LOG_REMOVE, name, NULL);
  cfl_unlock_log();
  return result;
}

int rename(const char *old, const char *new) {
  const char *name = cfl_relative(old), *other = cfl_relative(new);
  if (!name || !other) return NEXT(rename)(old, new);
  if (cfl_fails(CFL_REMOVE) >= 0) return -1;
  cfl_lock_log();
  int result = NEXT(rename)(old, new);
  if (result == 0) cfl_log_name(CFL_LOG_RENAME, name, other);
  cfl_unlock_log();
  return result;
}

// MARK: looking, locking, mapping

int fstat(int fd, struct stat *status) {
  if (cfl_is_watched(fd) && cfl_fails(CFL_STAT) >= 0) return -1;
  return NEXT(fstat)(fd, status);
}

int fstat64(int fd, struct stat64 *status) {
  if (cfl_is_watched(fd) && cfl_fails(CFL_STAT) >= 0) return -1;
  return NEXT(fstat64)(fd, status);
}

int stat64(const char *path, struct stat64 *status) {
  if (cfl_relative(path) && cfl_fails(CFL_STAT) >= 0) return -1;
  return NEXT(stat64)(path, status);
}

int lstat(const char *path, struct stat *status) {
  if (cfl_relative(path) && cfl_fails(CFL_STAT) >= 0) return -1;
  return NEXT(lstat)(path, status);
}

int lstat64(const char *path, struct stat64 *status) {
  if (cfl_relative(path) && cfl_fails(CFL_STAT) >= 0) return -1;
  return NEXT(lstat64)(path, status);
}

int access(const char *path, int mode) {
  if (cfl_relative(path) && cfl_fails(CFL_STAT) >= 0) return -1;
  return NEXT(access)(path, mode);
}

static int is_lock(int command) {
  return command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK ||
         command == F_OFD_SETLKW;
}

// Every command of fcntl(2) takes one word behind it, or none that is looked at.
int fcntl(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  void *argument = va_arg(list, void *);
  va_end(list);
  if (cfl_is_watched(fd) && is_lock(command)) {
    struct flock *lock = argument;
    // Giving a lock back does not fail.
    if (lock->l_type != F_UNLCK && cfl_fails(CFL_LOCK) >= 0) return -1;
  }
  return NEXT(fcntl)(fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  void *argument = va_arg(list, void *);
  va_end(list);
  return fcntl(fd, command, argument);
}

void *mmap64(void *start, size_t length, int protection, int flags, int fd, off64_t offset) {
  if (cfl_is_watched(fd) && cfl_fails(CFL_MAP) >= 0) return MAP_FAILED;
  return NEXT(mmap64)(start, length, protection, flags, fd, offset);
}

// SQLite waits and tries again, up to ten seconds: nothing gets better by waiting while a call fails.
int usleep(useconds_t time) { return cfl_is_armed() ? 0 : NEXT(usleep)(time); }
