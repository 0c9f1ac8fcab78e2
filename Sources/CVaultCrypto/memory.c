#include <errno.h>
#include <openssl/crypto.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>

#include "internal.h"

// The smallest block. Most secrets are one key of 32 bytes, so 1 MiB holds 32,768 of them.
static const size_t block = 32;
static const size_t largest_heap = 1 << 20;
// Still 8,192 keys.
static const size_t smallest_heap = 1 << 18;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_int locked;

// How much the limits let us lock; the heap's two guard pages are not counted.
static size_t lockable(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return smallest_heap;
  return limit.rlim_cur > largest_heap ? largest_heap : (size_t)limit.rlim_cur;
}

static void make_heap(void) {
  if (!cvc_is_ready()) return;
  // An application may have made its own before us; then it is the one there is.
  if (CRYPTO_secure_malloc_initialized()) return;
  size_t limit = lockable();
  for (size_t size = largest_heap; size >= smallest_heap; size /= 2) {
    if (size > limit && size > smallest_heap) continue;
    int made = CRYPTO_secure_malloc_init(size, block);
    if (made == 1) {
      atomic_store(&locked, 1);
      return;
    }
    // 2: the heap works but is not locked. A smaller one may be.
    if (made == 2 && size > smallest_heap && CRYPTO_secure_malloc_done()) continue;
    if (made == 2) return;
  }
}

void *cvc_secure_alloc(size_t count) {
  pthread_once(&once, make_heap);
  if (count == 0 || !CRYPTO_secure_malloc_initialized()) return NULL;
  void *bytes = CRYPTO_secure_zalloc(count, __FILE__, __LINE__);
  if (!bytes) cvc_fail(0);
  return bytes;
}

void cvc_secure_free(void *bytes, size_t count) {
  CRYPTO_secure_clear_free(bytes, count, __FILE__, __LINE__);
}

int cvc_secure_is_locked(void) {
  pthread_once(&once, make_heap);
  return atomic_load(&locked);
}

void *cvc_wiped_alloc(size_t count) { return calloc(1, count); }

void cvc_wiped_free(void *bytes, size_t count) {
  cvc_wipe(bytes, count);
  free(bytes);
}

// glibc keeps this store as OPENSSL_cleanse does, and writes it with the widest instructions there are: it
// takes a fifth of the time for the hundred bytes of a key's working memory.
void cvc_wipe(void *bytes, size_t count) { explicit_bzero(bytes, count); }

void cvc_prefetch(uintptr_t address, size_t count) {
  static const size_t line = 64;
  for (size_t offset = 0; offset < count; offset += line)
    __builtin_prefetch((const void *)(address + offset));
}

int cvc_equal(const void *a, const void *b, size_t count) {
  return count == 0 || CRYPTO_memcmp(a, b, count) == 0 ? CVC_OK : CVC_REFUSED;
}

int cvc_random(void *out, size_t count) {
  unsigned char *next = out;
  while (count > 0) {
    ssize_t got = getrandom(next, count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return CVC_KERNEL;
    next += got;
    count -= (size_t)got;
  }
  return CVC_OK;
}
