// libsqlite3, and shims for what Swift cannot import: variadic functions, cast macros and
// extended result codes that are expressions. Each shim says which of these it is.
#ifndef CVAULT_CSQLITE_SHIM_H
#define CVAULT_CSQLITE_SHIM_H

#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast macro: SQLite copies the bytes before the call returns.
static inline int cvault_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes,
                                          int count) {
  return sqlite3_bind_blob(statement, index, count == 0 ? "" : bytes, count, SQLITE_TRANSIENT);
}

// SQLITE_STATIC is a cast macro: the bytes must stay until the statement is reset and cleared.
static inline int cvault_sqlite_bind_kept(sqlite3_stmt *statement, int index, const void *bytes,
                                          int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_STATIC);
}

// SQLITE_TRANSIENT is a cast macro.
static inline int cvault_sqlite_bind_text(sqlite3_stmt *statement, int index, const void *bytes,
                                          int count) {
  return sqlite3_bind_text(statement, index, count == 0 ? "" : (const char *)bytes, count,
                           SQLITE_TRANSIENT);
}

// sqlite3_config is variadic. Without statistics of its memory SQLite takes no lock around each allocation;
// refused, and without effect, if this process has used SQLite before.
static inline int cvault_sqlite_forgo_memory_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// sqlite3_db_config is variadic. `option` takes an int and reports the setting now in force.
static inline int cvault_sqlite_config(sqlite3 *connection, int option, int on, int *now) {
  return sqlite3_db_config(connection, option, on, now);
}

// Calls through a table of C function pointers: reads the database file as SQLite's own VFS sees it. `count`
// bytes at `offset`; only SQLITE_OK says that `into` was filled.
static inline int cvault_sqlite_read_file(sqlite3 *connection, void *into, int count,
                                          sqlite3_int64 offset) {
  sqlite3_file *file = 0;
  int result = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (result != SQLITE_OK) return result;
  if (file == 0 || file->pMethods == 0) return SQLITE_MISUSE;
  return file->pMethods->xRead(file, into, count, offset);
}

// How many transactions the write-ahead log has counted since it was last recovered: a number in the
// memory that all connections share (sqlite.org/walformat.html, section 2.1.1, "iChange"). The connection
// must have read before, or there is no such memory yet; 0 where there is none, or where it is being written.
static inline unsigned int cvault_sqlite_logged_transactions(sqlite3 *connection) {
  sqlite3_file *file = 0;
  int result = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (result != SQLITE_OK || file == 0 || file->pMethods == 0) return 0;
  if (file->pMethods->iVersion < 2 || file->pMethods->xShmMap == 0) return 0;
  void volatile *memory = 0;
  // The first of the memory's regions of 32 KiB; it is there, so it is not made.
  if (file->pMethods->xShmMap(file, 0, 32768, 0, &memory) != SQLITE_OK || memory == 0) return 0;
  // Whoever commits writes the second copy of the header first (section 2.1).
  const unsigned int volatile *header = memory;
  unsigned int first = header[2];
  file->pMethods->xShmBarrier(file);
  return first == header[12 + 2] ? first : 0;
}

#endif
