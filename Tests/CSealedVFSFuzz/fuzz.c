// libFuzzer's target: bytes of an attacker in the place of a page, of the database or of its log. Nothing
// may crash, and no answer may be another than one that was sealed. `Scripts/fuzz` builds it.
//
// An input begins with what it is:
//   0  a page, opened by itself
//   1  the log; 2  the database: the bytes in whole
//   3  edits of a true log, 4 edits of a true database: triples of a place (3 bytes), a length and content
//   5  the same on the log under a live connection
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../Sources/CSealedVFS/include/CSealedVFS.h"
#include "memory.h"

enum { rows = 40, commits = 6 };

static csealed_vfs *vfs;
static unsigned char *true_database, *true_log;
static size_t database_size, log_size;

static void expect(int holds, const char *law) {
  if (holds) return;
  fprintf(stderr, "fuzz: %s\n", law);
  abort();
}

static sqlite3 *open_database(void) {
  sqlite3 *connection = NULL;
  int code = sqlite3_open_v2("data.db", &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                             csealed_name(vfs));
  if (code == SQLITE_OK) {
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_exec(connection, "PRAGMA wal_autocheckpoint=0", NULL, NULL, NULL);
    return connection;
  }
  sqlite3_close(connection);
  return NULL;
}

// Each commit sets every row to its number. A state is right if all rows agree.
static int take(void *out, int count, char **values, char **names) {
  int *state = out, value = atoi(values[1]);
  expect(atoi(values[0]) == state[0] + 1, "a row is missing or another's");
  expect(state[0] == 0 || state[1] == value, "rows of two commits in one answer");
  state[0]++;
  state[1] = value;
  return 0;
}

// Reads all, or an error; then writes, copies back and reads again.
static void use(sqlite3 *connection) {
  if (!connection) return;
  int state[2] = {0, 0};
  int code = sqlite3_exec(connection, "SELECT n, length(x) - 1000 FROM t ORDER BY n", take, state, NULL);
  if (code == SQLITE_OK) {
    expect(state[0] == rows && state[1] >= 0 && state[1] <= commits, "an answer that was never sealed");
    code = sqlite3_exec(connection, "UPDATE t SET x = zeroblob(1099) WHERE n = 7", NULL, NULL, NULL);
  }
  if (code == SQLITE_OK) {
    sqlite3_exec(connection, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    sqlite3_exec(connection, "SELECT sum(length(x)) FROM t; PRAGMA integrity_check", NULL, NULL, NULL);
  }
  sqlite3_close(connection);
}

static unsigned char *copy(const char *name, size_t *count) {
  const unsigned char *bytes = memory_get(name, count);
  unsigned char *copied = malloc(*count);
  memcpy(copied, bytes, *count);
  return copied;
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  unsigned char frame_key[64], key[32] = {1};
  for (int i = 0; i < 64; i++) frame_key[i] = (unsigned char)i;
  expect(memory_register() == SQLITE_OK, "the memory VFS is registered");
  vfs = csealed_create("memory", frame_key);
  expect(vfs && csealed_add_key(vfs, 1, key) == SQLITE_OK && csealed_register(vfs) == SQLITE_OK,
         "the sealed VFS is registered");
  sqlite3 *connection = open_database();
  int room = CSEALED_RESERVED;
  sqlite3_file_control(connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &room);
  int code = sqlite3_exec(
      connection,
      "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=5;"
      "CREATE TABLE t(n INTEGER PRIMARY KEY, x);"
      "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 40)"
      " INSERT INTO t SELECT n, zeroblob(1000) FROM c; PRAGMA wal_checkpoint(TRUNCATE);"
      "BEGIN; UPDATE t SET x = zeroblob(1); UPDATE t SET x = zeroblob(1001); COMMIT;"
      "UPDATE t SET x = zeroblob(1002); UPDATE t SET x = zeroblob(1003);"
      "UPDATE t SET x = zeroblob(1004); UPDATE t SET x = zeroblob(1005);"
      "UPDATE t SET x = zeroblob(1006)",
      NULL, NULL, NULL);
  expect(code == SQLITE_OK, "the true database is made");
  true_database = copy("data.db", &database_size);
  true_log = copy("data.db-wal", &log_size);
  sqlite3_close(connection);
  return 0;
}

// Makes a file of `bytes` with the edits of the input.
static void put_edited(const char *name, const unsigned char *bytes, size_t size,
                       const uint8_t *input, size_t count) {
  unsigned char *edited = malloc(size);
  memcpy(edited, bytes, size);
  while (count >= 4) {
    size_t place = ((size_t)input[0] << 16 | (size_t)input[1] << 8 | input[2]) % size;
    size_t length = input[3];
    input += 4;
    count -= 4;
    // Length 0: the file ends here.
    if (length == 0) {
      size = place + 1;
      continue;
    }
    if (length > count) length = count;
    if (length > size - place) length = size - place;
    memcpy(edited + place, input, length);
    input += length;
    count -= length;
  }
  memory_put(name, edited, size);
  free(edited);
}

static void open_page(const uint8_t *input, size_t count) {
  unsigned char page[CSEALED_PAGE_SIZE] = {0}, plain[CSEALED_PAGE_SIZE];
  if (count < 3) return;
  uint32_t number = input[0];
  size_t true_page = input[1] % (database_size / sizeof page);
  // Either the input alone, or a true page with the input over it.
  if (input[2] & 1) memcpy(page, true_database + true_page * sizeof page, sizeof page);
  size_t place = (input[2] >> 1) * 32u % sizeof page;
  count -= 3;
  if (count > sizeof page - place) count = sizeof page - place;
  memcpy(page + place, input + 3, count);
  if (csealed_unseal(vfs, true_database, number, page, plain) != SQLITE_OK) return;
  expect(number >= 1 && number <= database_size / sizeof page &&
             memcmp(page, true_database + (number - 1) * sizeof page, sizeof page) == 0,
         "a page opened that was never sealed");
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t count) {
  if (count == 0) return 0;
  const uint8_t kind = input[0] % 6, *rest = input + 1;
  count--;
  if (kind == 0) {
    open_page(rest, count);
    return 0;
  }
  memory_reset();
  memory_put("data.db", true_database, database_size);
  memory_put("data.db-wal", true_log, log_size);
  sqlite3 *live = NULL;
  if (kind == 5) {
    live = open_database();
    sqlite3_exec(live, "SELECT count(*) FROM t", NULL, NULL, NULL);
  }
  if (kind == 1) memory_put("data.db-wal", rest, count);
  if (kind == 2) memory_put("data.db", rest, count);
  if (kind == 4) put_edited("data.db", true_database, database_size, rest, count);
  if (kind == 3 || kind == 5) put_edited("data.db-wal", true_log, log_size, rest, count);
  use(open_database());
  sqlite3_close(live);
  return 0;
}
