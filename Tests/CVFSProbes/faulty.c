// A VFS over the default one whose n-th operation fails.
#include <stdatomic.h>
#include <string.h>

#include "CVFSProbes.h"

static atomic_long counted, failing;
static atomic_int forever;

void probes_arm(long nth, int all) {
  atomic_store(&counted, 0);
  atomic_store(&forever, all);
  atomic_store(&failing, nth);
}

long probes_counted(void) { return atomic_load(&counted); }

static int fails(void) {
  long now = atomic_fetch_add(&counted, 1) + 1, nth = atomic_load(&failing);
  return nth > 0 && (now == nth || (now > nth && atomic_load(&forever)));
}

typedef struct {
  sqlite3_file file;
  sqlite3_file *below;
} faulty;

static sqlite3_file *below(sqlite3_file *file) { return ((faulty *)file)->below; }
static sqlite3_vfs *base(void) { return sqlite3_vfs_find(0); }

static int close_file(sqlite3_file *file) { return below(file)->pMethods->xClose(below(file)); }
static int read_file(sqlite3_file *file, void *out, int count, sqlite3_int64 offset) {
  if (fails()) return SQLITE_IOERR_READ;
  return below(file)->pMethods->xRead(below(file), out, count, offset);
}
static int write_file(sqlite3_file *file, const void *in, int count, sqlite3_int64 offset) {
  if (fails()) {
    below(file)->pMethods->xWrite(below(file), in, count / 2, offset);
    return SQLITE_FULL;
  }
  return below(file)->pMethods->xWrite(below(file), in, count, offset);
}
static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
  if (fails()) return SQLITE_IOERR_TRUNCATE;
  return below(file)->pMethods->xTruncate(below(file), size);
}
static int sync_file(sqlite3_file *file, int flags) { return fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK; }
static int size_of_file(sqlite3_file *file, sqlite3_int64 *size) {
  if (fails()) return SQLITE_IOERR_FSTAT;
  return below(file)->pMethods->xFileSize(below(file), size);
}
static int lock_file(sqlite3_file *file, int level) {
  if (fails()) return SQLITE_IOERR_LOCK;
  return below(file)->pMethods->xLock(below(file), level);
}
static int unlock_file(sqlite3_file *file, int level) {
  return below(file)->pMethods->xUnlock(below(file), level);
}
static int is_reserved(sqlite3_file *file, int *out) {
  if (fails()) return SQLITE_IOERR_CHECKRESERVEDLOCK;
  return below(file)->pMethods->xCheckReservedLock(below(file), out);
}
static int control(sqlite3_file *file, int operation, void *argument) {
  return below(file)->pMethods->xFileControl(below(file), operation, argument);
}
static int sector_size(sqlite3_file *file) {
  return below(file)->pMethods->xSectorSize(below(file));
}
static int characteristics(sqlite3_file *file) {
  return below(file)->pMethods->xDeviceCharacteristics(below(file));
}
static int shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out) {
  if (fails()) return SQLITE_IOERR_SHMMAP;
  return below(file)->pMethods->xShmMap(below(file), region, size, extend, out);
}
static int shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  if (!(flags & SQLITE_SHM_UNLOCK) && fails()) return SQLITE_IOERR_SHMLOCK;
  return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}
static void shm_barrier(sqlite3_file *file) { below(file)->pMethods->xShmBarrier(below(file)); }
static int shm_unmap(sqlite3_file *file, int remove) {
  return below(file)->pMethods->xShmUnmap(below(file), remove);
}

static const sqlite3_io_methods methods = {
    2,           close_file,  read_file, write_file, truncate_file, sync_file,       size_of_file,
    lock_file,   unlock_file, is_reserved, control,  sector_size,   characteristics, shm_map,
    shm_lock,    shm_barrier, shm_unmap,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  faulty *opened = (faulty *)file;
  memset(opened, 0, sizeof *opened);
  if (fails()) return SQLITE_CANTOPEN;
  opened->below = (sqlite3_file *)(opened + 1);
  int code = base()->xOpen(base(), name, opened->below, flags, out);
  if (code == SQLITE_OK) file->pMethods = &methods;
  return code;
}
static int delete_file(sqlite3_vfs *vfs, const char *name, int sync) {
  return fails() ? SQLITE_IOERR_DELETE : base()->xDelete(base(), name, 0);
}
static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
  return fails() ? SQLITE_IOERR_ACCESS : base()->xAccess(base(), name, flags, out);
}

int probes_register_faulty(void) {
  static sqlite3_vfs vfs;
  if (vfs.zName) return SQLITE_OK;
  vfs = *base();
  vfs.iVersion = 1;
  vfs.pNext = 0;
  vfs.zName = "faulty";
  vfs.szOsFile = (int)sizeof(faulty) + base()->szOsFile;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  return sqlite3_vfs_register(&vfs, 0);
}
