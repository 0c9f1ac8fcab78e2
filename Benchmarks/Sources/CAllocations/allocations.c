// Stands in the place of libc's allocation calls and counts them; Swift cannot define symbols that its own
// run-time library is bound to before main. glibc keeps its own under these names.
#include <stdatomic.h>
#include <stddef.h>

#include "CAllocations.h"

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

// A counter for each thread, so that none waits for another; threads beyond them share the last.
enum { COUNTERS = 256, LINE = 64 };
static struct {
  _Alignas(LINE) _Atomic uint64_t count;
} counters[COUNTERS];
static _Atomic unsigned threads;
static _Thread_local _Atomic uint64_t *mine;

static void note(void) {
  if (!mine) {
    unsigned thread = atomic_fetch_add_explicit(&threads, 1, memory_order_relaxed);
    mine = &counters[thread < COUNTERS ? thread : COUNTERS - 1].count;
  }
  atomic_store_explicit(mine, atomic_load_explicit(mine, memory_order_relaxed) + 1,
                        memory_order_relaxed);
}

uint64_t cal_count(void) {
  uint64_t count = 0;
  for (unsigned thread = 0; thread < COUNTERS; thread++) {
    count += atomic_load_explicit(&counters[thread].count, memory_order_relaxed);
  }
  return count;
}

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  note();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  note();
  return __libc_realloc(old, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  note();
  *result = __libc_memalign(alignment, size);
  return *result ? 0 : 12;  // ENOMEM
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}
