// Temporary files, and the rollback journal of a database that is being made. Nobody reads them after
// the process has gone, so the key is random and, with nonces and tags, in memory only.
#include <openssl/crypto.h>
#include <string.h>

#include "internal.h"

static csealed_temporary *of(sqlite3_file *file) { return (csealed_temporary *)file; }
static sqlite3_file *below(csealed_temporary *file) { return file->common.below; }

int csealed_temporary_open(csealed_temporary *file) {
  unsigned char key[key_size];
  file->key = CRYPTO_secure_zalloc(sizeof *file->key, __FILE__, __LINE__);
  int done = file->key && csealed_random(key, sizeof key) &&
             csealed_page_key_init(&file->common.cipher, file->key, key);
  OPENSSL_cleanse(key, sizeof key);
  return done ? SQLITE_OK : SQLITE_NOMEM;
}

// What was never written reads as zeros, as in any file.
static int open_block(csealed_temporary *file, sqlite3_int64 block, unsigned char *plain) {
  static const unsigned char unwritten[nonce_size];
  if (block >= file->blocks || memcmp(file->seals[block].nonce, unwritten, nonce_size) == 0) {
    memset(plain, 0, page_size);
    return SQLITE_OK;
  }
  unsigned char *sealed = file->common.scratch;
  int code = below(file)->pMethods->xRead(below(file), sealed, page_size, block * page_size);
  if (code != SQLITE_OK) return code;
  csealed_context context = {&block, sizeof block, file->seals[block].nonce};
  return csealed_open(&file->common.cipher, file->key, context, sealed, page_size,
                      file->seals[block].tag, plain, NULL)
             ? SQLITE_OK
             : SQLITE_IOERR_DATA;
}

static int make_room(csealed_temporary *file, sqlite3_int64 block) {
  if (block >= file->capacity) {
    sqlite3_int64 capacity = (block + 1) * 2;
    void *seals = sqlite3_realloc64(file->seals, (sqlite3_uint64)capacity * sizeof *file->seals);
    if (!seals) return SQLITE_IOERR_NOMEM;
    file->seals = seals;
    file->capacity = capacity;
  }
  if (block >= file->blocks) {
    memset(file->seals + file->blocks, 0,
           (size_t)(block + 1 - file->blocks) * sizeof *file->seals);
    file->blocks = block + 1;
  }
  return SQLITE_OK;
}

static int seal_block(csealed_temporary *file, sqlite3_int64 block, const unsigned char *plain) {
  unsigned char *sealed = file->common.scratch;
  csealed_seal_of_block seal;
  if (!csealed_random(seal.nonce, nonce_size)) return SQLITE_IOERR_WRITE;
  csealed_context context = {&block, sizeof block, seal.nonce};
  if (!csealed_seal(&file->common.cipher, file->key, context, plain, page_size, sealed, seal.tag))
    return SQLITE_IOERR_WRITE;
  int code = make_room(file, block);
  if (code != SQLITE_OK) return code;
  code = below(file)->pMethods->xWrite(below(file), sealed, page_size, block * page_size);
  if (code == SQLITE_OK) file->seals[block] = seal;
  return code;
}

static int least(sqlite3_int64 a, sqlite3_int64 b) { return (int)(a < b ? a : b); }

static int temporary_read(sqlite3_file *handle, void *out, int count, sqlite3_int64 offset) {
  csealed_temporary *file = of(handle);
  if (csealed_is_forked(&file->common) || offset < 0) return SQLITE_IOERR_READ;
  unsigned char plain[page_size], *next = out;
  int is_short = offset + count > file->size;
  while (count > 0) {
    int within = (int)(offset % page_size), part = least(count, page_size - within);
    int code = open_block(file, offset / page_size, plain);
    if (code != SQLITE_OK) return code;
    memcpy(next, plain + within, (size_t)part);
    next += part;
    offset += part;
    count -= part;
  }
  return is_short ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int temporary_write(sqlite3_file *handle, const void *in, int count, sqlite3_int64 offset) {
  csealed_temporary *file = of(handle);
  if (csealed_is_forked(&file->common) || offset < 0) return SQLITE_IOERR_WRITE;
  unsigned char plain[page_size];
  const unsigned char *next = in;
  while (count > 0) {
    int within = (int)(offset % page_size), part = least(count, page_size - within);
    int code = part == page_size ? SQLITE_OK : open_block(file, offset / page_size, plain);
    if (code != SQLITE_OK) return code;
    memcpy(plain + within, next, (size_t)part);
    code = seal_block(file, offset / page_size, plain);
    if (code != SQLITE_OK) return code;
    next += part;
    offset += part;
    count -= part;
    if (offset > file->size) file->size = offset;
  }
  return SQLITE_OK;
}

static int temporary_truncate(sqlite3_file *handle, sqlite3_int64 size) {
  csealed_temporary *file = of(handle);
  if (csealed_is_forked(&file->common)) return SQLITE_IOERR_TRUNCATE;
  if (size >= file->size) {
    file->size = size;
    return SQLITE_OK;
  }
  sqlite3_int64 blocks = (size + page_size - 1) / page_size;
  int within = (int)(size % page_size);
  if (within > 0) {
    // What is cut off must be gone if the file grows again.
    unsigned char plain[page_size];
    int code = open_block(file, blocks - 1, plain);
    if (code != SQLITE_OK) return code;
    memset(plain + within, 0, (size_t)(page_size - within));
    code = seal_block(file, blocks - 1, plain);
    if (code != SQLITE_OK) return code;
  }
  if (blocks < file->blocks) file->blocks = blocks;
  file->size = size;
  return below(file)->pMethods->xTruncate(below(file), blocks * page_size);
}

static int temporary_sync(sqlite3_file *handle, int flags) {
  return below(of(handle))->pMethods->xSync(below(of(handle)), flags);
}

static int temporary_size(sqlite3_file *handle, sqlite3_int64 *size) {
  *size = of(handle)->size;
  return SQLITE_OK;
}

static int temporary_close(sqlite3_file *handle) {
  csealed_temporary *file = of(handle);
  CRYPTO_secure_clear_free(file->key, sizeof *file->key, __FILE__, __LINE__);
  sqlite3_free(file->seals);
  return csealed_common_close(handle);
}

static int lock(sqlite3_file *handle, int level) {
  return below(of(handle))->pMethods->xLock(below(of(handle)), level);
}
static int unlock(sqlite3_file *handle, int level) {
  return below(of(handle))->pMethods->xUnlock(below(of(handle)), level);
}
static int is_reserved(sqlite3_file *handle, int *out) {
  return below(of(handle))->pMethods->xCheckReservedLock(below(of(handle)), out);
}
static int control(sqlite3_file *handle, int operation, void *argument) { return SQLITE_NOTFOUND; }
static int sector_size(sqlite3_file *handle) {
  return below(of(handle))->pMethods->xSectorSize(below(of(handle)));
}
static int characteristics(sqlite3_file *handle) { return 0; }

const sqlite3_io_methods csealed_temporary_methods = {
    .iVersion = 1,
    .xClose = temporary_close,
    .xRead = temporary_read,
    .xWrite = temporary_write,
    .xTruncate = temporary_truncate,
    .xSync = temporary_sync,
    .xFileSize = temporary_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
};
