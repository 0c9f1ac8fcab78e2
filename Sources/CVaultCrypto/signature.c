#include "internal.h"

static EVP_PKEY *private_key(const void *seed32) {
  if (!cvc_is_ready()) return NULL;
  return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed32, 32);
}

int cvc_ed25519_public(const void *seed32, void *out32) {
  EVP_PKEY *key = private_key(seed32);
  size_t count = 32;
  int got = key && EVP_PKEY_get_raw_public_key(key, out32, &count) == 1 && count == 32;
  EVP_PKEY_free(key);
  return got ? CVC_OK : cvc_fail(CVC_LIBRARY);
}

int cvc_ed25519_sign(const void *seed32, const void *message, size_t count, void *out64) {
  EVP_PKEY *key = private_key(seed32);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  size_t written = 64;
  int made = key && context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
             EVP_DigestSign(context, out64, &written, count ? message : (const void *)"",
                            count) == 1 &&
             written == 64;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  return made ? CVC_OK : cvc_fail(CVC_LIBRARY);
}

int cvc_ed25519_verify(const void *public32, const void *message, size_t count,
                       const void *signature64) {
  if (!cvc_is_ready()) return CVC_LIBRARY;
  EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public32, 32);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  int code = CVC_LIBRARY;
  if (key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1)
    code = EVP_DigestVerify(context, signature64, 64, count ? message : (const void *)"",
                            count) == 1
               ? CVC_OK
               : CVC_REFUSED;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  return code == CVC_OK ? CVC_OK : cvc_fail(code);
}
