// A VFS whose files are in memory: the disk of one fuzzed run. One process, one thread, no crash.
#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { most_files = 8, most_regions = 16 };

static struct {
  char name[64];
  unsigned char *bytes;
  sqlite3_int64 size;
  void *regions[most_regions];
} files[most_files];

typedef struct {
  sqlite3_file file;
  int index, is_temporary;
} memory_file;

static int find(const char *name) {
  for (int i = 0; i < most_files; i++)
    if (strcmp(files[i].name, name) == 0) return i;
  return -1;
}

static void clear(int i) {
  free(files[i].bytes);
  for (int j = 0; j < most_regions; j++) free(files[i].regions[j]);
  memset(&files[i], 0, sizeof files[i]);
}

void memory_reset(void) {
  for (int i = 0; i < most_files; i++) clear(i);
}

void memory_forget_index(void) {
  for (int i = 0; i < most_files; i++)
    for (int j = 0; j < most_regions; j++) {
      free(files[i].regions[j]);
      files[i].regions[j] = NULL;
    }
}

static int resize(int i, sqlite3_int64 size) {
  if (size > 64 << 20) return SQLITE_FULL;
  unsigned char *bytes = realloc(files[i].bytes, size > 0 ? (size_t)size : 1);
  if (!bytes) return SQLITE_NOMEM;
  if (size > files[i].size) memset(bytes + files[i].size, 0, (size_t)(size - files[i].size));
  files[i].bytes = bytes;
  files[i].size = size;
  return SQLITE_OK;
}

int memory_put(const char *name, const void *bytes, size_t count) {
  int i = find(name);
  if (i < 0) i = find("");
  if (i < 0) return SQLITE_FULL;
  strcpy(files[i].name, name);
  int code = resize(i, (sqlite3_int64)count);
  if (code == SQLITE_OK && count > 0) memcpy(files[i].bytes, bytes, count);
  return code;
}

const unsigned char *memory_get(const char *name, size_t *count) {
  int i = find(name);
  *count = i < 0 ? 0 : (size_t)files[i].size;
  return i < 0 ? NULL : files[i].bytes;
}

static int at(sqlite3_file *file) { return ((memory_file *)file)->index; }

static int close_file(sqlite3_file *file) {
  if (((memory_file *)file)->is_temporary) clear(at(file));
  return SQLITE_OK;
}
static int read_file(sqlite3_file *file, void *out, int count, sqlite3_int64 offset) {
  sqlite3_int64 left = files[at(file)].size - offset;
  int part = left <= 0 ? 0 : left < count ? (int)left : count;
  if (part > 0) memcpy(out, files[at(file)].bytes + offset, (size_t)part);
  memset((char *)out + part, 0, (size_t)(count - part));
  return part == count ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}
static int write_file(sqlite3_file *file, const void *in, int count, sqlite3_int64 offset) {
  if (offset + count > files[at(file)].size) {
    int code = resize(at(file), offset + count);
    if (code != SQLITE_OK) return code;
  }
  memcpy(files[at(file)].bytes + offset, in, (size_t)count);
  return SQLITE_OK;
}
static int truncate_file(sqlite3_file *file, sqlite3_int64 size) { return resize(at(file), size); }
static int sync_file(sqlite3_file *file, int flags) { return SQLITE_OK; }
static int size_of_file(sqlite3_file *file, sqlite3_int64 *size) {
  *size = files[at(file)].size;
  return SQLITE_OK;
}
static int lock(sqlite3_file *file, int level) { return SQLITE_OK; }
static int is_reserved(sqlite3_file *file, int *out) {
  *out = 0;
  return SQLITE_OK;
}
static int control(sqlite3_file *file, int operation, void *argument) { return SQLITE_NOTFOUND; }
static int sector_size(sqlite3_file *file) { return 4096; }
static int characteristics(sqlite3_file *file) { return 0; }
static int shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out) {
  *out = NULL;
  if (region >= most_regions) return SQLITE_IOERR_SHMMAP;
  void **kept = &files[at(file)].regions[region];
  if (!*kept && extend) *kept = calloc(1, (size_t)size);
  *out = *kept;
  return *kept || !extend ? SQLITE_OK : SQLITE_NOMEM;
}
static int shm_lock(sqlite3_file *file, int offset, int count, int flags) { return SQLITE_OK; }
static void shm_barrier(sqlite3_file *file) {}
static int shm_unmap(sqlite3_file *file, int remove) { return SQLITE_OK; }

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock,
    .xUnlock = lock,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  memory_file *opened = (memory_file *)file;
  static unsigned unnamed;
  char given[64];
  memset(opened, 0, sizeof *opened);
  opened->is_temporary = name == NULL;
  if (!name) {
    sqlite3_snprintf(sizeof given, given, "temporary-%u", unnamed++);
    name = given;
  }
  if (strlen(name) >= sizeof given) return SQLITE_CANTOPEN;
  if (find(name) < 0) {
    if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
    int code = memory_put(name, NULL, 0);
    if (code != SQLITE_OK) return code;
  }
  opened->index = find(name);
  file->pMethods = &methods;
  if (out) *out = flags;
  return SQLITE_OK;
}
static int delete_file(sqlite3_vfs *vfs, const char *name, int sync) {
  if (find(name) < 0) return SQLITE_IOERR_DELETE_NOENT;
  clear(find(name));
  return SQLITE_OK;
}
static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
  *out = find(name) >= 0;
  return SQLITE_OK;
}
static int full_path(sqlite3_vfs *vfs, const char *name, int count, char *out) {
  sqlite3_snprintf(count, out, "%s", name);
  return SQLITE_OK;
}

int memory_register(void) {
  static sqlite3_vfs vfs;
  vfs = *sqlite3_vfs_find(NULL);
  vfs.iVersion = 1;
  vfs.pNext = NULL;
  vfs.szOsFile = sizeof(memory_file);
  vfs.zName = "memory";
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  return sqlite3_vfs_register(&vfs, 0);
}
