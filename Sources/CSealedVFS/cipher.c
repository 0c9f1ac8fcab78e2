#include "cipher.h"

#include <errno.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>

#include "CSealedVFS.h"

// Fetched once per process: an implicit fetch costs 250 ns a call.
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct {
  EVP_CIPHER *ecb, *gcm, *xts;
} fetched;

static void fetch(void) {
  // As in CVaultCrypto: a configuration file of the host must not choose our providers.
  if (!OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL)) return;
  fetched.ecb = EVP_CIPHER_fetch(NULL, "AES-256-ECB", NULL);
  fetched.gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
  fetched.xts = EVP_CIPHER_fetch(NULL, "AES-256-XTS", NULL);
}

static const unsigned char no_key[key_size];
// The halves of an XTS key must differ.
static const unsigned char no_frame_key[frame_key_size] = {1};

// An error must not stay in the queue, where a later call of the application would find it.
static int fail(void) {
  ERR_clear_error();
  return 0;
}

int csealed_cipher_init(csealed_cipher *cipher) {
  memset(cipher, 0, sizeof *cipher);
  pthread_once(&once, fetch);
  if (!fetched.ecb || !fetched.gcm || !fetched.xts) return fail();
  cipher->block = EVP_CIPHER_CTX_new();
  cipher->page = EVP_CIPHER_CTX_new();
  cipher->frame = EVP_CIPHER_CTX_new();
  if (cipher->block && cipher->page && cipher->frame &&
      EVP_EncryptInit_ex2(cipher->block, fetched.ecb, no_key, NULL, NULL) == 1 &&
      EVP_CIPHER_CTX_set_padding(cipher->block, 0) == 1 &&
      EVP_EncryptInit_ex2(cipher->page, fetched.gcm, no_key, NULL, NULL) == 1 &&
      EVP_EncryptInit_ex2(cipher->frame, fetched.xts, no_frame_key, NULL, NULL) == 1)
    return 1;
  csealed_cipher_free(cipher);
  return fail();
}

void csealed_cipher_free(csealed_cipher *cipher) {
  EVP_CIPHER_CTX_free(cipher->block);
  EVP_CIPHER_CTX_free(cipher->page);
  EVP_CIPHER_CTX_free(cipher->frame);
  memset(cipher, 0, sizeof *cipher);
}

int csealed_cipher_rest(csealed_cipher *cipher) {
  int done = 1;
  if (cipher->block_key) done &= EVP_EncryptInit_ex2(cipher->block, NULL, no_key, NULL, NULL) == 1;
  if (cipher->frame_is_keyed)
    done &= EVP_EncryptInit_ex2(cipher->frame, NULL, no_frame_key, NULL, NULL) == 1;
  cipher->block_key = NULL;
  cipher->frame_is_keyed = 0;
  return done ? 1 : fail();
}

// AES-256 of `count` blocks, in place.
static int encrypt_blocks(csealed_cipher *cipher, const csealed_page_key *key,
                          unsigned char *blocks, int count) {
  int written = 0;
  if (cipher->block_key != key) {
    cipher->block_key = NULL;
    if (EVP_EncryptInit_ex2(cipher->block, NULL, key->key, NULL, NULL) != 1) return 0;
    cipher->block_key = key;
  }
  return EVP_EncryptUpdate(cipher->block, blocks, &written, blocks, count * block_size) == 1 &&
         written == count * block_size;
}

int csealed_page_key_init(csealed_cipher *cipher, csealed_page_key *key, const void *key32) {
  memcpy(key->key, key32, key_size);
  // The first subkey of CMAC (NIST SP 800-38B, 6.1): AES of zero, doubled in GF(2^128).
  unsigned char zero[block_size] = {0};
  if (!encrypt_blocks(cipher, key, zero, 1)) return fail();
  unsigned char carry = 0;
  for (int i = block_size - 1; i >= 0; i--) {
    key->subkey[i] = (unsigned char)(zero[i] << 1) | carry;
    carry = zero[i] >> 7;
  }
  key->subkey[block_size - 1] ^= (unsigned char)(0x87 & -carry);
  OPENSSL_cleanse(zero, sizeof zero);
  return 1;
}

// The key of one message and, from the same pseudo-random function under a label of its own, a pad:
// CMAC in counter mode (NIST SP 800-108) over `counter 2 ‖ label ‖ 0 ‖ the first half of the nonce`.
static int derive(csealed_cipher *cipher, const csealed_page_key *key, const unsigned char *nonce,
                  unsigned char derived[3 * block_size], int count) {
  static const unsigned char prefix[3][4] = {{0, 1, 'X', 0}, {0, 2, 'X', 0}, {0, 1, 'P', 0}};
  for (int i = 0; i < count; i++) {
    unsigned char *block = derived + i * block_size;
    memcpy(block, prefix[i], 4);
    memcpy(block + 4, nonce, 12);
    for (int j = 0; j < block_size; j++) block[j] ^= key->subkey[j];
  }
  return encrypt_blocks(cipher, key, derived, count);
}

// Keys the page context for one message and feeds what is authenticated only.
static int begin(csealed_cipher *cipher, int encrypt, const unsigned char *derived,
                 csealed_context context) {
  int written = 0;
  if (EVP_CipherInit_ex2(cipher->page, NULL, derived, context.nonce + 12, encrypt, NULL) != 1)
    return 0;
  return context.aad_count == 0 || EVP_CipherUpdate(cipher->page, NULL, &written, context.aad,
                                                    (int)context.aad_count) == 1;
}

int csealed_seal(csealed_cipher *cipher, const csealed_page_key *key, csealed_context context,
                 const void *plain, size_t count, void *out, unsigned char *tag) {
  if (count > INT_MAX || context.aad_count > INT_MAX) return 0;
  unsigned char derived[3 * block_size];
  unsigned char rest[block_size];
  int written = 0;
  int done = derive(cipher, key, context.nonce, derived, 2) && begin(cipher, 1, derived, context) &&
             (count == 0 ||
              EVP_EncryptUpdate(cipher->page, out, &written, plain, (int)count) == 1) &&
             EVP_EncryptFinal_ex(cipher->page, rest, &written) == 1 &&
             EVP_CIPHER_CTX_ctrl(cipher->page, EVP_CTRL_AEAD_GET_TAG, tag_size, tag) == 1;
  OPENSSL_cleanse(derived, sizeof derived);
  if (done) return 1;
  memset(out, 0, count);
  return fail();
}

int csealed_open(csealed_cipher *cipher, const csealed_page_key *key, csealed_context context,
                 const void *sealed, size_t count, const unsigned char *tag, void *out,
                 unsigned char *pad) {
  if (count > INT_MAX || context.aad_count > INT_MAX) return 0;
  unsigned char derived[3 * block_size];
  unsigned char expected[tag_size], rest[block_size];
  memcpy(expected, tag, tag_size);
  int written = 0;
  int done = derive(cipher, key, context.nonce, derived, pad ? 3 : 2) &&
             begin(cipher, 0, derived, context) &&
             (count == 0 ||
              EVP_DecryptUpdate(cipher->page, out, &written, sealed, (int)count) == 1) &&
             EVP_CIPHER_CTX_ctrl(cipher->page, EVP_CTRL_AEAD_SET_TAG, tag_size, expected) == 1 &&
             EVP_DecryptFinal_ex(cipher->page, rest, &written) == 1;
  if (done && pad) memcpy(pad, derived + 2 * block_size, block_size);
  OPENSSL_cleanse(derived, sizeof derived);
  if (done) return 1;
  // GCM decrypts before it checks: what does not fit its tag must not stay behind.
  OPENSSL_cleanse(out, count);
  return fail();
}

int csealed_tweak(csealed_cipher *cipher, const unsigned char *key64, int encrypt,
                  const unsigned char *tweak16, unsigned char *block16) {
  int written = 0;
  cipher->frame_is_keyed = 1;
  int done = EVP_CipherInit_ex2(cipher->frame, NULL, key64, tweak16, encrypt, NULL) == 1 &&
             EVP_CipherUpdate(cipher->frame, block16, &written, block16, block_size) == 1 &&
             written == block_size;
  return done ? 1 : fail();
}

int csealed_random(void *out, size_t count) {
  unsigned char *next = out;
  while (count > 0) {
    ssize_t got = getrandom(next, count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    next += got;
    count -= (size_t)got;
  }
  return 1;
}


int csealed_xaes_seal(const void *key32, const void *nonce24, const void *aad, size_t aad_count,
                      const void *plain, size_t count, void *out, void *tag16) {
  csealed_cipher cipher;
  csealed_page_key key;
  csealed_context context = {aad, aad_count, nonce24};
  if (!csealed_cipher_init(&cipher)) return 0;
  int done = csealed_page_key_init(&cipher, &key, key32) &&
             csealed_seal(&cipher, &key, context, plain, count, out, tag16);
  OPENSSL_cleanse(&key, sizeof key);
  csealed_cipher_free(&cipher);
  return done;
}

int csealed_xaes_open(const void *key32, const void *nonce24, const void *aad, size_t aad_count,
                      const void *sealed, size_t count, const void *tag16, void *out) {
  csealed_cipher cipher;
  csealed_page_key key;
  csealed_context context = {aad, aad_count, nonce24};
  if (!csealed_cipher_init(&cipher)) return 0;
  int done = csealed_page_key_init(&cipher, &key, key32) &&
             csealed_open(&cipher, &key, context, sealed, count, tag16, out, NULL);
  OPENSSL_cleanse(&key, sizeof key);
  csealed_cipher_free(&cipher);
  return done;
}
