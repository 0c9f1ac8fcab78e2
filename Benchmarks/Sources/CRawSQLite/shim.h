// libsqlite3 as an application without a vault would use it: the other side of the comparison.
#ifndef CVAULT_CRAWSQLITE_SHIM_H
#define CVAULT_CRAWSQLITE_SHIM_H

#include <sqlite3.h>

// SQLITE_STATIC is a cast macro: the bytes outlive the step, so SQLite copies nothing.
static inline int raw_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
  return sqlite3_bind_text(statement, index, text, count, SQLITE_STATIC);
}

static inline int raw_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_STATIC);
}

// SQLITE_TRANSIENT is one too: SQLite copies the bytes, which may be gone before the step.
static inline int raw_bind_blob_copy(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

#endif
