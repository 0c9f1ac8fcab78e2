#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <pthread.h>

#include "internal.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static cvc_algorithms fetched;
static int usable;

static EVP_MAC_CTX *blank_hmac(void) {
  EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
  EVP_MAC_CTX *context = hmac ? EVP_MAC_CTX_new(hmac) : NULL;
  EVP_MAC_free(hmac);
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, "SHA2-256", 0),
      OSSL_PARAM_construct_end()};
  if (context && EVP_MAC_CTX_set_params(context, parameters) == 1) return context;
  EVP_MAC_CTX_free(context);
  return NULL;
}

static void fetch(void) {
  // No configuration file: it costs 6 M instructions, and a file of the host must not choose our
  // providers. No atexit handler: another thread may be inside libcrypto while main returns.
  if (!OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL)) return;
  fetched.gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
  fetched.hmac = blank_hmac();
  fetched.hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
  fetched.sha256 = EVP_MD_fetch(NULL, "SHA2-256", NULL);
  usable = fetched.gcm && fetched.hmac && fetched.hkdf && fetched.sha256;
}

const cvc_algorithms *cvc_get_algorithms(void) {
  pthread_once(&once, fetch);
  return usable ? &fetched : NULL;
}

int cvc_fail(int code) {
  ERR_clear_error();
  return code;
}

const char *cvc_version(void) { return OpenSSL_version(OPENSSL_VERSION); }
