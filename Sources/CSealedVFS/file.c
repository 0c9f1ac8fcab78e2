// What every open file has, whatever its kind.
#include <openssl/crypto.h>
#include <pthread.h>

#include "internal.h"

static atomic_uint forks;
static void count_fork(void) { atomic_fetch_add(&forks, 1); }
static void watch_forks(void) { (void)pthread_atfork(NULL, NULL, count_fork); }

unsigned csealed_forks(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, watch_forks);
  return atomic_load(&forks);
}

int csealed_is_forked(const csealed_file *file) { return atomic_load(&forks) != file->born; }

int csealed_common_close(sqlite3_file *handle) {
  csealed_file *file = (csealed_file *)handle;
  int code = file->below->pMethods ? file->below->pMethods->xClose(file->below) : SQLITE_OK;
  csealed_cipher_free(&file->cipher);
  if (file->scratch) OPENSSL_cleanse(file->scratch, frame_size);
  sqlite3_free(file->scratch);
  file->scratch = NULL;
  atomic_fetch_sub(&file->vfs->open_files, 1);
  file->file.pMethods = NULL;
  return code;
}
