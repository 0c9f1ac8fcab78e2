// The VFS: which file is of which kind.
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

// --- files

static csealed_vfs *of(sqlite3_vfs *vfs) { return vfs->pAppData; }
static size_t own_size(void) { return (sizeof(csealed_any_file) + 15) & ~(size_t)15; }

// Gives an opened file what its kind needs; says so through `pMethods` once it can be closed.
static int prepare(csealed_any_file *file, const char *name, int flags) {
  csealed_file *common = &file->common;
  common->scratch = sqlite3_malloc(frame_size);
  if (!common->scratch || !csealed_cipher_init(&common->cipher)) return SQLITE_NOMEM;
  if (flags & SQLITE_OPEN_MAIN_DB) {
    common->file.pMethods = &csealed_main_methods;
    return csealed_main_open(&file->main);
  }
  if (flags & SQLITE_OPEN_WAL) {
    common->file.pMethods = &csealed_log_methods;
    csealed_log_open(&file->log, (csealed_main *)sqlite3_database_file_object(name));
    return SQLITE_OK;
  }
  common->file.pMethods = &csealed_temporary_methods;
  return csealed_temporary_open(&file->temporary);
}

static int is_allowed(const char *name, int flags) {
  const int temporary = SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TEMP_JOURNAL | SQLITE_OPEN_TRANSIENT_DB |
                        SQLITE_OPEN_SUBJOURNAL;
  if (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | temporary)) return 1;
  // A journal holds pages as they were before: only of a database that was empty, where there are none.
  if (!(flags & SQLITE_OPEN_MAIN_JOURNAL)) return 0;
  return ((csealed_main *)sqlite3_database_file_object(name))->is_new;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *handle, int flags,
                    int *out_flags) {
  csealed_vfs *sealed = of(vfs);
  memset(handle, 0, own_size());
  if (!is_allowed(name, flags)) return SQLITE_CANTOPEN;
  csealed_any_file *file = (csealed_any_file *)handle;
  file->common.vfs = sealed;
  file->common.born = csealed_forks();
  file->common.below = (sqlite3_file *)((char *)handle + own_size());
  file->common.below->pMethods = NULL;
  int code = sealed->base->xOpen(sealed->base, name, file->common.below, flags, out_flags);
  atomic_fetch_add(&sealed->open_files, 1);
  if (code == SQLITE_OK) code = prepare(file, name, flags);
  if (code == SQLITE_OK) return code;
  // SQLite closes what has methods, even after an error; we have closed it already.
  if (handle->pMethods == &csealed_temporary_methods)
    csealed_temporary_methods.xClose(handle);
  else
    csealed_common_close(handle);
  return code;
}

// --- names

static int ends_with(const char *name, const char *end) {
  size_t count = strlen(name), least = strlen(end);
  return count >= least && strcmp(name + count - least, end) == 0;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
  // Nobody has the key of a journal that a crash left behind: there is none to play back.
  if (ends_with(name, "-journal")) {
    *out = 0;
    return SQLITE_OK;
  }
  return of(vfs)->base->xAccess(of(vfs)->base, name, flags, out);
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  return of(vfs)->base->xDelete(of(vfs)->base, name, sync);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int count, char *out) {
  return of(vfs)->base->xFullPathname(of(vfs)->base, name, count, out);
}

// --- the machine

static void *no_library(sqlite3_vfs *vfs, const char *name) { return NULL; }
static void no_error(sqlite3_vfs *vfs, int count, char *message) {
  if (count > 0) message[0] = 0;
}
static void (*no_symbol(sqlite3_vfs *vfs, void *library, const char *name))(void) { return NULL; }
static void no_close(sqlite3_vfs *vfs, void *library) {}

static int vfs_randomness(sqlite3_vfs *vfs, int count, char *out) {
  return of(vfs)->base->xRandomness(of(vfs)->base, count, out);
}
static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
  return of(vfs)->base->xSleep(of(vfs)->base, microseconds);
}
static int vfs_time(sqlite3_vfs *vfs, double *out) {
  return of(vfs)->base->xCurrentTime(of(vfs)->base, out);
}
static int vfs_last_error(sqlite3_vfs *vfs, int count, char *message) {
  return of(vfs)->base->xGetLastError(of(vfs)->base, count, message);
}

// --- life

csealed_vfs *csealed_create(const char *base_name, const void *frame_key64) {
  static atomic_uint created;
  sqlite3_vfs *base = sqlite3_vfs_find(base_name);
  csealed_vfs *vfs = base ? sqlite3_malloc(sizeof *vfs) : NULL;
  if (!vfs) return NULL;
  memset(vfs, 0, sizeof *vfs);
  vfs->frame_key = CRYPTO_secure_zalloc(frame_key_size, __FILE__, __LINE__);
  vfs->base = base;
  snprintf(vfs->name, sizeof vfs->name, "sealed-%u", atomic_fetch_add(&created, 1));
  vfs->vfs = (sqlite3_vfs){
      .iVersion = 1,
      .szOsFile = (int)own_size() + base->szOsFile,
      .mxPathname = base->mxPathname,
      .zName = vfs->name,
      .pAppData = vfs,
      .xOpen = vfs_open,
      .xDelete = vfs_delete,
      .xAccess = vfs_access,
      .xFullPathname = vfs_full_path,
      .xDlOpen = no_library,
      .xDlError = no_error,
      .xDlSym = no_symbol,
      .xDlClose = no_close,
      .xRandomness = vfs_randomness,
      .xSleep = vfs_sleep,
      .xCurrentTime = vfs_time,
      .xGetLastError = vfs_last_error,
  };
  if (vfs->frame_key) {
    memcpy(vfs->frame_key, frame_key64, frame_key_size);
    return vfs;
  }
  csealed_destroy(vfs);
  return NULL;
}

int csealed_add_key(csealed_vfs *vfs, uint32_t epoch, const void *key32) {
  if (vfs->count == most_keys || sqlite3_vfs_find(vfs->name)) return SQLITE_MISUSE;
  for (int i = 0; i < vfs->count; i++)
    if (vfs->epochs[i] == epoch) return SQLITE_MISUSE;
  csealed_page_key *key = CRYPTO_secure_zalloc(sizeof *key, __FILE__, __LINE__);
  csealed_cipher cipher;
  if (!key || !csealed_cipher_init(&cipher)) {
    CRYPTO_secure_clear_free(key, sizeof *key, __FILE__, __LINE__);
    return SQLITE_NOMEM;
  }
  int done = csealed_page_key_init(&cipher, key, key32);
  csealed_cipher_free(&cipher);
  if (!done) {
    CRYPTO_secure_clear_free(key, sizeof *key, __FILE__, __LINE__);
    return SQLITE_NOMEM;
  }
  vfs->keys[vfs->count] = key;
  vfs->epochs[vfs->count++] = epoch;
  return SQLITE_OK;
}

int csealed_register(csealed_vfs *vfs) {
  return vfs->count > 0 ? sqlite3_vfs_register(&vfs->vfs, 0) : SQLITE_MISUSE;
}

const char *csealed_name(const csealed_vfs *vfs) { return vfs->name; }

int csealed_destroy(csealed_vfs *vfs) {
  if (!vfs) return SQLITE_OK;
  if (atomic_load(&vfs->open_files) > 0) return SQLITE_BUSY;
  if (sqlite3_vfs_find(vfs->name) == &vfs->vfs) {
    int code = sqlite3_vfs_unregister(&vfs->vfs);
    if (code != SQLITE_OK) return code;
  }
  CRYPTO_secure_clear_free(vfs->frame_key, frame_key_size, __FILE__, __LINE__);
  for (int i = 0; i < vfs->count; i++)
    CRYPTO_secure_clear_free(vfs->keys[i], sizeof *vfs->keys[i], __FILE__, __LINE__);
  sqlite3_free(vfs);
  return SQLITE_OK;
}
