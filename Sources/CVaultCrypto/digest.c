// For SHA256_Init and what goes with it, below.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <pthread.h>

#include "internal.h"

// One digest context per thread: the tree hashes millions of small messages, and making a context
// costs as much as hashing one.
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t slot;
static int has_slot;

static void release(void *context) { EVP_MD_CTX_free(context); }

static void make_slot(void) { has_slot = pthread_key_create(&slot, release) == 0; }

static EVP_MD_CTX *thread_context(void) {
  pthread_once(&once, make_slot);
  if (!has_slot) return NULL;
  EVP_MD_CTX *context = pthread_getspecific(slot);
  if (context) return context;
  context = EVP_MD_CTX_new();
  if (context && pthread_setspecific(slot, context) != 0) {
    EVP_MD_CTX_free(context);
    return NULL;
  }
  return context;
}

static int update(EVP_MD_CTX *context, const void *bytes, size_t count) {
  return count == 0 || EVP_DigestUpdate(context, bytes, count) == 1;
}

// What a digest is of: a byte if there is one, and two pieces.
struct message {
  const uint8_t *prefix;
  const void *a, *b;
  size_t a_count, b_count;
};

static int digest(EVP_MD_CTX *context, const EVP_MD *sha256, struct message message, void *out32) {
  return context && EVP_DigestInit_ex2(context, sha256, NULL) == 1 &&
         update(context, message.prefix, message.prefix ? 1 : 0) &&
         update(context, message.a, message.a_count) &&
         update(context, message.b, message.b_count) &&
         EVP_DigestFinal_ex(context, out32, NULL) == 1;
}

// EVP takes memory for each digest (OpenSSL 3.0), and a digest must not fail half-way through a change:
// without memory the older calls do it on the stack.
static int digest_on_stack(struct message message, void *out32) {
  SHA256_CTX context;
  int made = SHA256_Init(&context) == 1 &&
             (!message.prefix || SHA256_Update(&context, message.prefix, 1) == 1) &&
             (!message.a_count || SHA256_Update(&context, message.a, message.a_count) == 1) &&
             (!message.b_count || SHA256_Update(&context, message.b, message.b_count) == 1) &&
             SHA256_Final(out32, &context) == 1;
  OPENSSL_cleanse(&context, sizeof context);
  return made;
}

static int sha256(struct message message, void *out32) {
  const cvc_algorithms *algorithms = cvc_get_algorithms();
  if (!algorithms) return cvc_fail(CVC_LIBRARY);
  if (digest(thread_context(), algorithms->sha256, message, out32)) return CVC_OK;
  // What libcrypto noted about the first try is of no use any more.
  return cvc_fail(digest_on_stack(message, out32) ? CVC_OK : CVC_LIBRARY);
}

int cvc_sha256(const void *message, size_t count, void *out32) {
  return sha256((struct message){NULL, message, NULL, count, 0}, out32);
}

int cvc_sha256_prefixed(uint8_t prefix, const void *a, size_t a_count, const void *b,
                        size_t b_count, void *out32) {
  return sha256((struct message){&prefix, a, b, a_count, b_count}, out32);
}

cvc_sha256_stream *cvc_sha256_stream_new(void) {
  const cvc_algorithms *algorithms = cvc_get_algorithms();
  EVP_MD_CTX *context = algorithms ? EVP_MD_CTX_new() : NULL;
  if (context && EVP_DigestInit_ex2(context, algorithms->sha256, NULL) == 1)
    return (cvc_sha256_stream *)context;
  EVP_MD_CTX_free(context);
  cvc_fail(0);
  return NULL;
}

int cvc_sha256_stream_update(cvc_sha256_stream *stream, const void *bytes, size_t count) {
  return update((EVP_MD_CTX *)stream, bytes, count) ? CVC_OK : cvc_fail(CVC_LIBRARY);
}

int cvc_sha256_stream_final(cvc_sha256_stream *stream, void *out32) {
  if (EVP_DigestFinal_ex((EVP_MD_CTX *)stream, out32, NULL) != 1) return cvc_fail(CVC_LIBRARY);
  return CVC_OK;
}

void cvc_sha256_stream_free(cvc_sha256_stream *stream) { EVP_MD_CTX_free((EVP_MD_CTX *)stream); }
