#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "internal.h"

int cvc_mac(const void *key, size_t key_count, const void *message, size_t count, void *out32) {
  const cvc_algorithms *algorithms = cvc_get_algorithms();
  // HMAC keeps its key in ordinary memory: the context lives for one call, and is wiped by its end.
  EVP_MAC_CTX *context = algorithms ? EVP_MAC_CTX_dup(algorithms->hmac) : NULL;
  size_t written = 0;
  // A NULL key would mean "keep the old one": an empty key is passed as an empty string.
  int done = context && EVP_MAC_init(context, key_count ? key : "", key_count, NULL) == 1 &&
             (count == 0 || EVP_MAC_update(context, message, count) == 1) &&
             EVP_MAC_final(context, out32, &written, 32) == 1 && written == 32;
  EVP_MAC_CTX_free(context);
  return done ? CVC_OK : cvc_fail(CVC_LIBRARY);
}

static int hkdf(int mode, const void *key, size_t key_count, const void *salt, size_t salt_count,
                const void *info, size_t info_count, void *out, size_t count) {
  // RFC 5869, section 2.3: at most 255 blocks.
  if (count == 0 || count > 255 * 32) return CVC_ARGUMENT;
  const cvc_algorithms *algorithms = cvc_get_algorithms();
  EVP_KDF_CTX *context = algorithms ? EVP_KDF_CTX_new(algorithms->hkdf) : NULL;
  if (!context) return cvc_fail(CVC_LIBRARY);
  // The parameters are read only; OpenSSL's constructors merely lack the const.
  OSSL_PARAM parameters[6];
  size_t next = 0;
  parameters[next++] =
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, "SHA2-256", 0);
  parameters[next++] = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode);
  parameters[next++] =
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key, key_count);
  if (salt_count > 0)
    parameters[next++] =
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_count);
  if (info_count > 0)
    parameters[next++] =
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_count);
  parameters[next] = OSSL_PARAM_construct_end();
  int derived = EVP_KDF_derive(context, out, count, parameters);
  EVP_KDF_CTX_free(context);
  if (derived == 1) return CVC_OK;
  OPENSSL_cleanse(out, count);
  return cvc_fail(CVC_LIBRARY);
}

int cvc_hkdf(const void *key, size_t key_count, const void *salt, size_t salt_count,
             const void *info, size_t info_count, void *out, size_t count) {
  return hkdf(EVP_KDF_HKDF_MODE_EXTRACT_AND_EXPAND, key, key_count, salt, salt_count, info,
              info_count, out, count);
}

int cvc_hkdf_expand(const void *key, size_t key_count, const void *info, size_t info_count,
                    void *out, size_t count) {
  return hkdf(EVP_KDF_HKDF_MODE_EXPAND_ONLY, key, key_count, NULL, 0, info, info_count, out,
              count);
}

int cvc_scrypt(const void *passphrase, size_t passphrase_count, const void *salt,
               size_t salt_count, uint64_t n, uint32_t r, uint32_t p, void *out, size_t count) {
  if (n < 2 || (n & (n - 1)) != 0 || r < 1 || r > 8 || p < 1 || p > 16 || count == 0)
    return CVC_ARGUMENT;
  if (n > CVC_SCRYPT_MEMORY / (128 * r)) return CVC_ARGUMENT;
  if (!cvc_get_algorithms()) return CVC_LIBRARY;
  // 128 r N is the table; the rest (128 r p and 256 r) is far below 1 MiB within our bounds.
  uint64_t memory = 128 * (uint64_t)r * n + (1 << 20);
  int derived = EVP_PBE_scrypt(passphrase_count ? passphrase : "", passphrase_count, salt,
                               salt_count, n, r, p, memory, out, count);
  if (derived == 1) return CVC_OK;
  OPENSSL_cleanse(out, count);
  return cvc_fail(CVC_LIBRARY);
}
