#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "internal.h"

enum { most_descriptors = 4096, most_files = 4096 };

struct record {
  int operation, file;
  uint64_t offset, length;
  size_t bytes, name; // places in the arena
};

// What a descriptor is of: 0 nothing watched; else the file's number and one.
static int files_of[most_descriptors];
// The recording in which the number was given; an older one counts as watched, and is not recorded.
static unsigned recordings_of[most_descriptors];
static ino_t inodes[most_files];
static int file_count;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static unsigned recording;
static int is_recording;
static struct record *records;
static size_t record_count, record_room;
static uint8_t *arena;
static size_t arena_size, arena_room;

void cfl_lock_log(void) { pthread_mutex_lock(&mutex); }
void cfl_unlock_log(void) { pthread_mutex_unlock(&mutex); }
int cfl_is_recording(void) { return is_recording; }

static size_t keep(const void *bytes, size_t count) {
  if (arena_size + count > arena_room) {
    arena_room = 2 * (arena_size + count) + (1 << 20);
    arena = realloc(arena, arena_room);
    if (!arena) abort();
  }
  size_t place = arena_size;
  if (count > 0) memcpy(arena + place, bytes, count);
  arena_size += count;
  return place;
}

static void add(int operation, int file, uint64_t offset, const void *bytes, size_t length,
                const char *name) {
  if (record_count == record_room) {
    record_room = 2 * record_room + 1024;
    records = realloc(records, record_room * sizeof *records);
    if (!records) abort();
  }
  struct record record = {operation, file, offset, length, keep(bytes, bytes ? length : 0),
                          keep(name ? name : "", name ? strlen(name) + 1 : 1)};
  records[record_count++] = record;
}

void cfl_record(void) {
  cfl_lock_log();
  recording++;
  is_recording = 1;
  record_count = arena_size = 0;
  file_count = 0;
  cfl_unlock_log();
}

void cfl_stop(void) {
  cfl_lock_log();
  is_recording = 0;
  cfl_unlock_log();
}

void cfl_mark(uint64_t number) {
  cfl_lock_log();
  if (is_recording) add(CFL_LOG_MARK, -1, number, NULL, 0, NULL);
  cfl_unlock_log();
}

size_t cfl_length(void) { return record_count; }

struct cfl_entry cfl_entry_at(size_t index) {
  struct record record = records[index];
  struct cfl_entry entry = {record.operation, record.file,           record.offset,
                            record.length,    arena + record.bytes, (const char *)arena + record.name};
  return entry;
}

// The index of the WAL is shared memory: it is made anew after a power loss, whatever is in it.
static int is_memory(const char *name) {
  size_t length = strlen(name);
  return length > 4 && strcmp(name + length - 4, "-shm") == 0;
}

void cfl_log_open(int fd, const char *name, int was_there) {
  if (fd < 0 || fd >= most_descriptors) return;
  recordings_of[fd] = 0;
  files_of[fd] = 1;
  struct stat status;
  if (!is_recording || is_memory(name) || fstat(fd, &status) != 0) return;
  int file = -1;
  // From the newest on: a number of an inode may come back after its file is gone.
  for (int known = file_count - 1; known >= 0 && was_there && file < 0; known--)
    if (inodes[known] == status.st_ino) file = known;
  if (file < 0) {
    if (file_count == most_files) abort();
    file = file_count++;
    inodes[file] = status.st_ino;
    if (was_there)
      add(CFL_LOG_EXISTING, file, (uint64_t)(S_ISDIR(status.st_mode) != 0), NULL, 0, name);
    else
      add(CFL_LOG_CREATE, file, 0, NULL, 0, name);
  }
  files_of[fd] = file + 1;
  recordings_of[fd] = recording;
}

void cfl_log_close(int fd) {
  if (fd >= 0 && fd < most_descriptors) files_of[fd] = 0;
}

int cfl_is_watched(int fd) { return fd >= 0 && fd < most_descriptors && files_of[fd] != 0; }

void cfl_log_file(int operation, int fd, uint64_t offset, const void *bytes, size_t length) {
  if (!is_recording || !cfl_is_watched(fd) || recordings_of[fd] != recording) return;
  if (operation == CFL_LOG_SYNC) {
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) operation = CFL_LOG_SYNC_DIRECTORY;
  }
  add(operation, files_of[fd] - 1, offset, bytes, length, NULL);
}

void cfl_log_name(int operation, const char *name, const char *other) {
  if (!is_recording || is_memory(name)) return;
  add(operation, -1, 0, other, other ? strlen(other) + 1 : 0, name);
}
