#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <openssl/crypto.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

// MARK: which call fails

static atomic_uint_fast64_t calls[CFL_KINDS];
static atomic_uint_fast64_t failed;
static atomic_int armed = -1;
static uint64_t nth;
static int failure, way;

void cfl_arm(int kind, uint64_t number, int error, int how) {
  cfl_disarm();
  nth = number;
  failure = error;
  way = how;
  atomic_store(&armed, kind);
}

uint64_t cfl_disarm(void) {
  atomic_store(&armed, -1);
  for (int kind = 0; kind < CFL_KINDS; kind++) atomic_store(&calls[kind], 0);
  return atomic_exchange(&failed, 0);
}

int cfl_is_armed(void) { return atomic_load(&armed) >= 0; }

uint64_t cfl_calls(int kind) { return atomic_load(&calls[kind]); }

int cfl_fails(int kind) {
  uint64_t number = atomic_fetch_add(&calls[kind], 1) + 1;
  if (atomic_load(&armed) != kind || number < nth) return -1;
  if (number > nth && way != CFL_FOR_GOOD) return -1;
  atomic_fetch_add(&failed, 1);
  errno = failure;
  return way;
}

// MARK: which files are watched

static char watched[1024];
static size_t watched_length;

void cfl_watch(const char *directory) {
  watched_length = strlen(directory);
  if (watched_length >= sizeof watched) abort();
  memcpy(watched, directory, watched_length + 1);
}

const char *cfl_relative(const char *path) {
  if (watched_length == 0 || strncmp(path, watched, watched_length) != 0) return NULL;
  if (path[watched_length] == 0) return "";
  return path[watched_length] == '/' ? path + watched_length + 1 : NULL;
}

// MARK: randomness that can be had again

static pthread_mutex_t random_mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t random_state;
static atomic_int is_seeded;

void cfl_seed(uint64_t seed) {
  pthread_mutex_lock(&random_mutex);
  random_state = seed;
  atomic_store(&is_seeded, seed != 0);
  pthread_mutex_unlock(&random_mutex);
  // SQLite seeds its own generator once; this makes it ask again.
  sqlite3_randomness(0, NULL);
}

int cfl_is_seeded(void) { return atomic_load(&is_seeded); }

// SplitMix64 (Steele, Lea, Flood 2014).
static uint64_t next_random(void) {
  uint64_t z = random_state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

void cfl_random(void *bytes, size_t count) {
  pthread_mutex_lock(&random_mutex);
  for (uint8_t *next = bytes; count > 0;) {
    uint64_t word = next_random();
    size_t part = count < sizeof word ? count : sizeof word;
    memcpy(next, &word, part);
    next += part;
    count -= part;
  }
  pthread_mutex_unlock(&random_mutex);
}

// MARK: memory

static sqlite3_mem_methods plain;

static void *sqlite_malloc(int size) {
  return cfl_fails(CFL_SQLITE_MEMORY) >= 0 ? NULL : plain.xMalloc(size);
}

static void *sqlite_realloc(void *old, int size) {
  return cfl_fails(CFL_SQLITE_MEMORY) >= 0 ? NULL : plain.xRealloc(old, size);
}

static void *crypto_malloc(size_t size, const char *file, int line) {
  (void)file;
  (void)line;
  return cfl_fails(CFL_CRYPTO_MEMORY) >= 0 ? NULL : malloc(size);
}

static void *crypto_realloc(void *old, size_t size, const char *file, int line) {
  (void)file;
  (void)line;
  return cfl_fails(CFL_CRYPTO_MEMORY) >= 0 ? NULL : realloc(old, size);
}

static void crypto_free(void *bytes, const char *file, int line) {
  (void)file;
  (void)line;
  free(bytes);
}

int cfl_install_memory(void) {
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK) return -1;
  sqlite3_mem_methods methods = plain;
  methods.xMalloc = sqlite_malloc;
  methods.xRealloc = sqlite_realloc;
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK) return -1;
  return CRYPTO_set_mem_functions(crypto_malloc, crypto_realloc, crypto_free) == 1 ? 0 : -1;
}

// MARK: a setting that is weaker than asked for

static atomic_int is_weak;

void cfl_weaken(int on) { atomic_store(&is_weak, on); }

int sqlite3_exec(sqlite3 *connection, const char *sql,
                 int (*row)(void *, int, char **, char **), void *context, char **message) {
  static __typeof__(&sqlite3_exec) next;
  if (!next) next = (__typeof__(&sqlite3_exec))dlsym(RTLD_NEXT, "sqlite3_exec");
  static const char strong[] = "synchronous=FULL", weak[] = "synchronous=NORMAL";
  const char *place = atomic_load(&is_weak) ? strstr(sql, strong) : NULL;
  if (!place) return next(connection, sql, row, context, message);
  char *changed = sqlite3_mprintf("%.*s%s%s", (int)(place - sql), sql, weak,
                                  place + sizeof strong - 1);
  if (!changed) return SQLITE_NOMEM;
  int result = next(connection, changed, row, context, message);
  sqlite3_free(changed);
  return result;
}

// MARK: dying

static char last_words[1024];

void cfl_last_words(const char *text) {
  size_t length = strlen(text);
  if (length >= sizeof last_words) length = sizeof last_words - 1;
  memcpy(last_words, text, length);
  last_words[length] = 0;
}

static void die(int number) {
  (void)number;
  // Only calls that are safe in a handler (signal-safety(7)).
  if (write(STDOUT_FILENO, last_words, strlen(last_words)) < 0) _exit(1);
  _exit(1);
}

void cfl_install_signals(void) {
  int numbers[] = {SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE};
  for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++)
    signal(numbers[index], die);
}
