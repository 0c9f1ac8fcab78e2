// Page encryption beneath SQLite: a VFS that seals every page of a database, its write-ahead log and
// its temporary files, and passes the rest on to another VFS. ARCHITECTURE.md, "Page encryption", has
// the format and why each rule is there.
//
// In C because SQLite calls it on every read and write, with buffers of its own.
#ifndef CVAULT_CSEALEDVFS_H
#define CVAULT_CSEALEDVFS_H

#include <stddef.h>
#include <stdint.h>

// The only page size, and how many bytes at the end of each page belong to us.
#define CSEALED_PAGE_SIZE 4096
#define CSEALED_RESERVED 64

// The keys of one vault and the VFS that uses them.
typedef struct csealed_vfs csealed_vfs;

// A VFS over `base`, or over the default one if it is NULL, without page keys yet. `frame_key64` seals
// the headers of frames in the log: 64 bytes, whose halves must differ. NULL if there is no `base`, or
// no memory. Keys are copied into OpenSSL's secure heap if the process has made one.
csealed_vfs *csealed_create(const char *base, const void *frame_key64);

// Adds K_page of an epoch, 32 bytes. The last one added seals; all of them open. SQLITE_OK,
// SQLITE_NOMEM or SQLITE_MISUSE (an epoch twice, more than 16, or after registration).
int csealed_add_key(csealed_vfs *vfs, uint32_t epoch, const void *key32);

// Makes the VFS known to SQLite under its own name. An SQLite result code.
int csealed_register(csealed_vfs *vfs);

// The name to pass to sqlite3_open_v2; lives as long as `vfs`.
const char *csealed_name(const csealed_vfs *vfs);

// Wipes the keys. SQLITE_BUSY, and nothing happens, while a file is open.
int csealed_destroy(csealed_vfs *vfs);

// Whether these are the first bytes of an SQLite database that is not sealed.
int csealed_is_plain(const void *first16);

// A file control (sqlite.org/c3ref/file_control.html) of the database: counts, into an `int64_t`, its pages
// as they lie in the file that are not of the epoch which seals now. No other file is asked, and the log is
// not looked at. Through an open connection because to open the file beside it would end its locks.
#define CSEALED_FCNTL_OTHER_EPOCHS 0x43564c54

// Opens one page of a file outside SQLite, for scans of what a file still holds: 4096 bytes each, and the
// 16 bytes with which the file begins. SQLITE_OK, or SQLITE_IOERR_DATA if the page does not fit.
int csealed_unseal(csealed_vfs *vfs, const void *id16, uint32_t number, const void *sealed,
                   void *plain);

// XAES-256-GCM (c2sp.org/XAES-256-GCM), detached: `out` has `count` bytes. 1 if it worked; 0 if it did
// not, and then `out` holds zeros. For tests against the published vectors.
int csealed_xaes_seal(const void *key32, const void *nonce24, const void *aad, size_t aad_count,
                      const void *plain, size_t count, void *out, void *tag16);
int csealed_xaes_open(const void *key32, const void *nonce24, const void *aad, size_t aad_count,
                      const void *sealed, size_t count, const void *tag16, void *out);

#endif
