#define _GNU_SOURCE  // memmem
#include <openssl/evp.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CVFSProbes.h"

int probes_shake128(const void *in, size_t in_count, void *out, size_t out_count) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  int done = context && EVP_DigestInit_ex(context, EVP_shake128(), NULL) == 1 &&
             EVP_DigestUpdate(context, in, in_count) == 1 &&
             EVP_DigestFinalXOF(context, out, out_count) == 1;
  EVP_MD_CTX_free(context);
  return done;
}

int probes_contain(const void *bytes, size_t count, const void *needle, size_t needle_count) {
  return memmem(bytes, count, needle, needle_count) != NULL;
}

int probes_in_fork(int (*body)(void *), void *argument) {
  pid_t child = fork();
  if (child == 0) _exit(body(argument));
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

void probes_move_lock_byte(unsigned offset) {
  sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, offset);
}

int probes_read(sqlite3_file *file, void *out, int count, sqlite3_int64 offset) {
  return file->pMethods->xRead(file, out, count, offset);
}
int probes_write(sqlite3_file *file, const void *in, int count, sqlite3_int64 offset) {
  return file->pMethods->xWrite(file, in, count, offset);
}
int probes_truncate(sqlite3_file *file, sqlite3_int64 size) {
  return file->pMethods->xTruncate(file, size);
}
int probes_sync(sqlite3_file *file) { return file->pMethods->xSync(file, SQLITE_SYNC_NORMAL); }
int probes_size(sqlite3_file *file, sqlite3_int64 *size) {
  return file->pMethods->xFileSize(file, size);
}
int probes_control(sqlite3_file *file, int operation, void *argument) {
  return file->pMethods->xFileControl(file, operation, argument);
}
int probes_characteristics(sqlite3_file *file) {
  return file->pMethods->xDeviceCharacteristics(file);
}
int probes_version(sqlite3_file *file) { return file->pMethods->iVersion; }

static sqlite3_file *asked(sqlite3 *connection, int operation) {
  sqlite3_file *file = 0;
  if (sqlite3_file_control(connection, "main", operation, &file) != SQLITE_OK) return 0;
  return file && file->pMethods ? file : 0;
}

sqlite3_file *probes_database(sqlite3 *connection) {
  return asked(connection, SQLITE_FCNTL_FILE_POINTER);
}
sqlite3_file *probes_log(sqlite3 *connection) {
  return asked(connection, SQLITE_FCNTL_JOURNAL_POINTER);
}
