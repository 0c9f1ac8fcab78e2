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

#endif
