#include <string.h>

#include "internal.h"

// A page on the disk:
//
//     0     4032  what SQLite stores                         sealed
//     4032    16  pad                                        sealed
//     4048     2  format, 1                                  clear, authenticated
//     4050     4  epoch of the key                           clear, authenticated
//     4054     2  zero                                       clear, authenticated
//     4056    24  nonce
//     4080    16  tag
//
// Authenticated with it: database id 16 ‖ page number 4 ‖ the eight clear bytes. In page 1 the first 16
// bytes are the database id, in clear, in place of SQLite's magic.
//
// The pad blinds the checksums that SQLite computes over plaintext pages and keeps where anybody can
// read them. It is the head of the bytes that SQLite reserves for us and carries along; the 48 bytes
// behind it stay zero in memory.
enum {
  content_size = page_size - CSEALED_RESERVED,
  pad_size = 16,
  sealed_size = content_size + pad_size,
  header_at = sealed_size,
  header_size = 8,
  nonce_at = header_at + header_size,
  tag_at = nonce_at + nonce_size,
  format = 1,
};
_Static_assert(tag_at + tag_size == page_size, "the parts fill the page");

static const unsigned char magic[id_size] = "SQLite format 3";

int csealed_is_plain(const void *first16) { return memcmp(first16, magic, id_size) == 0; }

typedef struct {
  unsigned char bytes[id_size + 4 + header_size];
} additional;

static additional additional_data(const unsigned char *id, uint32_t number,
                                  const unsigned char *header) {
  additional data;
  memcpy(data.bytes, id, id_size);
  csealed_put32(data.bytes + id_size, number);
  memcpy(data.bytes + id_size + 4, header, header_size);
  return data;
}

// Where the sealed part of a page begins.
static size_t start(uint32_t number) { return number == 1 ? id_size : 0; }

// Bytes 16 to 20 of page 1: page size, and the bytes reserved. A page 1 without our room at the end of
// each page must never be written (a restore from a plain copy, a changed page size).
static int is_our_header(const unsigned char *page) {
  return memcmp(page, magic, id_size) == 0 && page[16] == page_size >> 8 && page[17] == 0 &&
         page[20] == CSEALED_RESERVED;
}

static int is_zero(const unsigned char *bytes, size_t count) {
  unsigned char any = 0;
  for (size_t i = 0; i < count; i++) any |= bytes[i];
  return any == 0;
}

int csealed_page_seal(csealed_file *file, const unsigned char *id, uint32_t number,
                      const unsigned char *plain, unsigned char *sealed) {
  // INVARIANT: what is dropped here is zero, so that the page comes back as SQLite wrote it.
  if (number == 0 || (number == 1 && !is_our_header(plain)) ||
      !is_zero(plain + sealed_size, page_size - sealed_size))
    return SQLITE_IOERR_DATA;
  csealed_vfs *vfs = file->vfs;
  size_t from = start(number);
  unsigned char *header = sealed + header_at;
  if (from > 0) memcpy(sealed, id, id_size);
  header[0] = 0;
  header[1] = format;
  csealed_put32(header + 2, vfs->epochs[vfs->count - 1]);
  header[6] = header[7] = 0;
  if (!csealed_random(sealed + nonce_at, nonce_size)) return SQLITE_IOERR;
  additional data = additional_data(id, number, header);
  csealed_context context = {data.bytes, sizeof data.bytes, sealed + nonce_at};
  return csealed_seal(&file->cipher, vfs->keys[vfs->count - 1], context, plain + from,
                      sealed_size - from, sealed + from, sealed + tag_at)
             ? SQLITE_OK
             : SQLITE_IOERR;
}

int csealed_page_is_shaped(const unsigned char *sealed) {
  const unsigned char *header = sealed + header_at;
  return header[0] == 0 && header[1] == format && header[6] == 0 && header[7] == 0;
}

static const csealed_page_key *key_of(const csealed_vfs *vfs, uint32_t epoch) {
  for (int i = vfs->count - 1; i >= 0; i--)
    if (vfs->epochs[i] == epoch) return vfs->keys[i];
  return NULL;
}

int csealed_page_lacks_key(const csealed_vfs *vfs, const unsigned char *sealed) {
  return csealed_page_is_shaped(sealed) && !key_of(vfs, csealed_get32(sealed + header_at + 2));
}

int csealed_page_is_newest(const csealed_vfs *vfs, const unsigned char *sealed) {
  return csealed_page_is_shaped(sealed) &&
         csealed_get32(sealed + header_at + 2) == vfs->epochs[vfs->count - 1];
}

int csealed_page_open(csealed_file *file, const unsigned char *id, uint32_t number,
                      const unsigned char *sealed, unsigned char *plain, csealed_pad pad) {
  const unsigned char *header = sealed + header_at;
  const csealed_page_key *key = key_of(file->vfs, csealed_get32(header + 2));
  size_t from = start(number);
  // In page 1 the id stands in the clear; it is authenticated as additional data, so it must be the same.
  if (number == 0 || !key || !csealed_page_is_shaped(sealed) ||
      (from > 0 && memcmp(sealed, id, id_size) != 0))
    return SQLITE_IOERR_DATA;
  additional data = additional_data(id, number, header);
  csealed_context context = {data.bytes, sizeof data.bytes, sealed + nonce_at};
  unsigned char fresh[pad_size];
  if (!csealed_open(&file->cipher, key, context, sealed + from, sealed_size - from, sealed + tag_at,
                    plain + from, pad == pad_fresh ? fresh : NULL))
    return SQLITE_IOERR_DATA;
  if (from > 0) memcpy(plain, magic, id_size);
  if (pad == pad_fresh) memcpy(plain + content_size, fresh, pad_size);
  memset(plain + sealed_size, 0, page_size - sealed_size);
  return SQLITE_OK;
}

int csealed_unseal(csealed_vfs *vfs, const void *id16, uint32_t number, const void *sealed,
                   void *plain) {
  csealed_file file = {.vfs = vfs};
  if (!csealed_cipher_init(&file.cipher)) return SQLITE_NOMEM;
  int code = csealed_page_open(&file, id16, number, sealed, plain, pad_stored);
  csealed_cipher_free(&file.cipher);
  return code;
}
