#include "internal.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

// SHA256_Init and what goes with it are deprecated in favour of EVP, and are what EVP calls: through it
// each digest takes memory (OpenSSL 3.0), which must not fail half-way through a change, and a third
// more time. The tree hashes millions of small messages.

static void update(SHA256_CTX *context, const void *bytes, size_t count) {
  if (count > 0) SHA256_Update(context, bytes, count);
}

int cvc_sha256(const void *message, size_t count, void *out32) {
  SHA256_CTX context;
  SHA256_Init(&context);
  update(&context, message, count);
  SHA256_Final(out32, &context);
  cvc_wipe(&context, sizeof context);
  return CVC_OK;
}

int cvc_sha256_prefixed(uint8_t prefix, const void *a, size_t a_count, const void *b,
                        size_t b_count, void *out32) {
  SHA256_CTX context;
  SHA256_Init(&context);
  update(&context, &prefix, 1);
  update(&context, a, a_count);
  update(&context, b, b_count);
  // Not wiped: what the tree hashes is in the ledger, for everybody who has the file.
  SHA256_Final(out32, &context);
  return CVC_OK;
}

struct cvc_sha256_stream {
  SHA256_CTX context;
};

cvc_sha256_stream *cvc_sha256_stream_new(void) {
  cvc_sha256_stream *stream = OPENSSL_malloc(sizeof *stream);
  if (!stream) {
    cvc_fail(0);
    return NULL;
  }
  SHA256_Init(&stream->context);
  return stream;
}

int cvc_sha256_stream_update(cvc_sha256_stream *stream, const void *bytes, size_t count) {
  update(&stream->context, bytes, count);
  return CVC_OK;
}

int cvc_sha256_stream_final(cvc_sha256_stream *stream, void *out32) {
  SHA256_Final(out32, &stream->context);
  return CVC_OK;
}

void cvc_sha256_stream_free(cvc_sha256_stream *stream) {
  OPENSSL_clear_free(stream, sizeof *stream);
}

// MARK: HMAC

void cvc_hmac_begin(cvc_hmac *hmac, const void *key, size_t key_count) {
  unsigned char block[SHA256_CBLOCK] = {0};
  if (key_count > sizeof block) {
    cvc_sha256(key, key_count, block);
  } else {
    for (size_t i = 0; i < key_count; i++) block[i] = ((const unsigned char *)key)[i];
  }
  for (size_t i = 0; i < sizeof block; i++) block[i] ^= 0x36;
  SHA256_Init(&hmac->inner);
  SHA256_Update(&hmac->inner, block, sizeof block);
  for (size_t i = 0; i < sizeof block; i++) block[i] ^= 0x36 ^ 0x5c;
  SHA256_Init(&hmac->outer);
  SHA256_Update(&hmac->outer, block, sizeof block);
  cvc_wipe(block, sizeof block);
}

void cvc_hmac_update(cvc_hmac *hmac, const void *bytes, size_t count) {
  update(&hmac->inner, bytes, count);
}

void cvc_hmac_end(cvc_hmac *hmac, void *out32) {
  // The inner code opens nothing and tells nothing of the key.
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256_Final(digest, &hmac->inner);
  SHA256_Update(&hmac->outer, digest, sizeof digest);
  SHA256_Final(out32, &hmac->outer);
  cvc_wipe(hmac, sizeof *hmac);
}

int cvc_mac(const void *key, size_t key_count, const void *message, size_t count, void *out32) {
  cvc_hmac hmac;
  cvc_hmac_begin(&hmac, key, key_count);
  cvc_hmac_update(&hmac, message, count);
  cvc_hmac_end(&hmac, out32);
  return CVC_OK;
}

// MARK: masking

static pthread_once_t once = PTHREAD_ONCE_INIT;
// In the secure heap, as long as the process lives; NULL if it could not be made.
static unsigned char *mask;
static atomic_ullong given;

static void make_mask(void) {
  unsigned char *bytes = cvc_secure_alloc(SHA256_DIGEST_LENGTH);
  if (bytes && cvc_random(bytes, SHA256_DIGEST_LENGTH) == CVC_OK) mask = bytes;
}

uint64_t cvc_mask_number(void) { return atomic_fetch_add(&given, 1); }

int cvc_mask(uint64_t number, void *bytes32) {
  pthread_once(&once, make_mask);
  if (!mask) return CVC_MEMORY;
  // SHA-256 of secret and number, its one block padded by hand (FIPS 180-4, section 5.1.1) and its words
  // taken as they lie: each kept key is unmasked at each use.
  struct {
    SHA256_CTX context;
    unsigned char block[SHA256_CBLOCK];
  } work = {0};
  const size_t count = SHA256_DIGEST_LENGTH + sizeof number;
  memcpy(work.block, mask, SHA256_DIGEST_LENGTH);
  memcpy(work.block + SHA256_DIGEST_LENGTH, &number, sizeof number);
  work.block[count] = 0x80;
  work.block[SHA256_CBLOCK - 2] = (unsigned char)(count * 8 >> 8);
  work.block[SHA256_CBLOCK - 1] = (unsigned char)(count * 8);
  SHA256_Init(&work.context);
  SHA256_Transform(&work.context, work.block);
  SHA_LONG words[8];
  memcpy(words, bytes32, sizeof words);
  for (size_t i = 0; i < 8; i++) words[i] ^= work.context.h[i];
  memcpy(bytes32, words, sizeof words);
  cvc_wipe(words, sizeof words);
  cvc_wipe(&work, sizeof work);
  return CVC_OK;
}
