// SQLCipher, with the shim of CSQLite that the benchmark of pages calls. One process cannot hold both: they
// define the same functions.
#ifndef CVAULT_CSQLCIPHER_SHIM_H
#define CVAULT_CSQLCIPHER_SHIM_H

#define SQLITE_HAS_CODEC 1
#include <sqlite3.h>

// SQLITE_STATIC is a cast macro: the bytes must stay until the statement is reset and cleared.
static inline int cvault_sqlite_bind_kept(sqlite3_stmt *statement, int index, const void *bytes,
                                          int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_STATIC);
}

#endif
