// Shared by the sources of this target only.
#ifndef CSEALED_INTERNAL_H
#define CSEALED_INTERNAL_H

#include <sqlite3.h>
#include <stdatomic.h>

#include "CSealedVFS.h"
#include "cipher.h"

enum { page_size = CSEALED_PAGE_SIZE, id_size = 16, most_keys = 16 };
// A frame of the log: its header, then a page.
enum { frame_header = 24, frame_size = frame_header + page_size };

struct csealed_vfs {
  sqlite3_vfs vfs;  // first: SQLite hands us this
  sqlite3_vfs *base;
  char name[32];
  // In the secure heap if there is one, each by itself: it is small, and most vaults have one epoch.
  unsigned char *frame_key;
  csealed_page_key *keys[most_keys];
  uint32_t epochs[most_keys];
  int count;
  atomic_int open_files;
};

// What every open file begins with. The file of the VFS below follows behind the largest of ours.
typedef struct {
  sqlite3_file file;  // first: SQLite sets and reads `pMethods`
  csealed_vfs *vfs;
  sqlite3_file *below;
  csealed_cipher cipher;
  unsigned char *scratch;  // frame_size bytes
  unsigned born;           // how often this process's ancestors had forked when the file was opened
} csealed_file;

typedef struct csealed_recalled csealed_recalled;

// The database.
typedef struct csealed_main {
  csealed_file common;
  unsigned char id[id_size];
  int is_new;      // was empty when opened: the only time that pages are written past the log
  struct csealed_log *log;  // NULL while it is not open
  int is_copying;  // between FCNTL_CKPT_START and _DONE: sealed pages go from the log as they are
  csealed_recalled *recalled;  // NULL until something is worth keeping
} csealed_main;

// The write-ahead log (sqlite.org/fileformat2.html, section 4).
typedef struct csealed_log {
  csealed_file common;
  csealed_main *main;
  unsigned char held[frame_header];  // a frame's header that waits for its page
  sqlite3_int64 held_at;   // -1: none
  sqlite3_int64 end;       // behind the last frame that this connection has added
  unsigned char salts[8];  // of the log's header, as last seen
  int is_committing_anew;  // whole frames are read to compute their checksums again, not to recover
} csealed_log;

typedef struct {
  unsigned char nonce[nonce_size], tag[tag_size];
} csealed_seal_of_block;

// A temporary file or a new database's rollback journal: blocks of one page under a key of its own.
typedef struct {
  csealed_file common;
  csealed_page_key *key;  // secure heap
  csealed_seal_of_block *seals;
  sqlite3_int64 blocks, capacity;
  sqlite3_int64 size;
} csealed_temporary;

typedef union {
  csealed_file common;
  csealed_main main;
  csealed_log log;
  csealed_temporary temporary;
} csealed_any_file;

extern const sqlite3_io_methods csealed_main_methods;
extern const sqlite3_io_methods csealed_log_methods;
extern const sqlite3_io_methods csealed_temporary_methods;

int csealed_main_open(csealed_main *main);
void csealed_log_open(csealed_log *log, csealed_main *main);
int csealed_temporary_open(csealed_temporary *file);

// Releases what every file has and closes the one below.
int csealed_common_close(sqlite3_file *file);

// How often this process and its ancestors have forked since they first asked.
unsigned csealed_forks(void);

// A child of fork must open the database anew (sqlite.org/howtocorrupt.html, section 2.6).
int csealed_is_forked(const csealed_file *file);

// --- pages

typedef enum {
  pad_stored,  // as it was written: recovery and the log's checksums compare it
  pad_fresh    // a new secret: what is written next has a checksum that nobody can foretell
} csealed_pad;

// 4096 bytes each. An SQLite code: IOERR_DATA if the tag, the place, the format or the shape is wrong.
int csealed_page_seal(csealed_file *file, const unsigned char *id, uint32_t number,
                      const unsigned char *plain, unsigned char *sealed);
int csealed_page_open(csealed_file *file, const unsigned char *id, uint32_t number,
                      const unsigned char *sealed, unsigned char *plain, csealed_pad pad);
// Whether the bytes claim to be a sealed page of this format; no key is asked.
int csealed_page_is_shaped(const unsigned char *sealed);
// Whether they do, and name an epoch whose key this VFS does not have.
int csealed_page_lacks_key(const csealed_vfs *vfs, const unsigned char *sealed);

// Whether they do, and name the epoch under which this VFS seals.
int csealed_page_is_newest(const csealed_vfs *vfs, const unsigned char *sealed);

// --- pages opened before

// Where a page was read: in the database (`at` is -1, the rest zero) or in a frame of the log, whose
// header, as it lies there, opened to these salts.
typedef struct {
  uint32_t number;
  sqlite3_int64 at;
  unsigned char header[frame_header], salts[8];
} csealed_place;

// 1 and the page, if these very bytes were opened here before.
int csealed_recall(const csealed_main *main, const csealed_place *place,
                   const unsigned char *sealed, unsigned char *out);
void csealed_keep(csealed_main *main, const csealed_place *place, const unsigned char *sealed,
                  const unsigned char *plain);
void csealed_forget(csealed_main *main);

// --- big-endian

static inline void csealed_put32(unsigned char *out, uint32_t value) {
  for (int i = 0; i < 4; i++) out[i] = (unsigned char)(value >> (24 - 8 * i));
}

static inline uint32_t csealed_get32(const unsigned char *in) {
  return (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 | in[3];
}

#endif
