#include <openssl/crypto.h>
#include <openssl/err.h>
#include <pthread.h>

#include "internal.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static EVP_CIPHER *gcm;

static void fetch(void) {
  // No configuration file: it costs 6 M instructions, and a file of the host must not choose our
  // providers. No atexit handler: another thread may be inside libcrypto while main returns.
  if (!OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL)) return;
  gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
}

const EVP_CIPHER *cvc_gcm(void) {
  pthread_once(&once, fetch);
  return gcm;
}

int cvc_is_ready(void) { return cvc_gcm() != NULL; }

int cvc_fail(int code) {
  ERR_clear_error();
  return code;
}

const char *cvc_version(void) { return OpenSSL_version(OPENSSL_VERSION); }
