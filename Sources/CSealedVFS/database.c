// The database file.
#include <string.h>

#include "internal.h"

// The format versions at bytes 18 and 19 of a database that has a write-ahead log.
enum { log_version = 2 };

static csealed_main *of(sqlite3_file *file) { return (csealed_main *)file; }
static sqlite3_file *below(sqlite3_file *file) { return ((csealed_file *)file)->below; }

int csealed_main_open(csealed_main *main) {
  sqlite3_file *file = main->common.below;
  // A write-ahead log needs an index in shared memory; a VFS without locks has none.
  if (file->pMethods->iVersion < 2 || !file->pMethods->xShmMap) return SQLITE_CANTOPEN;
  sqlite3_int64 size = 0;
  int code = file->pMethods->xFileSize(file, &size);
  if (code != SQLITE_OK) return code;
  main->is_new = size == 0;
  main->is_copying = 0;
  if (main->is_new) return csealed_random(main->id, id_size) ? SQLITE_OK : SQLITE_IOERR;
  code = file->pMethods->xRead(file, main->id, id_size, 0);
  if (code == SQLITE_IOERR_SHORT_READ) return SQLITE_NOTADB;
  // Somebody put an unsealed database in the place of a sealed one: nothing of it is believed.
  if (code == SQLITE_OK && csealed_is_plain(main->id)) return SQLITE_NOTADB;
  return code;
}

// SQLite reads the first 100 bytes before it holds any lock, when another process may be writing page 1,
// and takes from them the page size and the bytes reserved, which for us are always the same.
static int read_header(csealed_main *main, unsigned char *out, int count) {
  memset(out, 0, (size_t)count);
  sqlite3_int64 size = 0;
  sqlite3_file *file = main->common.below;
  int code = file->pMethods->xFileSize(file, &size);
  if (code != SQLITE_OK) return code;
  if (size == 0) return SQLITE_IOERR_SHORT_READ;
  memcpy(out, "SQLite format 3", 16);
  out[16] = page_size >> 8;
  out[18] = out[19] = log_version;
  out[20] = CSEALED_RESERVED;
  out[21] = 64;
  out[22] = out[23] = 32;
  return SQLITE_OK;
}

static int open_page(csealed_main *main, uint32_t number, const unsigned char *sealed,
                     unsigned char *out) {
  csealed_place place = {.number = number, .at = -1};
  if (csealed_recall(main, &place, sealed, out)) return SQLITE_OK;
  int code = csealed_page_open(&main->common, main->id, number, sealed, out, pad_fresh);
  if (code == SQLITE_OK) csealed_keep(main, &place, sealed, out);
  return code;
}

static int main_read(sqlite3_file *file, void *out, int count, sqlite3_int64 offset) {
  csealed_main *main = of(file);
  if (csealed_is_forked(&main->common)) return SQLITE_IOERR_READ;
  if (offset == 0 && count == 100) return read_header(main, out, count);
  sqlite3_int64 within = offset % page_size, number = offset / page_size + 1;
  if (count <= 0 || offset < 0 || within + count > page_size || number > UINT32_MAX - 1)
    return SQLITE_IOERR_READ;
  unsigned char *sealed = main->common.scratch;
  int code = below(file)->pMethods->xRead(below(file), sealed, page_size, offset - within);
  if (code == SQLITE_IOERR_SHORT_READ) {
    sqlite3_int64 size = 0;
    code = below(file)->pMethods->xFileSize(below(file), &size);
    if (code != SQLITE_OK) return code;
    memset(out, 0, (size_t)count);
    // SQLite takes a short read for zeros: right for a new file, and a lost page otherwise.
    return size == 0 ? SQLITE_IOERR_SHORT_READ : SQLITE_IOERR_DATA;
  }
  if (code != SQLITE_OK) return code;
  unsigned char part[page_size], *page = count == page_size ? out : part;
  code = open_page(main, (uint32_t)number, sealed, page);
  if (code != SQLITE_OK) return code;
  // A database that VACUUM INTO has made says that it has a rollback journal, and it may have none.
  if (number == 1) page[18] = page[19] = log_version;
  if (page == part) memcpy(out, part + within, (size_t)count);
  return SQLITE_OK;
}

static int main_write(sqlite3_file *file, const void *in, int count, sqlite3_int64 offset) {
  csealed_main *main = of(file);
  sqlite3_int64 number = offset / page_size + 1;
  if (csealed_is_forked(&main->common) || count != page_size || offset < 0 ||
      offset % page_size != 0 || number > UINT32_MAX - 1)
    return SQLITE_IOERR_WRITE;
  if (main->is_copying) {
    if (!csealed_page_is_shaped(in)) return SQLITE_IOERR_DATA;
    return below(file)->pMethods->xWrite(below(file), in, count, offset);
  }
  // With a log, pages reach a database only by a checkpoint.
  if (!main->is_new) return SQLITE_IOERR_WRITE;
  int code =
      csealed_page_seal(&main->common, main->id, (uint32_t)number, in, main->common.scratch);
  if (code != SQLITE_OK) return code;
  return below(file)->pMethods->xWrite(below(file), main->common.scratch, count, offset);
}

static int main_truncate(sqlite3_file *file, sqlite3_int64 size) {
  if (csealed_is_forked(&of(file)->common) || size % page_size != 0) return SQLITE_IOERR_TRUNCATE;
  return below(file)->pMethods->xTruncate(below(file), size);
}

static int main_sync(sqlite3_file *file, int flags) {
  if (csealed_is_forked(&of(file)->common)) return SQLITE_IOERR_FSYNC;
  return below(file)->pMethods->xSync(below(file), flags);
}

static int main_size(sqlite3_file *file, sqlite3_int64 *size) {
  return below(file)->pMethods->xFileSize(below(file), size);
}

static int main_lock(sqlite3_file *file, int level) {
  if (csealed_is_forked(&of(file)->common)) return SQLITE_IOERR_LOCK;
  return below(file)->pMethods->xLock(below(file), level);
}

// The end of a transaction: no key stays in ordinary memory until the next.
static int rest(csealed_main *main) {
  int rests = csealed_cipher_rest(&main->common.cipher);
  return (!main->log || csealed_cipher_rest(&main->log->common.cipher)) && rests;
}

static int main_unlock(sqlite3_file *file, int level) {
  int rests = rest(of(file));
  int code = below(file)->pMethods->xUnlock(below(file), level);
  return rests ? code : SQLITE_IOERR_UNLOCK;
}

static int main_is_reserved(sqlite3_file *file, int *out) {
  return below(file)->pMethods->xCheckReservedLock(below(file), out);
}

// Page 262145 holds the locks' bytes and is never written (sqlite.org/fileformat2.html, section 1.4).
static int is_lock_page(sqlite3_int64 at) { return at == 0x40000000; }

static int count_other_epochs(csealed_main *main, int64_t *count) {
  sqlite3_file *below = main->common.below;
  sqlite3_int64 size = 0;
  int code = below->pMethods->xFileSize(below, &size);
  *count = 0;
  for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += page_size) {
    if (is_lock_page(at)) continue;
    code = below->pMethods->xRead(below, main->common.scratch, page_size, at);
    if (code == SQLITE_OK && !csealed_page_is_newest(main->common.vfs, main->common.scratch))
      ++*count;
  }
  return code;
}

static int main_control(sqlite3_file *file, int operation, void *argument) {
  switch (operation) {
    case SQLITE_FCNTL_CKPT_START:
      of(file)->is_copying = 1;
      return SQLITE_OK;
    case SQLITE_FCNTL_CKPT_DONE:
      of(file)->is_copying = 0;
      return SQLITE_OK;
    case CSEALED_FCNTL_OTHER_EPOCHS:
      return count_other_epochs(of(file), argument);
    case SQLITE_FCNTL_LOCKSTATE:
    case SQLITE_FCNTL_LAST_ERRNO:
    case SQLITE_FCNTL_PERSIST_WAL:
    case SQLITE_FCNTL_HAS_MOVED:
    case SQLITE_FCNTL_LOCK_TIMEOUT:
      return below(file)->pMethods->xFileControl(below(file), operation, argument);
    default:
      // Everything else that SQLite may ask for would go around the seal (memory maps, chunks, atomic
      // batches) or is its own business.
      return SQLITE_NOTFOUND;
  }
}

static int sector_size(sqlite3_file *file) {
  return below(file)->pMethods->xSectorSize(below(file));
}

// Sealing makes one write out of what SQLite believes to be several, and changes a whole page where it
// changes a byte: none of the promises about atomic writes and partial reads hold. Power-safe overwrite
// is what lets SQLite write the log frame by frame.
static int characteristics(sqlite3_file *file) {
  const int kept = SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL |
                   SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
  return (below(file)->pMethods->xDeviceCharacteristics(below(file)) & kept) |
         SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out) {
  if (csealed_is_forked(&of(file)->common)) return SQLITE_IOERR_SHMMAP;
  return below(file)->pMethods->xShmMap(below(file), region, size, extend, out);
}

static int shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  if (csealed_is_forked(&of(file)->common)) return SQLITE_IOERR_SHMLOCK;
  // SQLite gives up its shared lock on the index last of all (sqlite.org/walformat.html, section 2.3).
  const int end = SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED;
  // A lock is given back whatever happens, or everybody would wait for it.
  int rests = flags != end || rest(of(file));
  int code = below(file)->pMethods->xShmLock(below(file), offset, count, flags);
  return rests ? code : SQLITE_IOERR_SHMLOCK;
}

static void shm_barrier(sqlite3_file *file) { below(file)->pMethods->xShmBarrier(below(file)); }

static int shm_unmap(sqlite3_file *file, int remove) {
  return below(file)->pMethods->xShmUnmap(below(file), remove);
}

static int main_close(sqlite3_file *file) {
  csealed_forget(of(file));
  return csealed_common_close(file);
}

// Version 2: without xFetch SQLite cannot map the file and read it past us.
const sqlite3_io_methods csealed_main_methods = {
    .iVersion = 2,
    .xClose = main_close,
    .xRead = main_read,
    .xWrite = main_write,
    .xTruncate = main_truncate,
    .xSync = main_sync,
    .xFileSize = main_size,
    .xLock = main_lock,
    .xUnlock = main_unlock,
    .xCheckReservedLock = main_is_reserved,
    .xFileControl = main_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};
