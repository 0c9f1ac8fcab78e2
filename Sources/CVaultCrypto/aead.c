#include <limits.h>

#include "internal.h"

static const size_t tag_size = 16;

// The context of a run on this thread, and how many runs are within each other.
static _Thread_local EVP_CIPHER_CTX *kept;
static _Thread_local int runs;

void cvc_aead_run_begin(void) { runs++; }

void cvc_aead_run_end(void) {
  if (--runs > 0) return;
  EVP_CIPHER_CTX_free(kept);
  kept = NULL;
}

// A context for one message. Its expanded key begins with the key itself and lies in ordinary memory,
// where a core dump would show it: so it lives for one call, or until the next of a run, and
// EVP_CIPHER_CTX_free wipes it.
static EVP_CIPHER_CTX *keyed(const EVP_CIPHER *cipher, const void *key32, const void *nonce12,
                             int encrypt) {
  // The nonce of both ciphers, where nobody asks for another, is the 12 bytes that we want.
  if (!cipher || EVP_CIPHER_get_iv_length(cipher) != 12) return NULL;
  int is_again = kept && EVP_CIPHER_CTX_get0_cipher(kept) == cipher;
  EVP_CIPHER_CTX *context = is_again ? kept : EVP_CIPHER_CTX_new();
  // Key and nonce at once: each call asks the cipher by name how long both are.
  if (context && EVP_CipherInit_ex2(context, is_again ? NULL : cipher, key32, nonce12, encrypt,
                                    NULL) == 1) {
    if (runs > 0 && !kept) kept = context;
    return context;
  }
  if (is_again) kept = NULL;
  EVP_CIPHER_CTX_free(context);
  return NULL;
}

// Wipes the context, or leaves it to the next message of the run, whose key takes the place of this one's.
static void done(EVP_CIPHER_CTX *context) {
  if (context != kept) EVP_CIPHER_CTX_free(context);
}

// The data that is authenticated only, then the data.
static int run(EVP_CIPHER_CTX *context, const void *aad, size_t aad_count, const void *in,
               size_t count, void *out) {
  int written = 0;
  if (aad_count > 0 && EVP_CipherUpdate(context, NULL, &written, aad, (int)aad_count) != 1)
    return 0;
  if (count == 0) return 1;
  return EVP_CipherUpdate(context, out, &written, in, (int)count) == 1 && written == (int)count;
}

static int seal(const EVP_CIPHER *cipher, const void *key32, const void *nonce12, const void *aad,
                size_t aad_count, const void *plain, size_t count, void *out) {
  if (aad_count > INT_MAX || count > INT_MAX - tag_size) return CVC_ARGUMENT;
  unsigned char *tag = (unsigned char *)out + count;
  int written = 0;
  EVP_CIPHER_CTX *context = keyed(cipher, key32, nonce12, 1);
  int sealed = context && run(context, aad, aad_count, plain, count, out) &&
               EVP_EncryptFinal_ex(context, tag, &written) == 1 &&
               EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, (int)tag_size, tag) == 1;
  done(context);
  if (sealed) return CVC_OK;
  cvc_wipe(out, count + tag_size);
  return cvc_fail(CVC_LIBRARY);
}

static int open_sealed(const EVP_CIPHER *cipher, const void *key32, const void *nonce12,
                       const void *aad, size_t aad_count, const void *sealed, size_t count,
                       void *out) {
  if (count < tag_size) return CVC_REFUSED;
  if (aad_count > INT_MAX || count > INT_MAX) return CVC_ARGUMENT;
  size_t length = count - tag_size;
  unsigned char tag[16];
  for (size_t i = 0; i < tag_size; i++) tag[i] = ((const unsigned char *)sealed)[length + i];
  unsigned char rest[16];
  int written = 0;
  int code = CVC_LIBRARY;
  EVP_CIPHER_CTX *context = keyed(cipher, key32, nonce12, 0);
  if (context && run(context, aad, aad_count, sealed, length, out) &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, (int)tag_size, tag) == 1)
    code = EVP_DecryptFinal_ex(context, rest, &written) == 1 ? CVC_OK : CVC_REFUSED;
  done(context);
  if (code == CVC_OK) return code;
  // Both ciphers decrypt before they check: what does not fit its tag must not stay behind.
  cvc_wipe(out, length);
  return cvc_fail(code);
}

int cvc_aead_seal(const void *key32, const void *nonce12, const void *aad, size_t aad_count,
                  const void *plain, size_t count, void *out) {
  return seal(cvc_gcm(), key32, nonce12, aad, aad_count, plain, count, out);
}

int cvc_aead_open(const void *key32, const void *nonce12, const void *aad, size_t aad_count,
                  const void *sealed, size_t count, void *out) {
  return open_sealed(cvc_gcm(), key32, nonce12, aad, aad_count, sealed, count, out);
}

// Fetched for each call: only an age file needs it, and no other start of the program should pay.
static EVP_CIPHER *chacha20(void) {
  return cvc_is_ready() ? EVP_CIPHER_fetch(NULL, "ChaCha20-Poly1305", NULL) : NULL;
}

int cvc_chacha20_seal(const void *key32, const void *nonce12, const void *aad, size_t aad_count,
                      const void *plain, size_t count, void *out) {
  EVP_CIPHER *cipher = chacha20();
  int code = seal(cipher, key32, nonce12, aad, aad_count, plain, count, out);
  EVP_CIPHER_free(cipher);
  return code;
}

int cvc_chacha20_open(const void *key32, const void *nonce12, const void *aad, size_t aad_count,
                      const void *sealed, size_t count, void *out) {
  EVP_CIPHER *cipher = chacha20();
  int code = open_sealed(cipher, key32, nonce12, aad, aad_count, sealed, count, out);
  EVP_CIPHER_free(cipher);
  return code;
}
