// What the tests of CSealedVFS need from C: a VFS that fails on command, and calls that Swift does not
// import.
#ifndef CVAULT_CVFSPROBES_H
#define CVAULT_CVFSPROBES_H

#include <sqlite3.h>
#include <stddef.h>

// Registers the VFS "faulty" over the default one. Its syncs do nothing, so that a thousand runs take no
// disk's time: a killed process loses nothing that was written.
int probes_register_faulty(void);

// From now on operations are counted, and the `nth`, from 1, fails as a disk would; 0: none does. A write
// that fails has written its first half. If `forever`, all that follow fail too.
void probes_arm(long nth, int forever);
long probes_counted(void);

// SHAKE-128 (FIPS 202), of which XAES's accumulated vectors draw their input. 1 or 0.
int probes_shake128(const void *in, size_t in_count, void *out, size_t out_count);

// Whether the bytes hold `needle`: memmem, which is no part of the C library that Swift sees.
int probes_contain(const void *bytes, size_t count, const void *needle, size_t needle_count);

// fork(2), which Swift hides: runs `body` in the child and returns its exit status, or -1.
int probes_in_fork(int (*body)(void *), void *argument);

// sqlite3_test_control is variadic. Where the page that SQLite uses for locks lies: for the whole process.
void probes_move_lock_byte(unsigned offset);

// Calls the methods of a file directly, as SQLite would.
int probes_read(sqlite3_file *file, void *out, int count, sqlite3_int64 offset);
int probes_write(sqlite3_file *file, const void *in, int count, sqlite3_int64 offset);
int probes_truncate(sqlite3_file *file, sqlite3_int64 size);
int probes_sync(sqlite3_file *file);
int probes_size(sqlite3_file *file, sqlite3_int64 *size);
int probes_control(sqlite3_file *file, int operation, void *argument);
int probes_characteristics(sqlite3_file *file);
int probes_version(sqlite3_file *file);

// The file of a connection's database or of its log: NULL if there is none.
sqlite3_file *probes_database(sqlite3 *connection);
sqlite3_file *probes_log(sqlite3 *connection);

#endif
