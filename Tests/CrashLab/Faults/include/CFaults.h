// The crash laboratory's fault layer: it takes the place of libc's file calls in this program.
//
// The definitions of the program come before those of libc.so, for libsqlite3.so as for our own code.
// Files outside the watched directory are passed through untouched. Thread-safe.
#ifndef CVAULT_FAULTS_H
#define CVAULT_FAULTS_H

#include <stddef.h>
#include <stdint.h>

// What can fail.
enum cfl_kind {
  CFL_OPEN,
  CFL_READ,
  CFL_WRITE,
  CFL_TRUNCATE,
  CFL_SYNC,
  CFL_STAT,
  CFL_LOCK,
  CFL_MAP,
  CFL_REMOVE,
  CFL_SQLITE_MEMORY,
  CFL_CRYPTO_MEMORY,
  CFL_KINDS
};

// How it fails.
enum cfl_way {
  CFL_ONCE,     // the n-th call
  CFL_FOR_GOOD, // the n-th call and every later one
  CFL_SHORT,    // the n-th write takes half of its bytes, and says so
  CFL_TORN      // the n-th write takes half of its bytes, and fails
};

// What was done to a watched file or directory.
enum cfl_operation {
  CFL_LOG_EXISTING,  // a file that was there before the recording is opened
  CFL_LOG_CREATE,    // name
  CFL_LOG_DIRECTORY, // mkdir: name
  CFL_LOG_WRITE,     // offset, bytes
  CFL_LOG_TRUNCATE,  // offset is the new length
  CFL_LOG_SYNC,      // of a file
  CFL_LOG_SYNC_DIRECTORY,
  CFL_LOG_REMOVE,    // name
  CFL_LOG_RENAME,    // name; bytes hold the new name
  CFL_LOG_MARK       // offset is the number
};

struct cfl_entry {
  int operation;
  int file; // numbered from 0 within a recording; -1 where it is about a name alone
  uint64_t offset;
  uint64_t length;
  const uint8_t *bytes; // valid until the next recording starts
  const char *name;     // relative to the watched directory; the same life
};

// Only files below this directory count; an absolute path without a slash at its end.
void cfl_watch(const char *directory);

// From now on the n-th call of one kind fails with `error`, counted from 1.
void cfl_arm(int kind, uint64_t nth, int error, int way);
// Ends it; says how many calls failed.
uint64_t cfl_disarm(void);
// Calls of a kind on watched files since the last `cfl_arm` or `cfl_disarm`.
uint64_t cfl_calls(int kind);

// Starts a recording, and forgets the last one.
void cfl_record(void);
void cfl_stop(void);
// Puts a number into the recording; nothing while there is none.
void cfl_mark(uint64_t number);
size_t cfl_length(void);
struct cfl_entry cfl_entry_at(size_t index);

// getrandom(2) and /dev/urandom give a stream from this seed from now on; 0 gives back the kernel's.
void cfl_seed(uint64_t seed);

// While not 0, every PRAGMA synchronous=FULL that is executed says NORMAL.
void cfl_weaken(int on);

// Puts counting allocators beneath SQLite and libcrypto; before either is used. 0 if both took them.
int cfl_install_memory(void);

// What to print if this process dies, whole lines; kept as a copy of at most 1,023 bytes.
void cfl_last_words(const char *text);
// Prints them at SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT and SIGFPE, and ends with status 1.
void cfl_install_signals(void);

#endif
