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

int cvc_sha256(const void *message, size_t count, void *out32) {
  const cvc_algorithms *algorithms = cvc_get_algorithms();
  EVP_MD_CTX *context = algorithms ? thread_context() : NULL;
  if (context && EVP_DigestInit_ex2(context, algorithms->sha256, NULL) == 1 &&
      update(context, message, count) && EVP_DigestFinal_ex(context, out32, NULL) == 1)
    return CVC_OK;
  return cvc_fail(CVC_LIBRARY);
}

int cvc_sha256_prefixed(uint8_t prefix, const void *a, size_t a_count, const void *b,
                        size_t b_count, void *out32) {
  const cvc_algorithms *algorithms = cvc_get_algorithms();
  EVP_MD_CTX *context = algorithms ? thread_context() : NULL;
  if (context && EVP_DigestInit_ex2(context, algorithms->sha256, NULL) == 1 &&
      update(context, &prefix, 1) && update(context, a, a_count) &&
      update(context, b, b_count) && EVP_DigestFinal_ex(context, out32, NULL) == 1)
    return CVC_OK;
  return cvc_fail(CVC_LIBRARY);
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
