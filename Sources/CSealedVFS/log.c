// The write-ahead log. Its own header stays clear. In a frame's header the page number and the size of
// the database stay clear; the salts and the checksum, which is over plaintext, are one block under a
// tweak. The page has the same form as in the database, so that a checkpoint copies it as it is.
#include <string.h>

#include "internal.h"

enum { log_header = 32 };

static csealed_log *of(sqlite3_file *file) { return (csealed_log *)file; }
static sqlite3_file *below(csealed_log *log) { return log->common.below; }

void csealed_log_open(csealed_log *log, csealed_main *main) {
  log->main = main;
  main->log = log;
  // From now on pages reach the database by a checkpoint only.
  main->is_new = 0;
  log->held_at = -1;
  log->is_committing_anew = 0;
  log->end = 0;
  memset(log->salts, 0, sizeof log->salts);
}

static int read_below(csealed_log *log, void *out, int count, sqlite3_int64 offset) {
  return below(log)->pMethods->xRead(below(log), out, count, offset);
}

static int write_below(csealed_log *log, const void *in, int count, sqlite3_int64 offset) {
  return below(log)->pMethods->xWrite(below(log), in, count, offset);
}

// Seals or opens bytes 8 to 23 of a frame's header in place, bound to where the frame lies and to the
// bytes that stay clear.
static int tweak_header(csealed_log *log, int encrypt, sqlite3_int64 at, unsigned char *header) {
  unsigned char tweak[block_size];
  csealed_put32(tweak, (uint32_t)((uint64_t)at >> 32));
  csealed_put32(tweak + 4, (uint32_t)at);
  memcpy(tweak + 8, header, 8);
  return csealed_tweak(&log->common.cipher, log->common.vfs->frame_key, encrypt, tweak, header + 8)
             ? SQLITE_OK
             : SQLITE_IOERR;
}

static int write_header(csealed_log *log, const unsigned char *header, sqlite3_int64 at) {
  unsigned char sealed[frame_header];
  memcpy(sealed, header, frame_header);
  int code = tweak_header(log, 1, at, sealed);
  return code == SQLITE_OK ? write_below(log, sealed, frame_header, at) : code;
}

// A header that waits must reach the file before anybody looks at it.
static int flush(csealed_log *log) {
  if (csealed_is_forked(&log->common)) return SQLITE_IOERR;
  if (log->held_at < 0) return SQLITE_OK;
  int code = write_header(log, log->held, log->held_at);
  if (code == SQLITE_OK) log->held_at = -1;
  return code;
}

// Whether `offset` is `within` a frame.
static int is_in_frame(sqlite3_int64 offset, int within) {
  return offset >= log_header + within && (offset - log_header - within) % frame_size == 0;
}

// --- which frames are of this log

static int has_salts_of_log(const csealed_log *log, const unsigned char *header) {
  return memcmp(header + 8, log->salts, sizeof log->salts) == 0;
}

// While a transaction that has changed a spilled page is open, SQLite leaves the salts of the frames that
// it adds at zero; it sets them as it commits.
static int is_uncommitted(const csealed_log *log, const unsigned char *header, sqlite3_int64 at) {
  static const unsigned char none[8];
  return at < log->end && memcmp(header + 8, none, sizeof none) == 0;
}

static int learn_salts(csealed_log *log) {
  unsigned char header[log_header];
  int code = read_below(log, header, log_header, 0);
  if (code == SQLITE_OK) memcpy(log->salts, header + 16, sizeof log->salts);
  return code;
}

// Opens a frame's header in place and refuses it unless its salts are the log's. The clear bytes are
// bound to the salts: a page number or a size that was edited is found here.
static int open_header(csealed_log *log, unsigned char *frame, sqlite3_int64 at) {
  int code = tweak_header(log, 0, at, frame);
  if (code != SQLITE_OK || has_salts_of_log(log, frame) || is_uncommitted(log, frame, at))
    return code;
  // Another connection may have begun the log anew.
  code = learn_salts(log);
  if (code != SQLITE_OK || has_salts_of_log(log, frame)) return code;
  return SQLITE_IOERR_DATA;
}

// Reads a frame, or its header alone, and opens the header.
static int read_frame(csealed_log *log, unsigned char *frame, int count, sqlite3_int64 at) {
  int code = read_below(log, frame, count, at);
  return code == SQLITE_OK ? open_header(log, frame, at) : code;
}

// --- writing

// A new frame's header is held and written with its page: half the calls. One that is written again,
// when SQLite has changed a page that a transaction had spilled, goes at once: nothing may follow it.
static int put_header(csealed_log *log, const unsigned char *header, sqlite3_int64 at) {
  if (at < log->end) return write_header(log, header, at);
  memcpy(log->held, header, frame_header);
  log->held_at = at;
  return SQLITE_OK;
}

static int put_page(csealed_log *log, const unsigned char *page, sqlite3_int64 at) {
  unsigned char *frame = log->common.scratch;
  int is_new = log->held_at == at - frame_header;
  int code = is_new ? SQLITE_OK : flush(log);
  if (code != SQLITE_OK) return code;
  if (is_new) {
    memcpy(frame, log->held, frame_header);
    code = tweak_header(log, 1, log->held_at, frame);
  } else {
    // The header lies in the file already, and only there does the page's number stand.
    code = read_frame(log, frame, frame_header, at - frame_header);
  }
  if (code != SQLITE_OK) return code;
  code = csealed_page_seal(&log->common, log->main->id, csealed_get32(frame), page,
                           frame + frame_header);
  if (code != SQLITE_OK) return code;
  if (!is_new) return write_below(log, frame + frame_header, page_size, at);
  code = write_below(log, frame, frame_size, log->held_at);
  if (code == SQLITE_OK) {
    log->held_at = -1;
    log->end = at + page_size;
  }
  return code;
}

static int log_write(sqlite3_file *file, const void *in, int count, sqlite3_int64 offset) {
  csealed_log *log = of(file);
  if (count == page_size && is_in_frame(offset, frame_header)) {
    if (csealed_is_forked(&log->common)) return SQLITE_IOERR_WRITE;
    return put_page(log, in, offset);
  }
  int code = flush(log);
  if (code != SQLITE_OK) return code;
  if (count == frame_header && is_in_frame(offset, 0)) return put_header(log, in, offset);
  if (count != log_header || offset != 0) return SQLITE_IOERR_WRITE;
  log->end = log_header;
  memcpy(log->salts, (const unsigned char *)in + 16, sizeof log->salts);
  return write_below(log, in, count, offset);
}

// --- reading

// A page of a transaction that was committed. SQLite goes by an index in shared memory and does not look
// at the frame's header again; we do, or two frames that changed places would pass.
static int get_page(csealed_log *log, unsigned char *out, sqlite3_int64 at) {
  unsigned char *frame = log->common.scratch, *page = frame + frame_header;
  csealed_place place = {.at = at - frame_header};
  int code = read_below(log, frame, frame_size, place.at);
  if (code != SQLITE_OK) return code;
  place.number = csealed_get32(frame);
  memcpy(place.header, frame, frame_header);
  memcpy(place.salts, log->salts, sizeof log->salts);
  if (csealed_recall(log->main, &place, page, out)) return SQLITE_OK;
  code = open_header(log, frame, place.at);
  if (code == SQLITE_OK)
    code = csealed_page_open(&log->common, log->main->id, place.number, page, out, pad_fresh);
  if (code != SQLITE_OK || !has_salts_of_log(log, frame)) return code;
  memcpy(place.salts, log->salts, sizeof log->salts);
  csealed_keep(log->main, &place, page, out);
  return SQLITE_OK;
}

// Recovery: a torn frame is the end of the log, not an error. It comes back as zeros, which is no valid
// frame. But a frame of this log under a key that we lack is no torn one: another process has changed the
// key, and what it committed must not be taken for the end.
static int recover_frame(csealed_log *log, unsigned char *out, sqlite3_int64 at) {
  unsigned char *frame = log->common.scratch;
  int code = read_below(log, frame, frame_size, at);
  if (code == SQLITE_OK) code = tweak_header(log, 0, at, frame);
  if (code != SQLITE_OK) return code;
  if (has_salts_of_log(log, frame) &&
      csealed_page_lacks_key(log->common.vfs, frame + frame_header))
    return SQLITE_IOERR_DATA;
  memcpy(out, frame, frame_header);
  code = csealed_page_open(&log->common, log->main->id, csealed_get32(frame), frame + frame_header,
                           out + frame_header, pad_stored);
  if (code == SQLITE_OK) return code;
  memset(out, 0, frame_size);
  return code == SQLITE_IOERR_DATA ? SQLITE_OK : code;
}

// The commit of a transaction that has changed a spilled page: SQLite computes its checksums anew over
// what it reads here, and signs whatever comes. Zeros would be a commit that recovery drops.
static int reread_frame(csealed_log *log, unsigned char *out, sqlite3_int64 at) {
  unsigned char *frame = log->common.scratch;
  int code = read_frame(log, frame, frame_size, at);
  if (code != SQLITE_OK) return code;
  memcpy(out, frame, frame_header);
  return csealed_page_open(&log->common, log->main->id, csealed_get32(frame), frame + frame_header,
                           out + frame_header, pad_stored);
}

// Where such a commit begins: the checksum of the frame before the first that it changed.
static int get_checksum(csealed_log *log, unsigned char *out, sqlite3_int64 at) {
  log->is_committing_anew = 1;
  if (at == log_header - 8) return read_below(log, out, 8, at);
  unsigned char header[frame_header];
  int code = read_frame(log, header, frame_header, at - 16);
  if (code == SQLITE_OK) memcpy(out, header + 16, 8);
  return code;
}

static int log_read(sqlite3_file *file, void *out, int count, sqlite3_int64 offset) {
  csealed_log *log = of(file);
  int code = flush(log);
  if (code != SQLITE_OK) return code;
  if (count == page_size && is_in_frame(offset, frame_header))
    return log->main->is_copying ? read_below(log, out, count, offset)
                                 : get_page(log, out, offset);
  if (count == frame_size && is_in_frame(offset, 0))
    return log->is_committing_anew ? reread_frame(log, out, offset)
                                   : recover_frame(log, out, offset);
  if (count == 8 && (offset == log_header - 8 || is_in_frame(offset, 16)))
    return get_checksum(log, out, offset);
  if (count != log_header || offset != 0) return SQLITE_IOERR_READ;
  // Recovery begins with the log's header.
  log->is_committing_anew = 0;
  code = read_below(log, out, count, offset);
  if (code == SQLITE_OK)
    memcpy(log->salts, (const unsigned char *)out + 16, sizeof log->salts);
  return code;
}

// --- the rest

static int log_truncate(sqlite3_file *file, sqlite3_int64 size) {
  csealed_log *log = of(file);
  int code = flush(log);
  if (code != SQLITE_OK) return code;
  if (log->end > size) log->end = size;
  return below(log)->pMethods->xTruncate(below(log), size);
}

static int log_sync(sqlite3_file *file, int flags) {
  csealed_log *log = of(file);
  int code = flush(log);
  return code == SQLITE_OK ? below(log)->pMethods->xSync(below(log), flags) : code;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size) {
  csealed_log *log = of(file);
  int code = flush(log);
  return code == SQLITE_OK ? below(log)->pMethods->xFileSize(below(log), size) : code;
}

static int log_close(sqlite3_file *file) {
  int flushed = flush(of(file));
  of(file)->main->log = NULL;
  int closed = csealed_common_close(file);
  return flushed == SQLITE_OK ? closed : flushed;
}

// SQLite locks the database, never the log.
static int no_lock(sqlite3_file *file, int level) { return SQLITE_OK; }
static int no_reserved_lock(sqlite3_file *file, int *out) {
  *out = 0;
  return SQLITE_OK;
}
static int no_control(sqlite3_file *file, int operation, void *argument) {
  return SQLITE_NOTFOUND;
}
static int sector_size(sqlite3_file *file) {
  return below(of(file))->pMethods->xSectorSize(below(of(file)));
}
static int characteristics(sqlite3_file *file) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

const sqlite3_io_methods csealed_log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = no_lock,
    .xUnlock = no_lock,
    .xCheckReservedLock = no_reserved_lock,
    .xFileControl = no_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
};
